using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Mesh.Client;

/// <summary>Tells devices and pipes from files: they are written to, and never replaced.</summary>
public static partial class SpecialFile
{
    private const int AtCurrentFolder = -100;
    private const uint TypeWanted = 1;
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Whether something other than a regular file has that name; links are followed.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return path.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(path);
        }

        Span<byte> facts = stackalloc byte[StatxSize];
        return Statx(AtCurrentFolder, path, 0, TypeWanted, facts) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(facts[ModeOffset..]) & TypeMask) != Regular;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> facts);
}
