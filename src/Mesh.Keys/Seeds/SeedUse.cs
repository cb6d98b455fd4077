namespace Mesh.Keys;

/// <summary>The key use in a seed, the top two bits of its identifier; written as zero, obeyed when read.</summary>
public enum SeedUse
{
    /// <summary>Keys of every use.</summary>
    Any = 0,

    /// <summary>Encryption only.</summary>
    Encryption = 1,

    /// <summary>Signature only.</summary>
    Signature = 2,

    /// <summary>Authentication only.</summary>
    Authentication = 3,
}
