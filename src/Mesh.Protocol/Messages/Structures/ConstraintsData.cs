namespace Mesh.Protocol;

/// <summary>How much, and which parts of a frame (Mesh protocol, section 3).</summary>
public sealed record ConstraintsData
{
    /// <summary>Most entries.</summary>
    public long? MaxEntries { get; init; }

    /// <summary>Octets to leave out at the beginning.</summary>
    public long? BytesOffset { get; init; }

    /// <summary>Most octets.</summary>
    public long? BytesMax { get; init; }

    /// <summary>With headers.</summary>
    public bool? Header { get; init; }

    /// <summary>With bodies.</summary>
    public bool? Payload { get; init; }

    /// <summary>With trailers.</summary>
    public bool? Trailer { get; init; }

    internal string? Wrong() => MaxEntries < 0 || BytesOffset < 0 || BytesMax < 0 ? "a limit is negative" : null;
}
