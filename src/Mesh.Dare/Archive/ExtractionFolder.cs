// The target of an extraction (DARE, decision D-21). What comes out of an archive is hostile until shown otherwise, and other programs may work in the
// folder meanwhile. So: every component is opened relative to the one before and no link is followed; a file takes its name in one step when it is whole;
// links come last, so that nothing is written through them; limits count what is written, not what is announced.

using Mesh.Keys;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Dare;

/// <summary>
/// A folder that entries of an archive are extracted into, one after the other. Only <see cref="ArchivePath"/> reaches it, so nobody needs to have checked
/// a path before. What it refuses is a <see cref="DareException"/> and leaves the rest of the extraction possible; a failure of the system is an
/// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>. Not for use by several threads at once.
/// </summary>
public sealed class ExtractionFolder : IDisposable
{
    private readonly FolderHandle _root;
    private readonly FolderTrail _trail;
    private readonly ExtractionOptions _options;
    private readonly ExtractionBudget _budget;
    private readonly ExtractedNames _names;
    private readonly PendingEntries _pending = new();
    private readonly HashSet<(ulong Device, ulong Number)> _replacing = [];
    private readonly ProblemList _problems = new();
    private readonly int _withheld; // permission bits that the umask, or the folder's own rules, keep back
    private ExtractedFile? _current;
    private bool _finished;

    private ExtractionFolder(FolderHandle root, ExtractionOptions options)
    {
        _root = root;
        _trail = new FolderTrail(root);
        _options = options;
        _budget = new ExtractionBudget(options);
        _names = new ExtractedNames(options.AllowSimilarNames);
        _withheld = Withheld(root);
    }

    /// <summary>Octets written to files so far.</summary>
    public long Written => _budget.Written;

    /// <summary>Opens the target, which may hold files already; makes it where it does not exist. A link to a folder is followed here, and nowhere below.</summary>
    public static ExtractionFolder Open(string path, ExtractionOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Directory.CreateDirectory(path);
        FolderHandle root = FolderHandle.Open(path);
        try
        {
            return new ExtractionFolder(root, options ?? new ExtractionOptions());
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    /// <summary>Begins a file. The one before must be kept or disposed of.</summary>
    /// <param name="path">Where it goes; folders on the way are made.</param>
    /// <param name="entry">Permissions, times and the size that its content must have; null says nothing.</param>
    /// <exception cref="DareException">
    /// <see cref="DareError.EntryRefused"/>: another entry has the name or one like it, a part of the way is a link or a file, or this is no file.
    /// <see cref="DareError.LimitExceeded"/>.
    /// </exception>
    public ExtractedFile CreateFile(ArchivePath path, FileEntry? entry = null)
    {
        FileEntry facts = Begin(path, entry ?? new FileEntry(), FileEntryType.File);
        if (facts.Size > _options.MaximumFileSize)
        {
            throw new DareException(
                DareError.LimitExceeded, $"\"{ArchivePath.Show(path.Text)}\" has more than the {_options.MaximumFileSize} octets allowed for one file.");
        }

        return _current = Named(path, () => new ExtractedFile(this, Way(path.Parent), path, facts, _budget));
    }

    /// <summary>Makes a folder. It gets its permissions and times from <see cref="Finish"/>; one that is there already keeps its own, unless
    /// <see cref="ExtractionOptions.Overwrite"/> is set.</summary>
    /// <exception cref="DareException">As for a file; <see cref="DareError.AlreadyExists"/>: something else has the name.</exception>
    public void CreateFolder(ArchivePath path, FileEntry? entry = null)
    {
        FileEntry facts = Begin(path, entry ?? new FileEntry { Type = FileEntryType.Folder }, FileEntryType.Folder);
        _names.Take(path, isFolder: true);
        FolderHandle parent = Way(path.Parent);
        if (parent.TryCreateFolder(path.Name, PendingEntries.ModeUntilFinished))
        {
            _pending.AddFolder(path, facts);
            return;
        }

        FolderOpening opening = parent.OpenFolder(path.Name, out FolderHandle? folder);
        using (folder)
        {
            if (opening != FolderOpening.Opened)
            {
                throw Taken(path);
            }
        }

        if (_options.Overwrite || _pending.HasFolder(path))
        {
            _pending.AddFolder(path, facts);
        }
    }

    /// <summary>Notes a symbolic link, which <see cref="Finish"/> makes.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: its target may be outside, or links are not wanted; otherwise as for a
    /// file.</exception>
    public void CreateLink(ArchivePath path, FileEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        FileEntry facts = Begin(path, entry, FileEntryType.Link);
        if (!_options.AllowLinks)
        {
            throw Refused(path, "links are not wanted");
        }

        if (facts.Target is not { } target || !LinkTarget.StaysInside(path, target))
        {
            throw Refused(path, $"it is a link to \"{ArchivePath.Show(facts.Target ?? "")}\", which may be outside");
        }

        _pending.AddLink(path, Named(path, () =>
        {
            Way(path.Parent);
            return target;
        }));
    }

    /// <summary>Makes the links, then gives the folders their permissions and times, the deepest first. Nothing can be extracted afterwards.</summary>
    /// <returns>Links that could not be made, and entries whose permissions or times could not be set.</returns>
    public IReadOnlyList<ArchiveProblem> Finish()
    {
        RequireIdle();
        _finished = true;
        foreach ((ArchivePath path, string target) in _pending.Links)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            Try(path, "the link", () => MakeLink(Way(path.Parent), path, target));
        }

        foreach ((ArchivePath path, FileEntry entry) in _pending.FoldersDeepestFirst())
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            Try(path, "the folder", () => Complete(_trail.Find(path, Gone), entry));
        }

        if (_options.Flush)
        {
            _root.Flush();
        }

        return _problems.ToList();
    }

