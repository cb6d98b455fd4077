namespace Mesh.Protocol;

/// <summary>Patience of a <see cref="MeshChannelClient"/>.</summary>
public sealed class MeshChannelOptions
{
    /// <summary>Posts to hosts for one request at most, repeats included (Mesh protocol, section 9). Default 4.</summary>
    public int HostsTried { get; init; } = ProtocolLimits.HostsTried;

    /// <summary>After so long no further host is tried (Mesh protocol, section 9). Default 30 s.</summary>
    public TimeSpan TryTime { get; init; } = TimeSpan.FromSeconds(ProtocolLimits.RequestSeconds);

    /// <summary>
    /// Time for a host's whole answer to what takes it milliseconds and changes nothing, connecting included: POST 1, and questions with a
    /// short answer. A host that is silent is given up for the next one, and with it the request where there is none. Default 8 s. For
    /// everything else the transport says how long to wait.
    /// </summary>
    public TimeSpan ShortTime { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Pause before a host is asked again, doubled each time. Default half a second.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);
}
