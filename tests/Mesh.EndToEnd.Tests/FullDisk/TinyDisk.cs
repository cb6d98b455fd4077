using System.Diagnostics;

namespace Mesh.EndToEnd.Tests;

/// <summary>A file system of its own, so small that it can be filled. Dispose it.</summary>
internal sealed class TinyDisk : IDisposable
{
    private const int Block = 4096;
    private readonly TempFolder _folder = new();
    private readonly bool _isMounted;

    private TinyDisk(int kilobytes) =>
        _isMounted = Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k,mode=0700", "tmpfs", _folder.Path);

    /// <summary>Whether this machine and user may make one.</summary>
    public static bool IsAllowed { get; } = Try();

    public string Root => _folder.Path;

    public static TinyDisk Make(int kilobytes)
    {
        var disk = new TinyDisk(kilobytes);
        if (disk._isMounted)
        {
            return disk;
        }

        disk.Dispose();
        throw new InvalidOperationException("a file system cannot be mounted");
    }

    /// <summary>Takes all of it but so many blocks of 4,096 octets.</summary>
    public void LeaveFree(int blocks)
    {
        Clear();
        long taken = new DriveInfo(Root).AvailableFreeSpace - (blocks * Block);
        using FileStream filler = File.Create(Filler);
        byte[] block = new byte[Block];
        for (long written = 0; written < taken; written += Block)
        {
            filler.Write(block);
        }
    }

    /// <summary>There is room again.</summary>
    public void Clear() => File.Delete(Filler);

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", _folder.Path);
        }

        _folder.Dispose();
    }

    private string Filler => Path.Combine(Root, "filler");

    private static bool Try()
    {
        using var disk = new TinyDisk(64);
        return disk._isMounted;
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
