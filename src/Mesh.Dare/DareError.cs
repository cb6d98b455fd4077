namespace Mesh.Dare;

/// <summary>Why <see cref="DareException"/> was thrown. The list is closed: callers may switch over it.</summary>
public enum DareError
{
    /// <summary>Octets that are not a well-formed envelope, header, trailer, item, frame or store entry.</summary>
    Malformed,

    /// <summary>A count, length or depth beyond the limits of <see cref="DareLimits"/>.</summary>
    LimitExceeded,

    /// <summary>A cipher, digest, container type or keyword that is not implemented, or not permitted here.</summary>
    UnsupportedAlgorithm,

    /// <summary>
    /// The body cannot be decrypted. Always with the same message, whichever step failed: no recipient, key unwrap, key commitment,
    /// tag, padding or witness.
    /// </summary>
    Decryption,

    /// <summary>The body does not have the digest that its trailer or its leaf states.</summary>
    DigestMismatch,

    /// <summary>A signature that the caller asked for is absent.</summary>
    SignatureMissing,

    /// <summary>A signature by a key that the caller asked for does not verify, or states something else than the envelope.</summary>
    SignatureInvalid,

    /// <summary>An entry stands at another place (origin or index) than it was made for.</summary>
    WrongPlace,

    /// <summary>The root of a tree, or a proof, does not agree with the leaves: octets were changed, removed or put in.</summary>
    TreeMismatch,

    /// <summary>An entry that the rules of its store do not allow: wrong event, wrong key, wrong signer, unreadable key.</summary>
    EntryRefused,

    /// <summary>The caller asked for something that cannot be written: missing keys, contradictory options, closed object.</summary>
    InvalidRequest,

    /// <summary>The account log has no good frame zero: it is none, or nothing of it can be trusted.</summary>
    LogRefused,

    /// <summary>Octets of the account log that had been flushed are changed or gone. It can be read in part, and is not written.</summary>
    LogCorrupt,

    /// <summary>Another process, or another holder in this one, has the account log.</summary>
    LogBusy,

    /// <summary>
    /// It is not known whether the change was saved: writing or flushing failed. Repeat the request with the same ID (Mesh account log,
    /// Writing).
    /// </summary>
    OutcomeUnknown,

    /// <summary>The account log cannot be used now: closed, poisoned by an earlier failure, or not readable. Nothing was changed.</summary>
    Unavailable,

    /// <summary>There is no such account, store or frame.</summary>
    NotFound,

    /// <summary>There is such an account already.</summary>
    AlreadyExists,

    /// <summary>The content of the frame was destroyed on purpose, as a later frame of the sequence says.</summary>
    Erased,

    /// <summary>The envelope signs a file that is kept apart from it: nothing is verified without that file.</summary>
    DetachedBody,
}
