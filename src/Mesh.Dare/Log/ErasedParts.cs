namespace Mesh.Dare;

/// <summary>Which octets of a frame become zeros.</summary>
[Flags]
public enum ErasedParts
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The body.</summary>
    Body = 1,

    /// <summary>The salt, without which a sealed body opens for nobody.</summary>
    Salt = 2,
}
