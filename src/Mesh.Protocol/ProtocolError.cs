namespace Mesh.Protocol;

/// <summary>Why an operation of the protocol failed. The list is closed; <see cref="ProtocolException"/> carries one of these.</summary>
public enum ProtocolError
{
    /// <summary>Octets without the form that they must have: HTTP 400, empty body (Mesh channel, sections 2 and 6).</summary>
    Unparsable,

    /// <summary>Well formed but not accepted: HTTP 401, empty body (Mesh channel, sections 2 and 6).</summary>
    Refused,

    /// <summary>Larger than a limit of Mesh protocol, section 10: HTTP 413.</summary>
    TooLarge,

    /// <summary>A quota, a queue or an epoch is full: HTTP 429.</summary>
    TooMany,

    /// <summary>Authenticated octets whose payload is not what it must be: an encrypted answer with Status 400.</summary>
    InvalidMessage,

    /// <summary>The other end did not prove to be the service that was asked for. Nothing confidential was sent.</summary>
    HostNotAccepted,

    /// <summary>What came back is not an answer of the service to this request.</summary>
    ResponseNotAuthentic,

    /// <summary>A domain has no usable service: wrong or absent names, addresses or answers of the name system.</summary>
    NotDiscovered,

    /// <summary>No host of the service could be reached; the request had no effect.</summary>
    Unreachable,

    /// <summary>The request may or may not have been executed; repeat it with the same ID.</summary>
    OutcomeUnknown,

    /// <summary>A setting of this machine cannot be used, for instance a wrong <c>MESH_RESOLVE</c>.</summary>
    Configuration,
}
