using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// The open folders on the way to the entry before, so that an archive in the order of its paths opens each folder once. At most
/// <see cref="ArchivePath.Deepest"/> of them.
/// </summary>
internal sealed class FolderTrail(FolderHandle root) : IDisposable
{
    private readonly List<(ArchivePath Path, FolderHandle Handle)> _open = [];

    /// <summary>The folder of that path.</summary>
    /// <param name="path">Null is the root.</param>
    /// <param name="missing">Called for each folder on the way that is not there: makes it, or throws.</param>
    /// <param name="opened">Called for each folder on the way that is opened.</param>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: a part of the way is a link, or a file.</exception>
    public FolderHandle Find(ArchivePath? path, Action<FolderHandle, ArchivePath> missing, Action<ArchivePath>? opened = null)
    {
        int shared = 0;
        IReadOnlyList<string> wanted = path?.Components ?? [];
        while (shared < _open.Count && shared < wanted.Count && _open[shared].Path.Name == wanted[shared])
        {
            shared++;
        }

        Close(shared);
        ArchivePath? reached = shared == 0 ? null : _open[shared - 1].Path;
        FolderHandle at = shared == 0 ? root : _open[shared - 1].Handle;
        for (int i = shared; i < wanted.Count; i++)
        {
            ArchivePath next = ArchivePath.Join(reached, wanted[i], out _)!;
            opened?.Invoke(next);
            at = Step(at, next, missing);
            reached = next;
            _open.Add((next, at));
        }

        return at;
    }

    public void Dispose() => Close(0);

    private static FolderHandle Step(FolderHandle at, ArchivePath next, Action<FolderHandle, ArchivePath> missing)
    {
        FolderOpening opening = at.OpenFolder(next.Name, out FolderHandle? folder);
        if (opening == FolderOpening.Missing)
        {
            missing(at, next);
            opening = at.OpenFolder(next.Name, out folder);
        }

        return opening == FolderOpening.Opened
            ? folder!
            : throw new DareException(DareError.EntryRefused, $"\"{ArchivePath.Show(next.Text)}\" is refused: a link or a file stands there in place of a folder.");
    }

    private void Close(int from)
    {
        for (int i = _open.Count - 1; i >= from; i--)
        {
            _open[i].Handle.Dispose();
            _open.RemoveAt(i);
        }
    }
}
