namespace Mesh.Dare;

/// <summary>What changes when a log is rewritten.</summary>
internal sealed record LogRewriting
{
    /// <summary>Frames that become zeros.</summary>
    public IReadOnlyList<Erasure> Erasures { get; init; } = [];

    /// <summary>Whether private records that say nothing any more are left out.</summary>
    public bool DropsDeadRecords { get; init; }

    /// <summary>The transaction that commits with it, staged on what was rewritten; null: none.</summary>
    public Func<LogIndex, StagedTransaction>? Append { get; init; }
}
