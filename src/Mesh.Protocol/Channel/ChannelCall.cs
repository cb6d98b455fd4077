namespace Mesh.Protocol;

/// <summary>
/// A request whose sender authenticated. From here on the answer is HTTP 200 with an encrypted response that carries the Mesh Status
/// (Mesh channel, section 2).
/// </summary>
public abstract class ChannelCall : IDisposable
{
    private protected ChannelCall(ReadOnlyMemory<byte> request, ChannelFault fault)
    {
        Request = request;
        Fault = fault;
    }

    /// <summary>JSON of the request; empty where a handshake brought none.</summary>
    public ReadOnlyMemory<byte> Request { get; }

    /// <summary>What is wrong with the call already; it is then answered with that Status and without acting.</summary>
    public ChannelFault Fault { get; }

    /// <summary>hb of the handshake, 64 octets.</summary>
    public abstract ReadOnlyMemory<byte> Binding { get; }

    /// <summary>Erases the secret.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Erases the secret.</summary>
    protected abstract void Dispose(bool disposing);
}
