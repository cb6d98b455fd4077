namespace Mesh.Schema;

/// <summary>Private keys of the account that a role gives (Mesh schema 10.4).</summary>
[Flags]
public enum AccountKeys
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>ProfileSignature.</summary>
    ProfileSignature = 1,

    /// <summary>AdministratorSignature.</summary>
    AdministratorSignature = 2,

    /// <summary>CommonEncryption.</summary>
    CommonEncryption = 4,

    /// <summary>CommonSignature.</summary>
    CommonSignature = 8,
}
