namespace Mesh.Schema;

/// <summary>What a role may do with a store.</summary>
[Flags]
public enum StoreAccess
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Download and decrypt.</summary>
    Read = 1,

    /// <summary>Append.</summary>
    Write = 2,

    /// <summary>Both.</summary>
    ReadWrite = Read | Write,
}
