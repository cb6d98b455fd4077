using System.Runtime.InteropServices;

namespace Mesh.Dare.Tests;

/// <summary>A target folder, and beside it a folder that no extraction may touch.</summary>
internal sealed partial class ExtractionScene : IDisposable
{
    private const string Untouched = "untouched";
    private readonly TempFolder _folder = new();

    public ExtractionScene()
    {
        Directory.CreateDirectory(Target);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Victim, Untouched);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Victim, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public string Target => _folder.File("target");

    public string Outside => _folder.File("outside");

    public string Victim => Path.Combine(Outside, "victim");

    /// <summary>Permission bits for a test, which reads them in octal.</summary>
    public static int Octal(string digits) => Convert.ToInt32(digits, 8);

    public static ArchivePath P(string text) => ArchivePath.Parse(text);

    public static FileEntry Link(string target) => new() { Type = FileEntryType.Link, Target = target };

    public static FileEntry Folder(int? mode = null) => new() { Type = FileEntryType.Folder, Mode = mode };

    public static void Put(ExtractionFolder folder, string path, string content = "new", FileEntry? entry = null)
    {
        using ExtractedFile file = folder.CreateFile(P(path), entry);
        file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
        file.Keep();
    }

    public static DareError Refusal(Action action) => Assert.Throws<DareException>(action).Code;

    public ExtractionFolder Open(ExtractionOptions? options = null) => ExtractionFolder.Open(Target, options);

    public string In(string path) => Path.Combine(Target, path);

    public string Read(string path) => File.ReadAllText(In(path));

    public int Mode(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : (int)File.GetUnixFileMode(In(path));

    /// <summary>Everything below the target, folders with a stroke at their end.</summary>
    public string[] Everything() =>
        [.. Inside(Target).Select(i => Path.GetRelativePath(Target, i.FullName) + (i is DirectoryInfo && i.LinkTarget is null ? "/" : "")).Order(StringComparer.Ordinal)];

    public void AssertOutsideIsUntouched()
    {
        Assert.Equal([Victim], Directory.EnumerateFileSystemEntries(Outside));
        Assert.Equal(Untouched, File.ReadAllText(Victim));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(Octal("600"), (int)File.GetUnixFileMode(Victim));
        }
    }

    public static void MakePipeAt(string path) => Assert.Equal(0, MakeNode(path, 0x1000 | 0x180, 0)); // S_IFIFO, 0600

    /// <summary>Makes a file whose name is no text. The platform cannot remove it, so the caller does with what is returned.</summary>
    public static Action MakeRawName(string folder, ReadOnlySpan<byte> name)
    {
        byte[] path = [.. System.Text.Encoding.UTF8.GetBytes(folder + "/"), .. name, 0];
        Assert.Equal(0, MakeRawNode(path, 0x8000 | 0x180, 0)); // S_IFREG, 0600
        return () => Assert.Equal(0, Unlink(path));
    }

    public void MakePipe(string path) => MakePipeAt(In(path));

    public static void MakeSecondName(string of, string name) => Assert.Equal(0, HardLink(of, name));

    public void Dispose()
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (FileSystemInfo folder in Inside(Target).Where(i => i is DirectoryInfo && i.LinkTarget is null))
            {
                folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            }
        }

        _folder.Dispose();
    }

    // The platform's own walk goes through links to folders, and round and round where they lead upwards.
    private static IEnumerable<FileSystemInfo> Inside(string folder) => new DirectoryInfo(folder)
        .EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 })
        .SelectMany(i => i is DirectoryInfo && i.LinkTarget is null ? Inside(i.FullName).Prepend(i) : [i]);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(string of, string name);

    [LibraryImport("libc", EntryPoint = "unlink")]
    private static partial int Unlink(ReadOnlySpan<byte> path);

    [LibraryImport("libc", EntryPoint = "mknod")]
    private static partial int MakeRawNode(ReadOnlySpan<byte> path, uint mode, ulong device);

    [LibraryImport("libc", EntryPoint = "mknod", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNode(string path, uint mode, ulong device);
}
