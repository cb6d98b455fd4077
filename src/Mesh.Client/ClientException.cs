namespace Mesh.Client;

/// <summary>
/// The only exception that this library throws for what a person, a file, a service or the network can cause. The message is one
/// line, holds no secret, and says what to do next.
/// </summary>
public sealed class ClientException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ClientException(ClientError code, string message)
        : base(message) => Code = code;

    /// <summary>Creates the exception with its cause.</summary>
    public ClientException(ClientError code, string message, Exception cause)
        : base(message, cause) => Code = code;

    /// <summary>Why it was thrown.</summary>
    public ClientError Code { get; }
}
