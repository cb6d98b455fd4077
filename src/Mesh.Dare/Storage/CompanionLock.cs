namespace Mesh.Dare;

/// <summary>A lock for which a file of its own stands.</summary>
internal sealed class CompanionLock(IDurableFiles files, string path) : IFileLock
{
    private IDisposable? _held;

    public bool TryTake() => (_held = files.TryLock(path)) is not null;

    public void Release()
    {
        _held?.Dispose();
        _held = null;
    }

    public void Dispose() => Release();
}
