namespace Mesh.Protocol;

/// <summary>Patience of a <see cref="MeshChannelClient"/>.</summary>
public sealed class MeshChannelOptions
{
    /// <summary>Posts to hosts for one request at most, repeats included (Mesh protocol, section 9). Default 4.</summary>
    public int HostsTried { get; init; } = ProtocolLimits.HostsTried;

    /// <summary>After so long no further host is tried (Mesh protocol, section 9). Default 30 s.</summary>
    public TimeSpan TryTime { get; init; } = TimeSpan.FromSeconds(ProtocolLimits.RequestSeconds);

    /// <summary>
    /// Time for a host's answer to POST 1, connecting included. A service takes milliseconds for it and is not asked to do anything yet, so
    /// a host that is silent there is given up for the next one, and with it the request where there is none. Default 8 s.
    /// </summary>
    public TimeSpan FirstReplyTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Pause before a host is asked again, doubled each time. Default half a second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);
}
