namespace Mesh.Dare;

/// <summary>A transaction that waits for the writer.</summary>
internal sealed class CommitWork(LogTransaction transaction, CancellationToken cancellation) : LogWork
{
    private readonly TaskCompletionSource<CommitResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LogTransaction Transaction { get; } = transaction;

    public Task<CommitResult> Done => _done.Task;

    /// <summary>Given up while it waited. Once taken up, the outcome is awaited.</summary>
    public bool IsGivenUp => cancellation.IsCancellationRequested && _done.TrySetCanceled(cancellation);

    public void Finish(CommitResult result) => _done.TrySetResult(result);

    public override void Fail(Exception failure) => _done.TrySetException(failure);
}
