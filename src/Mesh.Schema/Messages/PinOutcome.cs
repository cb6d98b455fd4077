namespace Mesh.Schema;

/// <summary>What becomes of a request that shows a PIN, in the words of ProcessResult (Mesh schema 12).</summary>
public enum PinOutcome
{
    /// <summary>Accept without asking.</summary>
    Success,

    /// <summary>No such PIN, for another purpose or account, or a wrong proof. Leave pending, and say so.</summary>
    PinInvalid,

    /// <summary>The PIN admitted a device before. Leave pending, and raise an alarm.</summary>
    PinUsed,

    /// <summary>Too late. Leave pending, and say so.</summary>
    PinExpired,

    /// <summary>Whoever issued the PIN may not give those roles, or is no longer a device. Ignore, and raise an alarm.</summary>
    InsufficientAuthorization,

    /// <summary>The device was removed before, or the PIN is not for use without asking. Leave to the user.</summary>
    Refused,
}
