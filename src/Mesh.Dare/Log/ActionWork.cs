namespace Mesh.Dare;

/// <summary>Something else than a commit that the writer does between commits.</summary>
internal sealed class ActionWork(Action action) : LogWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public void Run()
    {
        action();
        _done.TrySetResult();
    }

    public override void Fail(Exception failure) => _done.TrySetException(failure);
}
