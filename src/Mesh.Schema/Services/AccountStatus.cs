namespace Mesh.Schema;

/// <summary>Values of <see cref="AccountEntry.Status"/> (Mesh schema 15).</summary>
public static class AccountStatus
{
    /// <summary>Waiting for approval.</summary>
    public const string Pending = "Pending";

    /// <summary>In use.</summary>
    public const string Connected = "Connected";

    /// <summary>Refused or unbound; held for the grace time.</summary>
    public const string Blocked = "Blocked";
}
