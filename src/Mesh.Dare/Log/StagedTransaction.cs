namespace Mesh.Dare;

/// <summary>A transaction that was checked against the log as it will then stand, and the records of its outer frame.</summary>
/// <param name="Result">What the caller will be told; only a committed one has records.</param>
/// <param name="Records">The records, in order.</param>
/// <param name="Facts">The facts of each record.</param>
internal sealed record StagedTransaction(CommitResult Result, IReadOnlyList<LogRecord> Records, IReadOnlyList<StoreFacts> Facts)
{
    /// <summary>No records: a mark.</summary>
    public static StagedTransaction Empty { get; } = Refused(new CommitResult { Outcome = CommitOutcome.Committed });

    public static StagedTransaction Refused(CommitResult result) => new(result, [], []);
}
