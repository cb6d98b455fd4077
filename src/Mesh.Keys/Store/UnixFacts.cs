using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Keys;

/// <summary>Type, mode, size and times of a file: <c>statx</c> of Linux, <c>fstatat</c> of Darwin. Offsets are those of their structures.</summary>
internal static partial class UnixFacts
{
    private const int TypeMask = 0xF000; // S_IFMT and the three types, the same numbers everywhere
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;
    private const int Link = 0xA000;
    private const int ModeMask = 0xFFF;

    private const int StatxSize = 256;
    private const int NoFollowOnLinux = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint BasicFacts = 0x7FF; // STATX_BASIC_STATS

    private const int StatSizeOnMac = 144;
    private const int NoFollowOnMac = 0x20;

    /// <summary>Of an entry of a folder, or of <paramref name="handle"/> itself when the name is empty; links are not followed.</summary>
    public static bool TryGet(SafeFileHandle handle, string name, out FileFacts facts) =>
        OperatingSystem.IsMacOS() ? TryGetOnMac(handle, name, out facts) : TryGetOnLinux(handle, name, out facts);

    private static bool TryGetOnLinux(SafeFileHandle handle, string name, out FileFacts facts)
    {
        Span<byte> stat = stackalloc byte[StatxSize];
        facts = default;
        if (Statx(handle, name, NoFollowOnLinux | (name.Length == 0 ? EmptyPath : 0), BasicFacts, stat) != 0)
        {
            return false;
        }

        int mode = MemoryMarshal.Read<ushort>(stat[28..]);
        uint major = MemoryMarshal.Read<uint>(stat[136..]);
        facts = new FileFacts(
            KindOf(mode),
            mode & ModeMask,
            MemoryMarshal.Read<long>(stat[40..]),
            Time(MemoryMarshal.Read<long>(stat[112..]), MemoryMarshal.Read<uint>(stat[120..])),
            Time(MemoryMarshal.Read<long>(stat[64..]), MemoryMarshal.Read<uint>(stat[72..])),
            (((ulong)major << 32) | MemoryMarshal.Read<uint>(stat[140..]), MemoryMarshal.Read<ulong>(stat[32..])));
        return true;
    }

    private static bool TryGetOnMac(SafeFileHandle handle, string name, out FileFacts facts)
    {
        Span<byte> stat = stackalloc byte[StatSizeOnMac];
        facts = default;
        bool is64BitIntel = RuntimeInformation.ProcessArchitecture == Architecture.X64;
        int result = (name.Length == 0, is64BitIntel) switch
        {
            (true, true) => FStatIntel(handle, stat),
            (true, false) => FStat(handle, stat),
            (false, true) => FStatAtIntel(handle, name, stat, NoFollowOnMac),
            (false, false) => FStatAt(handle, name, stat, NoFollowOnMac),
        };
        if (result != 0)
        {
            return false;
        }

        int mode = BinaryPrimitives.ReadUInt16LittleEndian(stat[4..]);
        facts = new FileFacts(
            KindOf(mode),
            mode & ModeMask,
            BinaryPrimitives.ReadInt64LittleEndian(stat[96..]),
            Time(BinaryPrimitives.ReadInt64LittleEndian(stat[48..]), BinaryPrimitives.ReadInt64LittleEndian(stat[56..])),
            Time(BinaryPrimitives.ReadInt64LittleEndian(stat[32..]), BinaryPrimitives.ReadInt64LittleEndian(stat[40..])),
            (BinaryPrimitives.ReadUInt32LittleEndian(stat), BinaryPrimitives.ReadUInt64LittleEndian(stat[8..])));
        return true;
    }

    private static FileKind KindOf(int mode) => (mode & TypeMask) switch
    {
        Regular => FileKind.File,
        Folder => FileKind.Folder,
        Link => FileKind.Link,
        _ => FileKind.Special,
    };

    // A file may say any time; what DateTimeOffset cannot hold becomes its nearest.
    private static DateTimeOffset Time(long seconds, long nanoseconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, -62_135_596_800, 253_402_300_799)).AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(SafeFileHandle folder, string name, int flags, uint mask, Span<byte> facts);

    [LibraryImport("libc", EntryPoint = "fstatat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FStatAt(SafeFileHandle folder, string name, Span<byte> facts, int flags);

    [LibraryImport("libc", EntryPoint = "fstatat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FStatAtIntel(SafeFileHandle folder, string name, Span<byte> facts, int flags);

    [LibraryImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static partial int FStat(SafeFileHandle file, Span<byte> facts);

    [LibraryImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static partial int FStatIntel(SafeFileHandle file, Span<byte> facts);
}
