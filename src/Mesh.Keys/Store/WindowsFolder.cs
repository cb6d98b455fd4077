using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Keys;

/// <summary>A folder by its path, looked at again before every use (see the remarks of <see cref="FolderHandle"/>).</summary>
[ExcludeFromCodeCoverage(Justification = "Windows only.")]
internal sealed class WindowsFolder : FolderHandle
{
    private const int ReadableByAll = 0b100_100_100;
    private const int WritableByOwner = 0b010_000_000;
    private const int Searchable = 0b001_001_001;

    private readonly WindowsFolder? _parent;

    private WindowsFolder(string path, WindowsFolder? parent)
    {
        Path = path;
        _parent = parent;
    }

    public override string Path { get; }

    public static WindowsFolder OpenPath(string path) => Directory.Exists(path)
        ? new WindowsFolder(path, null)
        : throw new DirectoryNotFoundException($"Cannot open {path}: there is no such folder.");

    public override FolderOpening OpenFolder(string name, out FolderHandle? folder)
    {
        folder = null;
        if (Facts(name) is not { } facts)
        {
            return FolderOpening.Missing;
        }

        if (facts.Kind != FileKind.Folder)
        {
            return FolderOpening.NotFolder;
        }

        folder = new WindowsFolder(In(name), this);
        return FolderOpening.Opened;
    }

    public override bool TryCreateFolder(string name, int mode)
    {
        string path = In(name);
        if (Facts(name) is not null)
        {
            return false;
        }

        Directory.CreateDirectory(path);
        return true;
    }

    public override SafeFileHandle CreateFile(string name, int mode) =>
        File.OpenHandle(In(name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);

    public override SafeFileHandle? OpenFile(string name) => Facts(name) switch
    {
        null or { Kind: FileKind.Link } => null,
        { Kind: FileKind.File } => File.OpenHandle(In(name), FileMode.Open, FileAccess.Read, FileShare.Read),
        _ => throw new IOException($"Cannot open {In(name)}: it is no file."),
    };

    public override FileFacts? Facts(string name)
    {
        var info = new FileInfo(In(name));
        return (int)info.Attributes == -1 ? null : FactsOf(info.Attributes, info.Attributes.HasFlag(FileAttributes.Directory) ? 0 : info.Length, info);
    }

    public override FileFacts Facts(SafeFileHandle file) => new(
        FileKind.File,
        ModeOf(File.GetAttributes(file)),
        RandomAccess.GetLength(file),
        File.GetLastWriteTimeUtc(file),
        File.GetLastAccessTimeUtc(file),
        default);

    public override FileFacts OwnFacts()
    {
        CheckWay();
        var info = new DirectoryInfo(Path);
        return FactsOf(info.Attributes, 0, info);
    }

    public override bool TryRename(string from, string to, bool replace)
    {
        if (!replace && Facts(to) is not null)
        {
            return false;
        }

        File.Move(In(from), In(to), replace); // fails where the name was taken meanwhile
        return true;
    }

    public override bool TryCreateLink(string name, string target)
    {
        if (Facts(name) is not null)
        {
            return false;
        }

        // A link there is one to a file or one to a folder.
        string path = In(name);
        string native = target.Replace('/', '\\');
        if (Directory.Exists(System.IO.Path.Combine(Path, native)))
        {
            Directory.CreateSymbolicLink(path, native);
        }
        else
        {
            File.CreateSymbolicLink(path, native);
        }

        return true;
    }

    public override string? ReadLink(string name) => new FileInfo(In(name)).LinkTarget;

    public override void Remove(string name) => File.Delete(In(name));

    public override void RemoveFolder(string name) => Directory.Delete(In(name));

    public override void SetMode(int mode)
    {
        // Access follows the list of the folder above.
    }

    public override void SetTimes(DateTimeOffset? lastWrite, DateTimeOffset? lastAccess)
    {
        CheckWay();
        if (lastAccess is { } accessed)
        {
            Directory.SetLastAccessTimeUtc(Path, accessed.UtcDateTime);
        }

        if (lastWrite is { } written)
        {
            Directory.SetLastWriteTimeUtc(Path, written.UtcDateTime);
        }
    }

    public override void Flush() => SystemFiles.FlushFolder(Path);

    protected override void Dispose(bool disposing)
    {
        // Nothing is open.
    }

    private string In(string name)
    {
        CheckName(name);
        CheckWay();
        return System.IO.Path.Join(Path, name);
    }

    // No folder between the one that the caller opened and this one may be a reparse point.
    private void CheckWay()
    {
        for (WindowsFolder folder = this; folder._parent is not null; folder = folder._parent)
        {
            if (File.GetAttributes(folder.Path).HasFlag(FileAttributes.ReparsePoint))
            {
                throw new IOException($"Cannot use {folder.Path}: it is a link by now.");
            }
        }
    }

    private static FileFacts FactsOf(FileAttributes attributes, long size, FileSystemInfo info) => new(
        attributes.HasFlag(FileAttributes.ReparsePoint) ? FileKind.Link
            : attributes.HasFlag(FileAttributes.Directory) ? FileKind.Folder
            : attributes.HasFlag(FileAttributes.Device) ? FileKind.Special
            : FileKind.File,
        ModeOf(attributes),
        size,
        info.LastWriteTimeUtc,
        info.LastAccessTimeUtc,
        default);

    private static int ModeOf(FileAttributes attributes) =>
        ReadableByAll
        | (attributes.HasFlag(FileAttributes.ReadOnly) ? 0 : WritableByOwner)
        | (attributes.HasFlag(FileAttributes.Directory) ? Searchable : 0);
}
