using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>The file system of this machine. What it creates, only its owner may read: files 0600, folders 0700.</summary>
public sealed class DurableFiles : IDurableFiles
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Others may read, rename and replace a file while it is open here.
    private const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    // What the platform puts into an IOException for a file that is locked: the sharing violation of Windows, EWOULDBLOCK elsewhere.
    private static readonly int InUse = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : SystemFiles.WouldBlock;

    private DurableFiles()
    {
    }

    /// <summary>The one instance; it holds no state.</summary>
    public static DurableFiles Instance { get; } = new();

    /// <inheritdoc/>
    public IDurableFile? OpenToRead(string path) => Open(path, FileMode.Open, FileAccess.Read);

    /// <inheritdoc/>
    public IDurableFile? OpenToWrite(string path) => Open(path, FileMode.Open, FileAccess.ReadWrite);

    /// <inheritdoc/>
    public IDurableFile Create(string path) => Open(path, FileMode.CreateNew, FileAccess.ReadWrite)
        ?? throw new DirectoryNotFoundException($"Cannot create {path}: its folder does not exist.");

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(path);

    /// <inheritdoc/>
    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    public void MoveToFree(string from, string to) => File.Move(from, to, overwrite: false);

    /// <inheritdoc/>
    public void Remove(string path) => File.Delete(path);

    /// <inheritdoc/>
    public IEnumerable<string> Names(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)) : [];

    /// <inheritdoc/>
    public void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFile | UnixFileMode.UserExecute);
        }
    }

    /// <inheritdoc/>
    public void FlushFolder(string path) => SystemFiles.FlushFolder(path);

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        FileStream stream;
        try
        {
            stream = OpenStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult == InUse)
        {
            return null;
        }

        bool locked = false;
        try
        {
            locked = SystemFiles.TryLock(stream.SafeFileHandle, path);
            return locked ? stream : null;
        }
        finally
        {
            if (!locked)
            {
                stream.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public IFileLock OpenLock(string path, string? current = null) => OperatingSystem.IsLinux()
        ? new RangeLock(OpenStream(current ?? path, FileMode.Open, FileAccess.ReadWrite, Shared))
        : new CompanionLock(this, path + ".lock");

    private static DurableFile? Open(string path, FileMode mode, FileAccess access)
    {
        try
        {
            return new DurableFile(OpenStream(path, mode, access, Shared));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static FileStream OpenStream(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (mode != FileMode.Open && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return new FileStream(path, options);
    }
}
