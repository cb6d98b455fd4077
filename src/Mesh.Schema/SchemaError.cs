namespace Mesh.Schema;

/// <summary>Why a Mesh object was refused. The list is closed; callers decide by code, people read the message.</summary>
public enum SchemaError
{
    /// <summary>Not a Mesh object: not JSON, a member repeated, missing or out of range, or nested too deeply.</summary>
    Malformed,

    /// <summary>The tag names no class that this version knows.</summary>
    UnknownType,

    /// <summary>A known class, but not the one that belongs here.</summary>
    UnexpectedType,

    /// <summary>Envelope header and decoded object name different things (Mesh schema 1.1).</summary>
    HeaderMismatch,

    /// <summary>The envelope does not open with the keys at hand.</summary>
    NotOpened,

    /// <summary>An assertion that has to be readable by everybody is encrypted.</summary>
    Encrypted,

    /// <summary>No valid signature by the key that has to sign.</summary>
    SignatureInvalid,

    /// <summary>A key is missing, has the wrong algorithm or another fingerprint than stated, or a private key stands in public.</summary>
    KeyInvalid,

    /// <summary>The object belongs to another account, service, host or device than the one asked for.</summary>
    WrongSubject,

    /// <summary>Not later than the version that is already held.</summary>
    Superseded,

    /// <summary>Before or after the time for which the object is valid.</summary>
    OutOfDate,

    /// <summary>The activation does not reproduce the public keys of the connection (Mesh schema 3.3).</summary>
    OverlayMismatch,

    /// <summary>A connection witness, or the proof that the answering account knows the PIN, is wrong.</summary>
    WitnessMismatch,

    /// <summary>A value that is well formed breaks a rule of its class.</summary>
    RuleBroken,
}
