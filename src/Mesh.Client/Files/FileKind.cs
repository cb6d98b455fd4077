namespace Mesh.Client;

/// <summary>What a file is, by its first octets.</summary>
public enum FileKind
{
    /// <summary>One sealed or signed file, or none of ours.</summary>
    Envelope,

    /// <summary>A sequence as we write it: an archive, a log, entries of any kind.</summary>
    Sequence,

    /// <summary>A sequence of other programs.</summary>
    PublishedSequence,
}
