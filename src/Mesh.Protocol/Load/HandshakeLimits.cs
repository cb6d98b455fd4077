namespace Mesh.Protocol;

/// <summary>How much handshake work a host does for strangers (Mesh channel, section 5).</summary>
public sealed class HandshakeLimits
{
    /// <summary>Handshakes that one address prefix may begin at once after a quiet time. 1 to 10,000.</summary>
    public int Burst { get; init; } = 30;

    /// <summary>Handshakes per second that one address prefix may begin in the long run. 0.01 to 10,000.</summary>
    public double PerSecond { get; init; } = 2;

    /// <summary>
    /// Loopback is not limited per prefix: for trials on one machine. Behind a proxy on the same machine every client comes from
    /// loopback, so the proxy must limit them where this is set.
    /// </summary>
    public bool ExemptLoopback { get; init; }

    /// <summary>Handshake steps computed at the same time: half of the cores, at least one.</summary>
    public int Workers { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Handshake steps that may wait for a worker; a further one is answered with 429.</summary>
    public int Queue { get; init; } = 256;

    internal void Check()
    {
        if (Burst is < 1 or > TokenTable.LargestBurst || PerSecond is not (>= 0.01 and <= 10_000) || Workers < 1 || Queue < 0)
        {
            throw new ProtocolException(ProtocolError.Configuration, "the limits for handshakes are out of their ranges");
        }
    }
}
