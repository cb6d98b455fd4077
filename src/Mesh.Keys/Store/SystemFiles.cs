using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Keys;

/// <summary>
/// The system's own calls for files, with their results checked: <c>fsync</c>, on macOS <c>fcntl(F_FULLFSYNC)</c>, on Windows
/// <c>FlushFileBuffers</c> (Mesh account log, Writing), and <c>flock</c>. The platform's own flush does not report a failure, and it drops the
/// result of a lock on file systems that have none.
/// </summary>
public static partial class SystemFiles
{
    private const int FullFsync = 51; // F_FULLFSYNC of <fcntl.h> on Darwin
    private const int NotSupportedOnMac = 45; // ENOTSUP there
    private const int Exclusive = 2; // LOCK_EX, the same number on Linux, macOS and the BSDs
    private const int NoWait = 4; // LOCK_NB, likewise
    private const int Interrupted = 4; // EINTR, likewise
    private const int ReadOnly = 0; // O_RDONLY, likewise
    private const int SetLockOfOpenFile = 37; // F_OFD_SETLK of Linux
    private const short WriteLock = 1; // F_WRLCK
    private const short NoLock = 2; // F_UNLCK
    private const int AccessDenied = 13; // EACCES
    private const int TryAgain = 11; // EAGAIN
    private const uint StartWriting = 2; // SYNC_FILE_RANGE_WRITE of Linux

    /// <summary>EWOULDBLOCK of this system.</summary>
    public static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;

    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000; // O_CLOEXEC

    /// <summary>Returns when content and length of the file are on the medium.</summary>
    /// <exception cref="IOException">They may not be; <see cref="Exception.HResult"/> is the system's number.</exception>
    public static void Flush(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        Flush(file.SafeFileHandle, file.Name);
    }

    /// <summary>As <see cref="Flush(FileStream)"/>, of what a handle is open on.</summary>
    /// <param name="handle">The open file.</param>
    /// <param name="path">Its name, for messages.</param>
    public static void Flush(SafeFileHandle handle, string path)
    {
        if (!(OperatingSystem.IsWindows() ? FlushFileBuffers(handle) : TryFlush(handle)))
        {
            throw LastFailure("flush", path);
        }
    }

    /// <summary>
    /// Lets the system begin to write octets of a file to the medium, so that a later <see cref="Flush(FileStream)"/> waits for less. It promises
    /// nothing, and what goes wrong is what that flush reports. Linux only; elsewhere nothing is done.
    /// </summary>
    public static void BeginFlush(FileStream file, long offset, long count)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRange(file.SafeFileHandle, offset, count, StartWriting);
        }
    }

    /// <summary>
    /// Returns when creations, renames and removals in a folder are on the medium. Windows has no such call: NTFS journals a rename before it
    /// returns to later flushes.
    /// </summary>
    /// <exception cref="IOException">They may not be.</exception>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using SafeFileHandle handle = OpenFolder(path);
        Flush(handle, path);
    }

    /// <summary>Takes the exclusive lock on an open file; false where somebody else has it.</summary>
    /// <exception cref="IOException">The file system cannot lock.</exception>
    public static bool TryLock(SafeFileHandle handle, string path)
    {
        if (OperatingSystem.IsWindows() || FileLock(handle, Exclusive | NoWait) == 0)
        {
            return true; // Windows: the handle is open without sharing, which is the lock
        }

        return Marshal.GetLastPInvokeError() == WouldBlock ? false : throw LastFailure("lock", path);
    }

    /// <summary>
    /// Takes the exclusive lock that an open file bears beside its content; false where another handle, here or in another process, has it. It is a
    /// lock of the open file, on an octet that no file has: it hinders nobody from reading or writing, and does not end when another handle is closed.
    /// Linux only.
    /// </summary>
    /// <exception cref="IOException">The file system cannot lock.</exception>
    public static bool TryLockBeside(SafeFileHandle handle, string path) =>
        SetLock(handle, WriteLock) || (Marshal.GetLastPInvokeError() is AccessDenied or TryAgain ? false : throw LastFailure("lock", path));

    /// <summary>Gives up what <see cref="TryLockBeside"/> took.</summary>
    /// <exception cref="IOException">The file system failed.</exception>
    public static void UnlockBeside(SafeFileHandle handle, string path)
    {
        if (!SetLock(handle, NoLock))
        {
            throw LastFailure("unlock", path);
        }
    }

    /// <summary>
    /// Waits until nobody else, in this process or another, holds the lock of a folder; disposal or the process's end releases it. Not on Windows.
    /// </summary>
    /// <exception cref="IOException">The file system cannot lock.</exception>
    public static IDisposable LockFolder(string path)
    {
        SafeFileHandle handle = OpenFolder(path);
        while (FileLock(handle, Exclusive) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                IOException failure = LastFailure("lock", path);
                handle.Dispose();
                throw failure;
            }
        }

        return handle;
    }

    /// <summary>Sets the times of an open file or folder; null leaves one as it is.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    public static void SetTimes(SafeFileHandle handle, DateTimeOffset? lastWrite, DateTimeOffset? lastAccess)
    {
        if (lastAccess is { } accessed)
        {
            File.SetLastAccessTimeUtc(handle, accessed.UtcDateTime);
        }

        if (lastWrite is { } written)
        {
            File.SetLastWriteTimeUtc(handle, written.UtcDateTime);
        }
    }

    private static bool SetLock(SafeFileHandle handle, short type)
    {
        var range = new FileRange { Type = type, Start = long.MaxValue - 1, Length = 1 };
        return FileControl(handle, SetLockOfOpenFile, ref range) == 0;
    }

    private static bool TryFlush(SafeFileHandle handle)
    {
        while (true)
        {
            // fsync would leave the data in the drive's cache on macOS; some file systems there have nothing else.
            int result = OperatingSystem.IsMacOS() ? FileControl(handle, FullFsync) : FileSync(handle);
            if (result < 0 && OperatingSystem.IsMacOS() && Marshal.GetLastPInvokeError() == NotSupportedOnMac)
            {
                result = FileSync(handle);
            }

            // An interrupted call reports nothing about the medium and loses no error.
            if (result >= 0 || Marshal.GetLastPInvokeError() != Interrupted)
            {
                return result >= 0;
            }
        }
    }

    private static SafeFileHandle OpenFolder(string path)
    {
        SafeFileHandle handle = Open(path, ReadOnly | CloseOnExec);
        return handle.IsInvalid ? throw LastFailure("open", path) : handle;
    }

    private static IOException LastFailure(string call, string path)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"Cannot {call} {path}: {new Win32Exception(error).Message} ({error}).", error);
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle handle, long offset, long count, uint flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(SafeFileHandle handle, int command);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(SafeFileHandle handle, int command, ref FileRange range);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FileLock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool FlushFileBuffers(SafeFileHandle handle);

    // struct flock of 64-bit Linux, 32 octets.
    [StructLayout(LayoutKind.Sequential)]
    private struct FileRange
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
