namespace Mesh.Dare;

/// <summary>What <see cref="SequenceVerifier"/> found (docs/format/sequence.md, section 10).</summary>
public sealed record SequenceReport
{
    /// <summary>What frame 0 says; null when there is no good frame 0.</summary>
    public StoreHead? Head { get; init; }

    /// <summary>What is wrong first; null when nothing is. What precedes it is as the counts say.</summary>
    public SequenceFault? Fault { get; init; }

    /// <summary>
    /// <see cref="VerificationLevel.None"/> with a fault; <see cref="VerificationLevel.Apex"/>: one root covers everything;
    /// <see cref="VerificationLevel.Signed"/>: every entry is signed by the signers asked for; <see cref="VerificationLevel.Checkpointed"/>: the last
    /// signed root is signed by the signers asked for.
    /// </summary>
    public VerificationLevel Level { get; init; }

    /// <summary>True when the last frame is an index frame and nothing follows it: its writer ended as it should. Otherwise it is open or truncated.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Octets of the file.</summary>
    public long Length { get; init; }

    /// <summary>Where the last good frame ends.</summary>
    public long End { get; init; }

    /// <summary>Good frames, from the first on.</summary>
    public long Frames { get; init; }

    /// <summary>Those of them that are entries of the application.</summary>
    public long Entries { get; init; }

    /// <summary>Index frames.</summary>
    public long IndexFrames { get; init; }

    /// <summary>Checkpoints.</summary>
    public long Checkpoints { get; init; }

    /// <summary>Exchange frames.</summary>
    public long Exchanges { get; init; }

    /// <summary>Origin, count and root; null where something is wrong.</summary>
    public StoreCheckpoint? State { get; init; }

    /// <summary>Frames after the last signed root, where the policy demands that roots are signed.</summary>
    public long Unsigned { get; init; }

    /// <summary>The signatures over the last signed root; each with its key and time.</summary>
    public IReadOnlyList<VerifiedSignature> Signatures { get; init; } = [];

    /// <summary>Frames whose content was erased, as later frames say.</summary>
    public long Erased { get; init; }

    /// <summary>Erasures that the sequence speaks of and that were not carried out, or not wholly: <see cref="SequenceCheck.Repair"/> does it.</summary>
    public long PendingErasures { get; init; }

    /// <summary>Frames whose hidden metadata could not be compared with its commitment, for want of keys.</summary>
    public long Hidden { get; init; }

    /// <summary>Index frames whose tables could not be compared with the frames, for want of keys.</summary>
    public long SealedIndexes { get; init; }

    /// <summary>Frames whose Salt was not compared with others under the same base seed: those beyond some four million.</summary>
    public long UncomparedSalts { get; init; }
}
