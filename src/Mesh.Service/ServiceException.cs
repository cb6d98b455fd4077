namespace Mesh.Service;

/// <summary>What an operator can cause and mend. The message is one line and says what to do.</summary>
public sealed class ServiceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ServiceException(ServiceError code, string message)
        : base(message) => Code = code;

    /// <summary>Creates the exception with its cause.</summary>
    public ServiceException(ServiceError code, string message, Exception cause)
        : base(message, cause) => Code = code;

    /// <summary>Why it was thrown.</summary>
    public ServiceError Code { get; }
}
