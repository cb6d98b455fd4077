namespace Mesh.Schema;

/// <summary>Values of <see cref="RespondConnection.Result"/> (Mesh schema 12).</summary>
public static class ConnectionResult
{
    /// <summary>The device is connected.</summary>
    public const string Accept = "Accept";

    /// <summary>The device was refused.</summary>
    public const string Reject = "Reject";

    /// <summary>Nobody has decided yet.</summary>
    public const string Pending = "Pending";

    /// <summary>Nobody decided in time.</summary>
    public const string Expired = "Expired";
}
