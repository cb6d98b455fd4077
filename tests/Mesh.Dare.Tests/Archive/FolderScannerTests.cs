using System.Net.Sockets;
using FsCheck;
using FsCheck.Fluent;
using static Mesh.Dare.Tests.ExtractionScene;

namespace Mesh.Dare.Tests;

/// <summary>What goes into an archive, and what is told instead.</summary>
public sealed class FolderScannerTests : IDisposable
{
    private readonly ExtractionScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Entries_come_in_the_order_of_their_paths()
    {
        foreach (string path in new[] { "b", "a/x/y", "a/b", "a-b", "a.b", "a0", "A/z", "\u00E9/f" })
        {
            Make(path);
        }

        Directory.CreateDirectory(_scene.In("empty"));
        (string[] paths, FolderScanner scanner) = Scan();
        Assert.Equal(
            ["A", "A/z", "a", "a-b", "a.b", "a/b", "a/x", "a/x/y", "a0", "b", "empty", "\u00E9", "\u00E9/f"], paths);
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.Empty(scanner.Problems);
        Assert.Equal(["a"], scanner.Warnings.Select(w => w.Path)); // beside A
    }

    [Fact]
    public void Metadata_are_those_of_the_file()
    {
        Make("d/a", "12345");
        File.CreateSymbolicLink(_scene.In("d/l"), "../d/a");
        DateTimeOffset time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        File.SetLastWriteTimeUtc(_scene.In("d/a"), time.UtcDateTime.AddMilliseconds(700));
        int? mode = null;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_scene.In("d/a"), (UnixFileMode)Octal("6741"));
            mode = Octal("741");
        }

        using FolderScanner scanner = FolderScanner.Open(_scene.Target);
        ArchiveSource[] entries = [.. scanner.Scan()];
        Assert.Equal(["d", "d/a", "d/l"], entries.Select(e => e.Path.Text));
        Assert.Equal(new FileEntry { LastWriteTime = time, Mode = mode, Size = 5 }, entries[1].Entry);
        Assert.Equal((FileEntryType.Folder, null), (entries[0].Entry.Type, entries[0].Content));
        Assert.Equal((FileEntryType.Link, "../d/a", null, null), (entries[2].Entry.Type, entries[2].Entry.Target, entries[2].Entry.Mode, entries[2].Content));
        Assert.Equal("12345", Read(entries[1]));
    }

    [Fact]
    public void A_tree_that_is_scanned_and_extracted_is_the_same()
    {
        Make("a/b/c", "one");
        Make("a/\u65E5", "two");
        Directory.CreateDirectory(_scene.In("e"));
        File.CreateSymbolicLink(_scene.In("a/l"), "b/c");
        string copy = Path.Combine(_scene.Outside, "copy");
        using FolderScanner scanner = FolderScanner.Open(_scene.Target);
        using (ExtractionFolder folder = ExtractionFolder.Open(copy))
        {
            foreach (ArchiveSource entry in scanner.Scan())
            {
                Extract(folder, entry);
            }

            Assert.Empty(folder.Finish());
        }

        Assert.Equal(("one", "two", "one"), (File.ReadAllText(copy + "/a/b/c"), File.ReadAllText(copy + "/a/\u65E5"), File.ReadAllText(copy + "/a/l")));
        Assert.Equal("b/c", new FileInfo(copy + "/a/l").LinkTarget);
        Assert.Equal(Directory.GetLastWriteTimeUtc(_scene.In("e")).Ticks / TimeSpan.TicksPerSecond, Directory.GetLastWriteTimeUtc(copy + "/e").Ticks / TimeSpan.TicksPerSecond);
        Assert.Empty(scanner.Problems);
    }

    [Fact]
    public void Links_are_not_followed_and_those_to_the_outside_are_told()
    {
        Make("d/a");
        Directory.CreateSymbolicLink(_scene.In("in"), "d");
        Directory.CreateSymbolicLink(_scene.In("out"), "../outside");
        File.CreateSymbolicLink(_scene.In("absolute"), _scene.In("d/a"));
        File.CreateSymbolicLink(_scene.In("d/up"), "../../outside/victim");
        (string[] paths, FolderScanner scanner) = Scan();
        Assert.Equal(["d", "d/a", "in"], paths);
        Assert.Equal(["absolute", "d/up", "out"], scanner.Problems.Select(p => p.Path).Order(StringComparer.Ordinal));
        Assert.All(scanner.Problems, p => Assert.Contains("outside of the archive", p.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Devices_pipes_and_sockets_are_told_and_not_opened()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Make("a");
        _scene.MakePipe("pipe"); // opening it would wait for a writer
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_scene.In("socket")));
        (string[] paths, FolderScanner scanner) = Scan();
        Assert.Equal(["a"], paths);
        Assert.Equal(["pipe", "socket"], scanner.Problems.Select(p => p.Path));

        using FolderScanner devices = FolderScanner.Open("/dev/null");
        Assert.Empty(devices.Scan());
        Assert.Equal(["null"], devices.Problems.Select(p => p.Path));
    }

    [Fact]
    public void Names_that_are_refused_are_told_one_by_one()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string[] refused = ["a:b", "aux.c", "back\\slash", "blank ", "dot.", "evil\u202Efdp.exe", "line\nfeed", "NUL"];
        foreach (string name in refused)
        {
            Make(name);
        }

        Make("aux/inside"); // a folder is told once, with all that is in it
        Make("good");
        Action remove = MakeRawName(_scene.Target, [0xFF, 0xFE, (byte)'x']);
        (string[] paths, FolderScanner scanner) = Scan();
        remove();
        Assert.Equal(["good"], paths);
        Assert.Equal(
            [.. refused.Append("aux").Select(ArchivePath.Show).Append("\uFFFD\uFFFDx").Order(StringComparer.Ordinal)],
            scanner.Problems.Select(p => p.Path).Order(StringComparer.Ordinal));
        Assert.Contains(scanner.Problems, p => p.Path == "a:b" && p.Reason == ArchivePath.Reason(ArchivePathFault.Colon));
    }

    [Fact]
    public void Names_become_form_C_and_two_that_become_one_are_told()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // other systems give one of the forms themselves
        }

        Make("e\u0301t/\u1112\u1161", "decomposed");
        Make("A\u030A", "first");
        Make("\u00C5", "second");
        using FolderScanner scanner = FolderScanner.Open(_scene.Target);
        ArchiveSource[] entries = [.. scanner.Scan()];
        Assert.Equal(["\u00C5", "\u00E9t", "\u00E9t/\uD558"], entries.Select(e => e.Path.Text));
        Assert.Equal("decomposed", Read(entries[2]));
        Assert.Equal("first", Read(entries[0]));
        ArchiveProblem problem = Assert.Single(scanner.Problems);
        Assert.Equal("\u00C5", problem.Path);
        Assert.Contains("normalisation form C", problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tree_that_is_too_deep_is_told_where_it_ends()
    {
        string deep = string.Join('/', Enumerable.Repeat("d", ArchivePath.Deepest + 2));
        Directory.CreateDirectory(_scene.In(deep));
        (string[] paths, FolderScanner scanner) = Scan();
        Assert.Equal(ArchivePath.Deepest, paths.Length);
        Assert.Equal(ArchivePath.Reason(ArchivePathFault.TooLong), Assert.Single(scanner.Problems).Reason);
    }

    [Fact]
    public void One_file_a_folder_to_go_into_and_what_is_not_wanted()
    {
        Make("d/a");
        Make("d/b");
        Make("d/skip/c");
        using FolderScanner file = FolderScanner.Open(_scene.In("d/a"), new ScanOptions { Under = P("top/x") });
        Assert.Equal(["top/x/a"], file.Scan().Select(e => e.Path.Text));
        using FolderScanner folder = FolderScanner.Open(_scene.In("d") + "/", new ScanOptions { Omit = p => p.Text is "skip" or "b" });
        Assert.Equal(["a"], folder.Scan().Select(e => e.Path.Text));
        Assert.Empty(folder.Problems);
        Assert.Throws<FileNotFoundException>(() => FolderScanner.Open(_scene.In("none")));
    }

    [Fact]
    public void A_scan_can_be_ended()
    {
        Make("a");
        using var cancel = new CancellationTokenSource();
        using FolderScanner scanner = FolderScanner.Open(_scene.Target, new ScanOptions { Cancellation = cancel.Token });
        using IEnumerator<ArchiveSource> entries = scanner.Scan().GetEnumerator();
        Assert.True(entries.MoveNext());
        cancel.Cancel();
        Assert.Throws<OperationCanceledException>(() => entries.MoveNext());
    }

    [Theory]
    [InlineData("grown")]
    [InlineData("cut")]
    [InlineData("rewritten")]
    [InlineData("removed")]
    [InlineData("replaced")]
    [InlineData("link")]
    [InlineData("moved")]
    [InlineData("folder")]
    [InlineData("pipe")]
    public void A_file_that_changed_since_it_was_found_is_told(string change)
    {
        Make("d/a", new string('x', 100));
        using FolderScanner scanner = FolderScanner.Open(_scene.Target);
        ArchiveSource entry = scanner.Scan().Last();
        Change(_scene.In("d/a"), change);
        Assert.Equal(DareError.InvalidRequest, Refusal(() => Read(entry)));
    }

    [Theory]
    [InlineData("grown")]
    [InlineData("cut")]
    [InlineData("rewritten")]
    public void A_file_that_changes_while_it_is_read_is_told_at_its_end(string change)
    {
        Make("a", new string('x', 100));
        using FolderScanner scanner = FolderScanner.Open(_scene.Target);
        using Stream content = scanner.Scan().Last().Content!();
        Assert.Equal(50, content.Read(new byte[50]));
        Change(_scene.In("a"), change);
        Assert.Equal(DareError.InvalidRequest, Refusal(() => content.CopyTo(Stream.Null)));
    }

    [Fact]
    public void Who_reads_no_further_than_the_size_is_told_as_well()
    {
        Make("a", new string('x', 100));
        using FolderScanner scanner = FolderScanner.Open(_scene.Target);
        using Stream content = scanner.Scan().Last().Content!();
        Assert.Equal(50, content.Read(new byte[50]));
        Change(_scene.In("a"), "rewritten");
        Assert.Equal(DareError.InvalidRequest, Refusal(() => content.ReadExactly(new byte[50])));
    }

    [Fact]
    public void A_folder_that_became_a_link_is_not_read_through()
    {
        Make("d/victim", "untouched");
        using FolderScanner scanner = FolderScanner.Open(_scene.Target);
        ArchiveSource entry = scanner.Scan().Last();
        Directory.Move(_scene.In("d"), _scene.In("moved"));
        Directory.CreateSymbolicLink(_scene.In("d"), _scene.Outside);
        Assert.Equal(DareError.InvalidRequest, Refusal(() => Read(entry)));

        // The same while the scan is on its way.
        Make("e/x/y");
        using FolderScanner other = FolderScanner.Open(_scene.In("e"));
        using IEnumerator<ArchiveSource> entries = other.Scan().GetEnumerator();
        Assert.True(entries.MoveNext());
        Directory.Delete(_scene.In("e/x"), recursive: true);
        Directory.CreateSymbolicLink(_scene.In("e/x"), _scene.Outside);
        Assert.False(entries.MoveNext());
        Assert.Equal(["x"], other.Problems.Select(p => p.Path));
    }

    [Fact]
    public void Contents_can_be_opened_by_several_threads_after_the_scan()
    {
        for (int i = 0; i < 50; i++)
        {
            Make($"d{i % 5}/e/{i}", i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        using FolderScanner scanner = FolderScanner.Open(_scene.Target);
        ArchiveSource[] files = [.. scanner.Scan().Where(e => e.Content is not null)];
        Assert.Equal(50, files.Length);
        Parallel.ForEach(files, file => Assert.Equal(file.Path.Name, Read(file)));
    }

    [Fact]
    public void Nothing_is_left_out_in_silence()
    {
        Gen<string[]> trees = HostileNames.Path.ArrayOf(12);
        int told = 0;
        Prop.ForAll(trees.ToArbitrary(), names =>
        {
            using var scene = new ExtractionScene();
            foreach (string name in names.Select(n => n.Replace('\0', 'x').Replace("..", "x", StringComparison.Ordinal).TrimStart('/')))
            {
                TryMake(scene, name);
            }

            using FolderScanner scanner = FolderScanner.Open(scene.Target);
            string[] found = [.. scanner.Scan().Select(e => e.Path.Text)];
            told += scanner.Problems.Count;
            Assert.Equal(found.Order(StringComparer.Ordinal), found);
            Assert.Equal(found.Length, found.Distinct().Count());
            string[] tops = Directory.GetFileSystemEntries(scene.Target);
            Assert.Equal(tops.Length, found.Concat(scanner.Problems.Select(p => p.Path)).Count(p => !p.Contains('/', StringComparison.Ordinal)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
        Assert.True(told > 60, $"{told} told");
    }

    private static void TryMake(ExtractionScene scene, string name)
    {
        try
        {
            string path = scene.Target + "/" + name;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Not every name can be made here, and some are taken by folders already.
        }
    }

    private static void Change(string path, string change)
    {
        switch (change)
        {
            case "grown":
                File.AppendAllText(path, "more");
                break;
            case "cut":
                File.WriteAllText(path, "less");
                break;
            case "rewritten":
                File.WriteAllText(path, new string('y', 100));
                File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
                break;
            case "moved":
                File.Move(path, path + ".new"); // the link leads to the very file that was found
                File.CreateSymbolicLink(path, path + ".new");
                break;
            default:
                File.Delete(path);
                Replace(path, change);
                break;
        }
    }

    private static void Replace(string path, string by)
    {
        switch (by)
        {
            case "replaced":
                File.WriteAllText(path + ".new", new string('x', 100));
                File.Move(path + ".new", path);
                break;
            case "link":
                File.WriteAllText(path + ".new", new string('x', 100));
                File.CreateSymbolicLink(path, path + ".new");
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "pipe":
                MakePipeAt(path);
                break;
        }
    }

    private static string Read(ArchiveSource entry)
    {
        using Stream content = entry.Content!();
        using var reader = new StreamReader(content);
        return reader.ReadToEnd();
    }

    private static void Extract(ExtractionFolder folder, ArchiveSource entry)
    {
        switch (entry.Entry.Type)
        {
            case FileEntryType.Folder:
                folder.CreateFolder(entry.Path, entry.Entry);
                break;
            case FileEntryType.Link:
                folder.CreateLink(entry.Path, entry.Entry);
                break;
            default:
                using (ExtractedFile file = folder.CreateFile(entry.Path, entry.Entry))
                using (Stream content = entry.Content!())
                {
                    content.CopyTo(file.Stream);
                    file.Keep();
                }

                break;
        }
    }

    private (string[] Paths, FolderScanner Scanner) Scan()
    {
        using FolderScanner scanner = FolderScanner.Open(_scene.Target);
        return ([.. scanner.Scan().Select(e => e.Path.Text)], scanner);
    }

    private void Make(string path, string content = "x")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_scene.In(path))!);
        File.WriteAllText(_scene.In(path), content);
    }
}
