namespace Mesh.Encoding;

/// <summary>The one exception of this library: octets or text that are not what they were read as.</summary>
public sealed class EncodingException : Exception
{
    /// <summary>An error with its code and a message of one line.</summary>
    public EncodingException(EncodingError code, string message)
        : base(message) => Code = code;

    /// <summary>An error found by a lower layer.</summary>
    public EncodingException(EncodingError code, string message, Exception inner)
        : base(message, inner) => Code = code;

    /// <summary>What kind of failure.</summary>
    public EncodingError Code { get; }
}
