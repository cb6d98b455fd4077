namespace Mesh.Dare;

/// <summary>
/// What becomes durable together or not at all (Mesh account log, Layout): frames of any number of stores, private records, the record of
/// the request.
/// </summary>
public sealed record LogTransaction
{
    /// <summary>Frames for stores that peers may see; each label at most once.</summary>
    public IReadOnlyList<StoreUpdate> Updates { get; init; } = [];

    /// <summary>What else must hold at that moment; where one does not, the outcome is <see cref="CommitOutcome.Outdated"/>.</summary>
    public IReadOnlyList<StoreCondition> Conditions { get; init; } = [];

    /// <summary>Private records of the holder.</summary>
    public IReadOnlyList<PrivateRecord> Records { get; init; } = [];

    /// <summary>The request that asks for this; null where there is none.</summary>
    public RequestRecord? Request { get; init; }

    /// <summary>True blocks the account: from then on every transaction is refused but one that has false here, which ends that.</summary>
    public bool? Blocks { get; init; }

    /// <summary>
    /// Frames to erase, each named by an Erase entry among the updates. The log is then rewritten, which takes time in proportion to
    /// its length.
    /// </summary>
    public IReadOnlyList<Erasure> Erasures { get; init; } = [];
}
