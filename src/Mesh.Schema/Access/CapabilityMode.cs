namespace Mesh.Schema;

/// <summary>Values of <see cref="Capability.Mode"/> (Mesh schema 10.1).</summary>
public static class CapabilityMode
{
    /// <summary>A device of the account.</summary>
    public const string Device = "Device";

    /// <summary>Another account, as sender of messages.</summary>
    public const string Account = "Account";

    /// <summary>Whoever knows a PIN.</summary>
    public const string Pin = "PIN";
}
