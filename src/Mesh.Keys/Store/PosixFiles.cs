using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Keys;

/// <summary>
/// The file operations of the key store whose failures matter. The platform's own flush does not report a failed fsync, so fsync is
/// called here and its result checked. Members are virtual so that a crash or a failing disk can stand in for them.
/// </summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "The key store refuses Windows.")]
internal partial class PosixFiles
{
    private const int LockExclusive = 2;
    private const int Interrupted = 4;
    private const int FullFsync = 51;
    private const int NotSupportedOnMac = 45;
    private const int CloseOnExecLinux = 0x80000;
    private const int CloseOnExecMac = 0x1000000;

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
    public virtual IDisposable Lock(string directory)
    {
        SafeFileHandle handle = OpenDirectory(directory);
        while (Flock(handle, LockExclusive) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                IOException error = LastError("lock the directory");
                handle.Dispose();
                throw error;
            }
        }

        return handle;
    }

    /// <summary>Flushes a file to the disk.</summary>
    /// <exception cref="IOException">It may not be there.</exception>
    public virtual void Flush(FileStream file) => Flush(file.SafeFileHandle);

    /// <summary>Moves a file over another in one step.</summary>
    public virtual void Replace(string from, string to) => File.Move(from, to, overwrite: true);

    /// <summary>Removes a file; nothing happens where there is none.</summary>
    public virtual void Delete(string path) => File.Delete(path);

    /// <summary>Flushes the entries of a directory, so that files created, moved or removed in it stay so.</summary>
    /// <exception cref="IOException">They may not.</exception>
    public virtual void FlushDirectory(string path)
    {
        using SafeFileHandle handle = OpenDirectory(path);
        Flush(handle);
    }

    /// <summary>Flushes what the descriptor is open on; internal so that a test can hand in one that cannot be flushed.</summary>
    internal static void Flush(SafeFileHandle handle)
    {
        if (OperatingSystem.IsMacOS())
        {
            // fsync leaves the data in the drive's cache there.
            if (Control(handle, FullFsync) >= 0)
            {
                return;
            }

            if (Marshal.GetLastPInvokeError() != NotSupportedOnMac)
            {
                throw LastError("flush");
            }
        }

        while (Fsync(handle) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw LastError("flush");
            }
        }
    }

    private static SafeFileHandle OpenDirectory(string path)
    {
        int descriptor = Open(path, OperatingSystem.IsMacOS() ? CloseOnExecMac : CloseOnExecLinux);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw LastError("open the directory");
    }

    private static IOException LastError(string what)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"cannot {what}: {Marshal.GetPInvokeErrorMessage(error)}", new Win32Exception(error));
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle handle, int command);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
