namespace Mesh.Service;

/// <summary>Why <see cref="ServiceException"/> was thrown. The list is closed.</summary>
public enum ServiceError
{
    /// <summary>The folder holds a service already.</summary>
    Exists,

    /// <summary>The folder holds no service, or one that is not whole.</summary>
    NotFound,

    /// <summary>A file of the service is not what it has to be.</summary>
    Damaged,

    /// <summary>A domain, address or option that cannot be right.</summary>
    InvalidInput,

    /// <summary>Another process uses the folder.</summary>
    Busy,

    /// <summary>There is no such account, or it cannot be changed like that.</summary>
    NoAccount,

    /// <summary>The service that runs on the folder cannot be asked.</summary>
    Administration,

    /// <summary>Plain HTTP where it is not allowed, or an address that cannot be listened on.</summary>
    Listen,
}
