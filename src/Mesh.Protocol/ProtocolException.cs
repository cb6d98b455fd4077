namespace Mesh.Protocol;

/// <summary>The one exception of this library. The message is one line: what failed, on which object, what to do.</summary>
public sealed class ProtocolException : Exception
{
    public ProtocolException(ProtocolError code, string message)
        : base(message)
    {
        Code = code;
    }

    public ProtocolException(ProtocolError code, string message, Exception inner)
        : base(message, inner)
    {
        Code = code;
    }

    /// <summary>What kind of failure it is.</summary>
    public ProtocolError Code { get; }

    /// <summary>
    /// The HTTP status with which a responder answers this failure, always with an empty body: unauthenticated, so that it means no
    /// more than "restart", "later" or "next host" (Mesh protocol, section 8).
    /// </summary>
    public int HttpStatus => Code switch
    {
        ProtocolError.Unparsable => 400,
        ProtocolError.Refused => 401,
        ProtocolError.TooLarge => 413,
        ProtocolError.TooMany => 429,
        _ => 503,
    };

    internal static ProtocolException Unparsable(string what) => new(ProtocolError.Unparsable, what);

    internal static ProtocolException Refused(string what) => new(ProtocolError.Refused, what);

    internal static ProtocolException Invalid(string what) => new(ProtocolError.InvalidMessage, what);
}
