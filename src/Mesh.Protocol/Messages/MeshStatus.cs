namespace Mesh.Protocol;

/// <summary>Status of a response (Mesh protocol, section 2). It stands inside the encrypted response; the HTTP status is a hint.</summary>
public enum MeshStatus
{
    /// <summary>Done.</summary>
    Done = 201,

    /// <summary>Accepted and not yet complete: on hold or queued; see Reason and URL.</summary>
    Accepted = 202,

    /// <summary>Moved for good; the new location in StatusDescription is not authenticated: discover and verify anew.</summary>
    MovedPermanently = 303,

    /// <summary>Moved for now; as <see cref="MovedPermanently"/>.</summary>
    MovedTemporarily = 307,

    /// <summary>Malformed request.</summary>
    Malformed = 400,

    /// <summary>Not authenticated or not authorised; see <see cref="MeshStatusExtended"/>.</summary>
    Refused = 401,

    /// <summary>No such account, object or response.</summary>
    NotFound = 404,

    /// <summary>Exists already, or a precondition failed: synchronise.</summary>
    Conflict = 409,

    /// <summary>Larger than a limit.</summary>
    TooLarge = 413,

    /// <summary>Over a quota.</summary>
    TooMany = 429,

    /// <summary>The service failed.</summary>
    Internal = 500,

    /// <summary>Whether it was done is unknown: repeat with the same ID (account log, "Writing").</summary>
    Unavailable = 503,
}
