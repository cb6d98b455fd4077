namespace Mesh.Dare;

/// <summary>What <see cref="SubsetVerifier"/> found: of the frames that are there, and nothing of those that are not.</summary>
public sealed record SubsetReport
{
    /// <summary>What frame 0 says; null when nothing can be trusted.</summary>
    public StoreHead? Head { get; init; }

    /// <summary>What is wrong first; null when nothing is. Offsets are those in the original.</summary>
    public SequenceFault? Fault { get; init; }

    /// <summary>What was shown about the root of the original; null with no good root.</summary>
    public SequenceStanding? Standing { get; init; }

    /// <summary>Origin, count and root of the original; null where something is wrong.</summary>
    public StoreCheckpoint? State { get; init; }

    /// <summary>Frames of the original.</summary>
    public long Frames { get; init; }

    /// <summary>Those that are there, under the root, and whose bodies have their digests.</summary>
    public long Present { get; init; }

    /// <summary>Those of them that are entries of the application.</summary>
    public long Entries { get; init; }

    /// <summary>Octets of the original.</summary>
    public long Length { get; init; }

    /// <summary>Octets of the original that are there.</summary>
    public long PresentLength { get; init; }

    /// <summary>Frames whose hidden metadata could not be compared with its commitment, for want of keys.</summary>
    public long Hidden { get; init; }

    /// <summary>Frames that are there and whose contents were erased, as later frames say.</summary>
    public long Erased { get; init; }

    /// <summary>Frames that are not there.</summary>
    public long Absent => Frames - Present;
}
