using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Keys;

/// <summary>A folder by its descriptor. The numbers are those of <c>fcntl.h</c> and <c>errno.h</c> of Linux and Darwin.</summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "Not created on Windows.")]
internal sealed partial class UnixFolder : FolderHandle
{
    private const int LongestTarget = 4096; // PATH_MAX
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int NoReplace = 1; // RENAME_NOREPLACE
    private const int ExclusiveOnMac = 4; // RENAME_EXCL

    private const int NoSuchName = 2; // ENOENT
    private const int Interrupted = 4; // EINTR
    private const int NameTaken = 17; // EEXIST
    private const int NotFolder = 20; // ENOTDIR
    private const int Invalid = 22; // EINVAL

    private static readonly bool IsMac = OperatingSystem.IsMacOS();
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;
    private static readonly int CloseOnExec = IsMac ? 0x1000000 : 0x80000;
    private static readonly int NoFollow = IsMac ? 0x100 : IsArm ? 0x8000 : 0x20000;
    private static readonly int OnlyFolder = IsMac ? 0x100000 : IsArm ? 0x4000 : 0x10000;
    private static readonly int Create = IsMac ? 0x200 : 0x40;
    private static readonly int Exclusive = IsMac ? 0x800 : 0x80;
    private static readonly int NoWait = IsMac ? 0x4 : 0x800;
    private static readonly int AtFolder = IsMac ? 0x80 : 0x200; // AT_REMOVEDIR
    private static readonly int Loop = IsMac ? 62 : 40; // ELOOP

    private readonly SafeFileHandle _handle;

