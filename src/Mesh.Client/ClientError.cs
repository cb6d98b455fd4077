namespace Mesh.Client;

/// <summary>Why <see cref="ClientException"/> was thrown. The list is closed: callers may switch over it (exit codes, advice).</summary>
public enum ClientError
{
    /// <summary>No account was named and this machine has no default account.</summary>
    NoAccount,

    /// <summary>The account that was named is not on this machine.</summary>
    UnknownAccount,

    /// <summary>The account is on this machine already, or the address belongs to another account.</summary>
    AccountExists,

    /// <summary>An address, identifier, witness, PIN or option value that cannot be right.</summary>
    InvalidInput,

    /// <summary>Another process holds the Mesh folder and did not let go in time.</summary>
    Busy,

    /// <summary>The Mesh folder, or something in it, can be read or written by others.</summary>
    UnsafeFolder,

    /// <summary>A file could not be read or written: no space, no permission, a failed flush.</summary>
    Storage,

    /// <summary>What is stored on this machine does not verify.</summary>
    Damaged,

    /// <summary>No host of the service answered.</summary>
    Unreachable,

    /// <summary>The host that answered is not the service that it should be.</summary>
    ServiceUntrusted,

    /// <summary>The service answered, but not with what the protocol allows.</summary>
    InvalidResponse,

    /// <summary>The service refused.</summary>
    Refused,

    /// <summary>This device does not have the right or the key for that.</summary>
    NotAuthorised,

    /// <summary>This device was removed from the account; the evidence was verified.</summary>
    DeviceRemoved,

    /// <summary>Others kept changing the same stores; nothing was changed.</summary>
    Conflict,

    /// <summary>The request was sent and no answer came: it is not known whether the change was saved.</summary>
    OutcomeUnknown,

    /// <summary>The service shows an older state, or another history, than this device has seen.</summary>
    Alarm,

    /// <summary>A signature, digest or identifier does not verify.</summary>
    Verification,

    /// <summary>No key on this machine opens it.</summary>
    NoDecryptionKey,

    /// <summary>There is no such entry, device, message or request.</summary>
    NotFound,

    /// <summary>More than one entry, device or request answers to what was given.</summary>
    Ambiguous,

    /// <summary>Not decided yet.</summary>
    Pending,

    /// <summary>The administrator declined.</summary>
    Rejected,

    /// <summary>The request, PIN or answer is too old.</summary>
    Expired,
}