    /// <summary>Closes the target. A file that was not kept is removed; without <see cref="Finish"/> there are no links, and folders that were made are open
    /// to their owner alone.</summary>
    public void Dispose()
    {
        try
        {
            _current?.Dispose();
        }
        finally
        {
            _finished = true;
            _trail.Dispose();
            _root.Dispose();
        }
    }

    /// <summary>Sets permissions and times of a file; what the file system cannot hold is a problem that is told in the end.</summary>
    internal void Restore(SafeFileHandle file, ArchivePath path, FileEntry entry) => Try(path, "the file", () =>
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)Permitted(entry.Mode ?? PendingEntries.DefaultFileMode));
        }

        SystemFiles.SetTimes(file, entry.LastWriteTime, entry.LastAccessTime);
    });

    /// <summary>Gives a complete file its name.</summary>
    internal void Place(FolderHandle folder, SafeFileHandle file, ArchivePath path, string temporary)
    {
        if (_options.Flush)
        {
            SystemFiles.Flush(file, path.Text);
        }

        if (_options.Overwrite)
        {
            CheckReplaced(folder, path);
        }

        if (!folder.TryRename(temporary, path.Name, _options.Overwrite))
        {
            throw Taken(path);
        }

        if (_options.Overwrite && _options.AllowSimilarNames)
        {
            _replacing.Add(folder.Facts(file).Identity);
        }
    }

    /// <summary>A file is kept or gone.</summary>
    internal void Ended(ExtractedFile file, bool kept)
    {
        if (!kept)
        {
            _names.Release(file.Path);
        }

        _current = null;
    }

    private static int Withheld(FolderHandle root)
    {
        if (OperatingSystem.IsWindows())
        {
            return 0;
        }

        // Asking for the umask would change it for the whole process; a folder shows what is kept back, by rules of this folder as well.
        string probe = TemporaryName.New();
        root.TryCreateFolder(probe, FileEntry.PermissionBits);
        try
        {
            return ~root.Facts(probe)!.Value.Mode & FileEntry.PermissionBits;
        }
        finally
        {
            root.RemoveFolder(probe);
        }
    }

    private FileEntry Begin(ArchivePath path, FileEntry entry, FileEntryType type)
    {
        ArgumentNullException.ThrowIfNull(path);
        RequireIdle();
        if (entry.Type != type)
        {
            throw Refused(path, "its metadata are those of another kind of entry");
        }

        if (OperatingSystem.IsWindows() && path.Components.Select(WindowsNames.Problem).FirstOrDefault(p => p is not null) is { } problem)
        {
            throw Refused(path, problem);
        }

        _budget.AddEntry();
        return entry;
    }

    private void RequireIdle()
    {
        if (_finished || _current is not null)
        {
            throw new DareException(DareError.InvalidRequest, "The extraction is finished, or another file of it is open.");
        }
    }

    // The name is taken first: a refused entry makes no folders.
    private T Named<T>(ArchivePath path, Func<T> make)
    {
        _names.Take(path, isFolder: false);
        try
        {
            return make();
        }
        catch
        {
            _names.Release(path);
            throw;
        }
    }

    private FolderHandle Way(ArchivePath? path) => _trail.Find(path, MakeFolder, _names.TakeFolder);

    private void MakeFolder(FolderHandle parent, ArchivePath path)
    {
        _budget.AddEntry();
        if (parent.TryCreateFolder(path.Name, PendingEntries.ModeUntilFinished))
        {
            _pending.AddFolder(path, new FileEntry { Type = FileEntryType.Folder });
        }
    }

    private static void Gone(FolderHandle parent, ArchivePath path) => throw Refused(path, "it was removed meanwhile");

    private void MakeLink(FolderHandle folder, ArchivePath path, string target)
    {
        if (!_options.Overwrite)
        {
            if (!folder.TryCreateLink(path.Name, target))
            {
                throw Taken(path);
            }

            return;
        }

        CheckReplaced(folder, path);
        string temporary = TemporaryName.New();
        if (!folder.TryCreateLink(temporary, target))
        {
            throw Taken(path);
        }

        try
        {
            folder.TryRename(temporary, path.Name, replace: true);
        }
        catch
        {
            folder.Remove(temporary);
            throw;
        }
    }

    private void Complete(FolderHandle folder, FileEntry entry)
    {
        if (_options.Flush)
        {
            folder.Flush();
        }

        folder.SetTimes(entry.LastWriteTime, entry.LastAccessTime);
        folder.SetMode(Permitted(entry.Mode ?? FileEntry.PermissionBits));
    }

    // Only a file is replaced, and none that this extraction put there under a name like it. What happens after this check cannot do harm: renaming
    // replaces a link, and never what it points to.
    private void CheckReplaced(FolderHandle folder, ArchivePath path)
    {
        if (folder.Facts(path.Name) is { } there && (there.Kind != FileKind.File || _replacing.Contains(there.Identity)))
        {
            throw Taken(path);
        }
    }

    private int Permitted(int mode) => mode & FileEntry.PermissionBits & ~(_options.ExactPermissions ? 0 : _withheld);

    private void Try(ArchivePath path, string what, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is DareException or IOException or UnauthorizedAccessException)
        {
            _problems.Add(path.Text, $"{what} could not be completed: {(e is DareException ? e.Message : FileProblem.Of(e))}");
        }
    }

    private static DareException Refused(ArchivePath path, string reason) =>
        new(DareError.EntryRefused, $"\"{ArchivePath.Show(path.Text)}\" is refused: {reason}.");

    private static DareException Taken(ArchivePath path) =>
        new(DareError.AlreadyExists, $"\"{ArchivePath.Show(path.Text)}\" is there already.");
}
