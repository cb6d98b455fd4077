using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Dare;

/// <summary>
/// The system's own calls that make files durable, with their results checked: <c>fsync</c>, on macOS <c>fcntl(F_FULLFSYNC)</c>,
/// on Windows <c>FlushFileBuffers</c> (Mesh account log, Writing). The platform's RandomAccess.FlushToDisk does not
/// report a failure. Also <c>flock</c>, whose result the platform drops on file systems without locks.
/// </summary>
internal static partial class SystemFlush
{
    private const int FullFsync = 51; // F_FULLFSYNC of <fcntl.h> on Darwin
    private const int ExclusiveNoWait = 2 | 4; // LOCK_EX | LOCK_NB, the same number on Linux, macOS and the BSDs
    private const int Interrupted = 4; // EINTR, likewise
    private const int ReadOnly = 0; // O_RDONLY, likewise

    /// <summary>EWOULDBLOCK of this system.</summary>
    public static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;

    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000; // O_CLOEXEC

    /// <summary>Flushes file content and length.</summary>
    /// <exception cref="IOException">The system reports a failure.</exception>
    public static void File(SafeFileHandle handle, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Check(FlushFileBuffers(handle), "flush", path);
        }
        else
        {
            Check(Flush(handle), "flush", path);
        }
    }

    /// <summary>
    /// Flushes the entries of a folder. Windows has no such call: NTFS journals a rename before it returns to later flushes.
    /// </summary>
    /// <exception cref="IOException">The system reports a failure.</exception>
    public static void Folder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using SafeFileHandle handle = Open(path, ReadOnly | CloseOnExec);
        Check(!handle.IsInvalid, "open", path);
        Check(Flush(handle), "flush", path);
    }

    /// <summary>Takes the exclusive lock on an open file; false where somebody else has it.</summary>
    /// <exception cref="IOException">The file system cannot lock.</exception>
    public static bool TryLock(SafeFileHandle handle, string path)
    {
        if (OperatingSystem.IsWindows() || FileLock(handle, ExclusiveNoWait) == 0)
        {
            return true; // Windows: the handle is open without sharing, which is the lock
        }

        int error = Marshal.GetLastPInvokeError();
        return error == WouldBlock ? false : throw Failure("lock", path, error);
    }

    private static bool Flush(SafeFileHandle handle)
    {
        while (true)
        {
            int result = OperatingSystem.IsMacOS() ? FileControl(handle, FullFsync) : FileSync(handle);
            if (result >= 0)
            {
                return true;
            }

            // An interrupted call reports nothing about the medium and loses no error.
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                return false;
            }
        }
    }

    private static void Check(bool done, string call, string path)
    {
        if (!done)
        {
            throw Failure(call, path, Marshal.GetLastPInvokeError());
        }
    }

    private static IOException Failure(string call, string path, int error) =>
        new($"Cannot {call} {path}: {new Win32Exception(error).Message} ({error}).", error);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(SafeFileHandle handle, int command);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FileLock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool FlushFileBuffers(SafeFileHandle handle);
}
