using System.Diagnostics.CodeAnalysis;

namespace Mesh.Keys;

/// <summary>
/// The file operations of the key store whose failures matter. Members are virtual so that a crash or a failing disk can stand in for them.
/// </summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "The key store refuses Windows.")]
internal class PosixFiles
{
    /// <summary>Creates a file that did not exist, readable by its owner only.</summary>
    public virtual FileStream CreateNew(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    /// <summary>
    /// Waits until nobody else, in this process or another, holds the lock of a directory; disposal or the process's end releases it.
    /// The platform locks every file that it opens, so a lock on a file of its own would be in its way.
    /// </summary>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public virtual IDisposable Lock(string directory) => SystemFiles.LockFolder(directory);

    /// <summary>Flushes a file to the disk.</summary>
    /// <exception cref="IOException">It may not be there.</exception>
    public virtual void Flush(FileStream file) => SystemFiles.Flush(file);

    /// <summary>Moves a file over another in one step.</summary>
    public virtual void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>Removes a file; nothing happens where there is none.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Flushes the entries of a directory, so that files created, moved or removed in it stay so.</summary>
    /// <exception cref="IOException">They may not.</exception>
    public virtual void FlushDirectory(string path) => SystemFiles.FlushFolder(path);
}
