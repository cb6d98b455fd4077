// A folder that stays the same whatever happens to its name, and of which entries are reached one component at a time without following links. That is
// what a program needs which writes names that came from somebody else into a folder where somebody else may be at work.

using Microsoft.Win32.SafeHandles;

namespace Mesh.Keys;

/// <summary>
/// An open folder. Names are single components; whoever passes anything else gets an <see cref="ArgumentException"/>. Failures of the system are
/// <see cref="IOException"/> with its number as <see cref="Exception.HResult"/>.
/// </summary>
/// <remarks>
/// On Unix every call goes to the open folder (<c>openat</c> and its kin), so that nobody can put another in its place. Windows has no such calls for
/// programs: there each call checks that no part of the way is a reparse point, which holds only while no other program works in the folder.
/// </remarks>
public abstract class FolderHandle : IDisposable
{
    /// <summary>Where it was opened, for messages and listings.</summary>
    public abstract string Path { get; }

    /// <summary>Opens a folder by its path; links on the way are followed, as the caller chose the way.</summary>
    /// <exception cref="IOException">There is none, or it cannot be opened.</exception>
    public static FolderHandle Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = System.IO.Path.GetFullPath(path);
        return OperatingSystem.IsWindows() ? WindowsFolder.OpenPath(full) : UnixFolder.OpenPath(full);
    }

    /// <summary>Opens a folder in this one; a link is not followed.</summary>
    public abstract FolderOpening OpenFolder(string name, out FolderHandle? folder);

    /// <summary>Creates a folder; false when the name is taken. <paramref name="mode"/> is subject to the umask.</summary>
    public abstract bool TryCreateFolder(string name, int mode);

    /// <summary>Creates a file and opens it to write; a name that is taken is a failure. <paramref name="mode"/> is subject to the umask.</summary>
    public abstract SafeFileHandle CreateFile(string name, int mode);

    /// <summary>Opens a file to read; null when the name is free, or a link's. A pipe without a writer does not block.</summary>
    public abstract SafeFileHandle? OpenFile(string name);

    /// <summary>What has that name; null when nothing has.</summary>
    public abstract FileFacts? Facts(string name);

    /// <summary>What an open file is.</summary>
    public abstract FileFacts Facts(SafeFileHandle file);

    /// <summary>What this folder is.</summary>
    public abstract FileFacts OwnFacts();

    /// <summary>Gives a file another name in this folder; false when that is taken and <paramref name="replace"/> is false.</summary>
    public abstract bool TryRename(string from, string to, bool replace);

    /// <summary>Makes a symbolic link; false when the name is taken.</summary>
    public abstract bool TryCreateLink(string name, string target);

    /// <summary>Where a link points; null when the name is no link.</summary>
    public abstract string? ReadLink(string name);

    /// <summary>Removes a file or link; nothing happens where there is none.</summary>
    public abstract void Remove(string name);

    /// <summary>Removes an empty folder.</summary>
    public abstract void RemoveFolder(string name);

    /// <summary>Sets the permissions of this folder.</summary>
    public abstract void SetMode(int mode);

    /// <summary>Sets the times of this folder; null leaves one as it is.</summary>
    public abstract void SetTimes(DateTimeOffset? lastWrite, DateTimeOffset? lastAccess);

    /// <summary>Returns when creations, renames and removals in it are on the medium.</summary>
    public abstract void Flush();

    /// <summary>
    /// All names in the folder, in no order. They come by way of <see cref="Path"/>: if that leads elsewhere by now, the names are wrong ones, and
    /// looking them up here fails.
    /// </summary>
    public IEnumerable<string> Names() => Directory.EnumerateFileSystemEntries(Path, "*", Everything).Select(n => System.IO.Path.GetFileName(n));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the folder.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>Lets only single components pass.</summary>
    protected static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name is "." or ".." || name.Contains('/', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)
            || (OperatingSystem.IsWindows() && name.AsSpan().ContainsAny('\\', ':')))
        {
            throw new ArgumentException("not the name of one entry of a folder", nameof(name));
        }
    }

    private static EnumerationOptions Everything { get; } =
        new() { AttributesToSkip = 0, IgnoreInaccessible = false, MatchType = MatchType.Simple, RecurseSubdirectories = false, ReturnSpecialDirectories = false };
}
