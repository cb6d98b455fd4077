// Finds what goes into an archive (DARE, decision D-21). Links are not followed, names keep the rule of ArchivePath, and nothing is left out in silence.

using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// Walks a folder, or one file, in the ordinal order of the paths. The folder itself is no entry. Memory goes with the largest folder, not with the tree.
/// Files with several names are taken once for each.
/// </summary>
public sealed class FolderScanner : IDisposable
{
    private readonly FolderHandle _root;
    private readonly string? _only;
    private readonly ScanOptions _options;
    private readonly ProblemList _problems = new();
    private readonly ProblemList _warnings = new();

    private FolderScanner(FolderHandle root, string? only, ScanOptions options)
    {
        _root = root;
        _only = only;
        _options = options;
    }

    /// <summary>What was left out so far, and why.</summary>
    public IReadOnlyList<ArchiveProblem> Problems => _problems.ToList();

    /// <summary>What was found so far that some systems cannot unpack beside another entry: names that they take for the same.</summary>
    public IReadOnlyList<ArchiveProblem> Warnings => _warnings.ToList();

    /// <summary>Opens a folder, or the folder of one file. A link to a folder is followed here, and none below.</summary>
    /// <exception cref="IOException">There is neither, or it cannot be read.</exception>
    public static FolderScanner Open(string path, ScanOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        bool isFolder = Directory.Exists(full);
        if (!isFolder && !File.Exists(full) && new FileInfo(full).LinkTarget is null)
        {
            throw new FileNotFoundException($"There is no file or folder {path}.", path);
        }

        return new FolderScanner(
            FolderHandle.Open(isFolder ? full : Path.GetDirectoryName(full) ?? full),
            isFolder ? null : Path.GetFileName(full),
            options ?? new ScanOptions());
    }

    /// <summary>
    /// The entries, found while they are asked for. A content may be opened from any thread until the scanner is disposed of; it ends in a
    /// <see cref="DareException"/> (<see cref="DareError.InvalidRequest"/>) when the file is not, or is no longer, what was found.
    /// </summary>
    public IEnumerable<ArchiveSource> Scan()
    {
        var open = new Stack<ScannedFolder>();
        try
        {
            open.Push(new ScannedFolder(_root, [], Steps(_root, _only is null ? _root.Names() : [_only], _options.Under)));
            while (open.TryPeek(out ScannedFolder? folder))
            {
                _options.Cancellation.ThrowIfCancellationRequested();
                if (!folder.TryNext(out ScanStep step))
                {
                    Close(open.Pop());
                }
                else if (step.Descends)
                {
                    Descend(open, folder, step);
                }
                else if (Entry(folder, step) is { } entry)
                {
                    yield return entry;
                }
            }
        }
        finally
        {
            while (open.TryPop(out ScannedFolder? folder))
            {
                Close(folder);
            }
        }
    }

    /// <summary>Closes the folder; contents can no longer be opened.</summary>
    public void Dispose() => _root.Dispose();

    private void Close(ScannedFolder folder)
    {
        if (folder.Handle != _root)
        {
            folder.Handle.Dispose();
        }
    }

    private void Descend(Stack<ScannedFolder> open, ScannedFolder folder, ScanStep step) => Try(step.Path, () =>
    {
        if (folder.Handle.OpenFolder(step.Name, out FolderHandle? handle) != FolderOpening.Opened)
        {
            _problems.Add(step.Path.Text, "the folder was removed or replaced meanwhile");
            return;
        }

        try
        {
            open.Push(new ScannedFolder(handle!, [.. folder.Names, step.Name], Steps(handle!, handle!.Names(), step.Path)));
        }
        catch
        {
            handle!.Dispose();
            throw;
        }
    });

    // Names become paths here, and those that cannot are told. A folder has two places in the order: its own, and that of what is in it.
    private List<ScanStep> Steps(FolderHandle folder, IEnumerable<string> names, ArchivePath? path)
    {
        List<ScanStep> steps = [];
        HashSet<string> taken = new(StringComparer.Ordinal);
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            if (ArchivePath.Join(path, NormalForm.Compose(name), out ArchivePathFault fault) is not { } own)
            {
                _problems.Add(path is null ? name : $"{path.Text}/{name}", ArchivePath.Reason(fault));
            }
            else if (_options.Omit?.Invoke(own) != true)
            {
                Add(folder, name, own);
            }
        }

        steps.Sort(static (a, b) => string.CompareOrdinal(a.Order, b.Order));
        return steps;

        void Add(FolderHandle at, string name, ArchivePath own) => Try(own, () =>
        {
            if (at.Facts(name) is not { } facts)
            {
                _problems.Add(own.Text, "it was removed meanwhile");
            }
            else if (facts.Kind == FileKind.Special)
            {
                _problems.Add(own.Text, "it is a device, a pipe or a socket");
            }
            else if (!taken.Add(own.Text))
            {
                _problems.Add(own.Text, "another name in its folder is the same in Unicode normalisation form C");
            }
            else
            {
                if (!keys.Add(ArchivePath.Key(own.Name)))
                {
                    _warnings.Add(own.Text, "some systems take its name for another one in its folder");
                }

                steps.Add(new ScanStep(name, own, facts, Descends: false));
                if (facts.Kind == FileKind.Folder)
                {
                    steps.Add(new ScanStep(name, own, facts, Descends: true));
                }
            }
        });
    }

    private ArchiveSource? Entry(ScannedFolder folder, ScanStep step)
    {
        FileFacts facts = step.Facts;
        var entry = new FileEntry
        {
            LastWriteTime = ArchiveTime.WholeSeconds(facts.LastWrite),
            Mode = OperatingSystem.IsWindows() || facts.Kind == FileKind.Link ? null : facts.Mode & FileEntry.PermissionBits,
        };
        switch (facts.Kind)
        {
            case FileKind.Folder:
                return new ArchiveSource(step.Path, entry with { Type = FileEntryType.Folder });
            case FileKind.Link:
                return Link(folder, step) is { } target
                    ? new ArchiveSource(step.Path, entry with { Type = FileEntryType.Link, Target = target })
                    : null;
            default:
                string[] names = folder.Names;
                return new ArchiveSource(step.Path, entry with { Size = facts.Size }) { Content = () => ScannedContent.Open(_root, names, step) };
        }
    }

    // The target in the form that the names of the archive have.
    private string? Link(ScannedFolder folder, ScanStep step)
    {
        string? target = null;
        Try(step.Path, () =>
        {
            string? found = folder.Handle.ReadLink(step.Name);
            string text = NormalForm.Compose(OperatingSystem.IsWindows() ? found?.Replace('\\', '/') ?? "" : found ?? "");
            if (found is null)
            {
                _problems.Add(step.Path.Text, "the link was removed or replaced meanwhile");
            }
            else if (!LinkTarget.StaysInside(step.Path, text))
            {
                _problems.Add(step.Path.Text, $"it is a link to \"{ArchivePath.Show(text)}\", which may be outside of the archive");
            }
            else
            {
                target = text;
            }
        });
        return target;
    }

    private void Try(ArchivePath path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problems.Add(path.Text, $"it cannot be read: {FileProblem.Of(e)}");
        }
    }
}