    private UnixFolder(SafeFileHandle handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    public override string Path { get; }

    public static UnixFolder OpenPath(string path) => Open(path, OnlyFolder | CloseOnExec) is { IsInvalid: false } handle
        ? new UnixFolder(handle, path)
        : throw LastFailure("open", path);

    public override FolderOpening OpenFolder(string name, out FolderHandle? folder)
    {
        folder = null;
        SafeFileHandle handle = OpenEntry(name, ReadOnly | OnlyFolder | NoFollow | CloseOnExec);
        if (!handle.IsInvalid)
        {
            folder = new UnixFolder(handle, In(name));
            return FolderOpening.Opened;
        }

        int error = Marshal.GetLastPInvokeError();
        return error == NoSuchName ? FolderOpening.Missing
            : error == NotFolder || error == Loop ? FolderOpening.NotFolder
            : throw Failure("open", In(name), error);
    }

    public override bool TryCreateFolder(string name, int mode)
    {
        CheckName(name);
        return MakeFolder(_handle, name, (uint)mode) == 0 || IsTaken("create", name);
    }

    public override SafeFileHandle CreateFile(string name, int mode)
    {
        int flags = WriteOnly | Create | Exclusive | NoFollow | CloseOnExec;
        CheckName(name);

        // openat takes its mode as a variable argument, which Apple's ARM64 passes on the stack only.
        SafeFileHandle handle = IsMac && IsArm
            ? OpenAtOnStack(_handle, name, flags, 0, 0, 0, 0, 0, (uint)mode)
            : OpenAt(_handle, name, flags, (uint)mode);
        return handle.IsInvalid ? throw LastFailure("create", In(name)) : handle;
    }

    public override SafeFileHandle? OpenFile(string name)
    {
        SafeFileHandle handle = OpenEntry(name, ReadOnly | NoFollow | NoWait | CloseOnExec);
        return !handle.IsInvalid ? handle
            : Marshal.GetLastPInvokeError() is var error && (error == NoSuchName || error == Loop) ? null
            : throw LastFailure("open", In(name));
    }

    public override FileFacts? Facts(string name)
    {
        CheckName(name);
        return UnixFacts.TryGet(_handle, name, out FileFacts facts) ? facts
            : Marshal.GetLastPInvokeError() == NoSuchName ? null
            : throw LastFailure("read", In(name));
    }

    public override FileFacts Facts(SafeFileHandle file) => UnixFacts.TryGet(file, "", out FileFacts facts) ? facts : throw LastFailure("read", Path);

    public override FileFacts OwnFacts() => Facts(_handle);

    public override bool TryRename(string from, string to, bool replace)
    {
        CheckName(from);
        CheckName(to);
        if (replace)
        {
            return Rename(_handle, from, _handle, to) == 0 ? true : throw LastFailure("rename", In(to));
        }

        int result = IsMac ? RenameOnMac(_handle, from, _handle, to, ExclusiveOnMac) : RenameOnLinux(_handle, from, _handle, to, NoReplace);
        if (result == 0)
        {
            return true;
        }

        // File systems that cannot rename without replacing can give a second name, which never replaces either.
        return Marshal.GetLastPInvokeError() == Invalid ? TryRenameByLink(from, to) : IsTaken("rename", to);
    }

    public override bool TryCreateLink(string name, string target)
    {
        CheckName(name);
        return MakeLink(target, _handle, name) == 0 || IsTaken("create", name);
    }

    public override string? ReadLink(string name)
    {
        CheckName(name);
        Span<byte> target = stackalloc byte[LongestTarget + 1];
        nint length = ReadLinkAt(_handle, name, target, target.Length);
        if (length < 0)
        {
            return Marshal.GetLastPInvokeError() is Invalid or NoSuchName ? null : throw LastFailure("read", In(name));
        }

        return length > LongestTarget
            ? throw new IOException($"Cannot read {In(name)}: its target is too long.")
            : System.Text.Encoding.UTF8.GetString(target[..(int)length]);
    }

    public override void Remove(string name)
    {
        CheckName(name);
        if (Unlink(_handle, name, 0) != 0 && Marshal.GetLastPInvokeError() != NoSuchName)
        {
            throw LastFailure("remove", In(name));
        }
    }

    public override void RemoveFolder(string name)
    {
        CheckName(name);
        if (Unlink(_handle, name, AtFolder) != 0)
        {
            throw LastFailure("remove", In(name));
        }
    }

    public override void SetMode(int mode) => File.SetUnixFileMode(_handle, (UnixFileMode)mode);

    public override void SetTimes(DateTimeOffset? lastWrite, DateTimeOffset? lastAccess) => SystemFiles.SetTimes(_handle, lastWrite, lastAccess);

    public override void Flush() => SystemFiles.Flush(_handle, Path);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _handle.Dispose();
        }
    }

    private bool TryRenameByLink(string from, string to)
    {
        if (HardLink(_handle, from, _handle, to, 0) != 0)
        {
            return IsTaken("rename", to);
        }

        Remove(from);
        return true;
    }

    private SafeFileHandle OpenEntry(string name, int flags)
    {
        CheckName(name);
        while (true)
        {
            SafeFileHandle handle = OpenAt(_handle, name, flags, 0);
            if (!handle.IsInvalid || Marshal.GetLastPInvokeError() != Interrupted)
            {
                return handle;
            }
        }
    }

    private string In(string name) => System.IO.Path.Join(Path, name);

    // False after EEXIST; any other number is a failure.
    private bool IsTaken(string call, string name) => Marshal.GetLastPInvokeError() == NameTaken ? false : throw LastFailure(call, In(name));

    private static IOException LastFailure(string call, string path) => Failure(call, path, Marshal.GetLastPInvokeError());

    private static IOException Failure(string call, string path, int error) =>
        new($"Cannot {call} {path}: {new Win32Exception(error).Message} ({error}).", error);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenAt(SafeFileHandle folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenAtOnStack(
        SafeFileHandle folder, string name, int flags, nint fourth, nint fifth, nint sixth, nint seventh, nint eighth, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFolder(SafeFileHandle folder, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeLink(string target, SafeFileHandle folder, string name);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLinkAt(SafeFileHandle folder, string name, Span<byte> target, nint size);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unlink(SafeFileHandle folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(SafeFileHandle fromFolder, string from, SafeFileHandle toFolder, string to, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(SafeFileHandle fromFolder, string from, SafeFileHandle toFolder, string to);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameOnLinux(SafeFileHandle fromFolder, string from, SafeFileHandle toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "renameatx_np", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameOnMac(SafeFileHandle fromFolder, string from, SafeFileHandle toFolder, string to, uint flags);
}
