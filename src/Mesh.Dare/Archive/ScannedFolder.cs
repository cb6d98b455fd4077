using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>A folder that is being scanned.</summary>
/// <param name="handle">The open folder.</param>
/// <param name="names">The way to it from the root, as the system has the names.</param>
/// <param name="steps">What is to do in it.</param>
internal sealed class ScannedFolder(FolderHandle handle, string[] names, List<ScanStep> steps)
{
    private int _next;

    public FolderHandle Handle => handle;

    public string[] Names => names;

    public bool TryNext(out ScanStep step)
    {
        step = _next < steps.Count ? steps[_next] : default;
        return _next++ < steps.Count;
    }
}
