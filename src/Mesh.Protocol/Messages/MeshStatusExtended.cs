namespace Mesh.Protocol;

/// <summary>StatusExtended of a response (Mesh protocol, section 2).</summary>
public enum MeshStatusExtended
{
    /// <summary>The address is bound to another profile.</summary>
    AccountRegistered = 1,

    /// <summary>The caller may not do that; also said where there is no such account.</summary>
    NotAuthorized = 2,

    /// <summary>Only an administrator may do that.</summary>
    NotAdministrator = 3,

    /// <summary>The device was removed from the account: it erases the account's keys.</summary>
    DeviceRevoked = 4,

    /// <summary>Refused by policy.</summary>
    Refused = 5,

    /// <summary>Not there, or not yet decided.</summary>
    NotFound = 6,

    /// <summary>Elsewhere now.</summary>
    Moved = 7,

    /// <summary>Larger than a limit.</summary>
    TooLarge = 8,

    /// <summary>Expired.</summary>
    Timeout = 9,

    /// <summary>A store is not as the request expects it.</summary>
    Conflict = 10,
}
