namespace Mesh.Dare;

/// <summary>What an extraction does in the end: links, and the permissions and times of folders. Held in memory within <see cref="MostCharacters"/>.</summary>
internal sealed class PendingEntries
{
    /// <summary>Characters of all paths and targets at most.</summary>
    public const int MostCharacters = 32 << 20;

    /// <summary>Permissions of a folder while it is filled: it can be, whatever it gets in the end, and nobody else looks in.</summary>
    public const int ModeUntilFinished = 0b111_000_000;

    /// <summary>Permissions, before the umask, of a file of which the archive says nothing.</summary>
    public const int DefaultFileMode = 0b110_110_110;

    private readonly Dictionary<ArchivePath, FileEntry> _folders = [];
    private readonly List<(ArchivePath Path, string Target)> _links = [];
    private int _characters;

    /// <summary>The links in the order of the archive.</summary>
    public IReadOnlyList<(ArchivePath Path, string Target)> Links => _links;

    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>.</exception>
    public void AddLink(ArchivePath path, string target)
    {
        Count(path.Text.Length + target.Length);
        _links.Add((path, target));
    }

    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>.</exception>
    public void AddFolder(ArchivePath path, FileEntry entry)
    {
        Count(path.Text.Length);
        _folders[path] = entry;
    }

    public bool HasFolder(ArchivePath path) => _folders.ContainsKey(path);

    /// <summary>Every folder after those in it.</summary>
    public IEnumerable<(ArchivePath Path, FileEntry Entry)> FoldersDeepestFirst()
    {
        ArchivePath[] paths = [.. _folders.Keys];
        Array.Sort(paths);
        for (int i = paths.Length - 1; i >= 0; i--)
        {
            yield return (paths[i], _folders[paths[i]]);
        }
    }

    private void Count(int characters)
    {
        if (characters > MostCharacters - _characters)
        {
            throw new DareException(DareError.LimitExceeded, "The archive has more links and folders than an extraction can keep.");
        }

        _characters += characters;
    }
}
