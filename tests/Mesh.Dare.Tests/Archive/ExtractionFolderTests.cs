using static Mesh.Dare.Tests.ExtractionScene;

namespace Mesh.Dare.Tests;

/// <summary>What an extraction leaves behind when nothing is wrong.</summary>
public sealed class ExtractionFolderTests : IDisposable
{
    private readonly ExtractionScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void Files_folders_and_links_are_made()
    {
        using (ExtractionFolder folder = _scene.Open())
        {
            folder.CreateFolder(P("empty"));
            Put(folder, "a.txt", "one");
            Put(folder, "d/e/f.txt", "two");
            Put(folder, "d/g.txt", "");
            folder.CreateLink(P("d/l"), Link("../a.txt"));
            folder.CreateFolder(P("d"), Folder());
            Assert.Equal(6, folder.Written);
            Assert.False(Path.Exists(_scene.In("d/l")));
            Assert.Empty(folder.Finish());
        }

        Assert.Equal(["a.txt", "d/", "d/e/", "d/e/f.txt", "d/g.txt", "d/l", "empty/"], _scene.Everything());
        Assert.Equal(("one", "two", "", "one"), (_scene.Read("a.txt"), _scene.Read("d/e/f.txt"), _scene.Read("d/g.txt"), _scene.Read("d/l")));
        Assert.Equal("../a.txt", new FileInfo(_scene.In("d/l")).LinkTarget);
    }

    [Fact]
    public void A_target_that_does_not_exist_is_made()
    {
        using ExtractionFolder folder = ExtractionFolder.Open(_scene.In("x/y"));
        Put(folder, "a");
        Assert.Equal("new", _scene.Read("x/y/a"));
    }

    [Fact]
    public void Permissions_and_times_are_restored()
    {
        DateTimeOffset time = new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        using (ExtractionFolder folder = _scene.Open(new ExtractionOptions { ExactPermissions = true }))
        {
            folder.CreateFolder(P("d"), new FileEntry { Type = FileEntryType.Folder, Mode = Octal("500"), LastWriteTime = time });
            folder.CreateFolder(P("d/e"), new FileEntry { Type = FileEntryType.Folder, Mode = Octal("555"), LastWriteTime = time.AddHours(1) });
            Put(folder, "d/e/a", "x", new FileEntry { Mode = Octal("666"), LastWriteTime = time, LastAccessTime = time.AddHours(2) });
            Put(folder, "d/b", "x", new FileEntry { Mode = Octal("000") });
            folder.CreateLink(P("d/l"), Link("b"));
            Assert.Empty(folder.Finish());
        }

        Assert.Equal(time.UtcDateTime, File.GetLastWriteTimeUtc(_scene.In("d/e/a")));
        Assert.Equal(time.UtcDateTime.AddHours(2), File.GetLastAccessTimeUtc(_scene.In("d/e/a")));
        Assert.Equal(time.UtcDateTime, Directory.GetLastWriteTimeUtc(_scene.In("d")));
        Assert.Equal(time.UtcDateTime.AddHours(1), Directory.GetLastWriteTimeUtc(_scene.In("d/e")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                (Octal("500"), Octal("555"), Octal("666"), 0), (_scene.Mode("d"), _scene.Mode("d/e"), _scene.Mode("d/e/a"), _scene.Mode("d/b")));
        }
    }

    [Fact]
    public void A_folder_is_closed_to_others_until_the_end()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // access there follows the list of the folder above
        }

        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { ExactPermissions = true });
        folder.CreateFolder(P("d"), Folder(Octal("777")));
        using ExtractedFile file = folder.CreateFile(P("d/e/a"), new FileEntry { Mode = Octal("777") });
        Assert.Equal((Octal("700"), Octal("700")), (_scene.Mode("d"), _scene.Mode("d/e")));
        Assert.Equal(Octal("600"), (int)File.GetUnixFileMode(Directory.GetFiles(_scene.In("d/e")).Single()));
        file.Keep();
        Assert.Equal(Octal("777"), _scene.Mode("d/e/a"));
        folder.Finish();
        Assert.Equal(Octal("777"), _scene.Mode("d"));
    }

    [Fact]
    public void The_umask_holds_and_is_not_for_the_archive_to_decide()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // What the system gives by itself shows the umask, whatever it is where the test runs.
        Directory.CreateDirectory(_scene.In("plain"), (UnixFileMode)Octal("777"));
        int allowed = _scene.Mode("plain");
        Assert.NotEqual(Octal("777"), allowed);
        using (ExtractionFolder folder = _scene.Open())
        {
            folder.CreateFolder(P("d"), Folder(Octal("777")));
            Put(folder, "d/a", "x", new FileEntry { Mode = Octal("777") });
            Put(folder, "d/b");
            Put(folder, "d/c", "x", new FileEntry { Mode = Octal("640") });
            Put(folder, "i/a");
            folder.Finish();
        }

        Assert.Equal((allowed, allowed), (_scene.Mode("d"), _scene.Mode("i")));
        Assert.Equal(allowed, _scene.Mode("d/a"));
        Assert.Equal(allowed & Octal("666"), _scene.Mode("d/b"));
        Assert.Equal(allowed & Octal("640"), _scene.Mode("d/c"));
    }

    [Fact]
    public void Setuid_setgid_and_sticky_are_never_restored()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (bool exact in new[] { false, true })
        {
            using ExtractionFolder folder = _scene.Open(new ExtractionOptions { ExactPermissions = exact });
            Put(folder, $"{exact}/a", "x", new FileEntry { Mode = Octal("7755") });
            folder.CreateFolder(P($"{exact}/d"), Folder(Octal("7755")));
            folder.Finish();
            Assert.Equal(0, (_scene.Mode($"{exact}/a") | _scene.Mode($"{exact}/d")) & Octal("7000"));
            Assert.Equal(Octal("700"), _scene.Mode($"{exact}/a") & Octal("700"));
        }
    }

    [Fact]
    public void A_file_that_is_there_is_kept_unless_it_may_be_replaced()
    {
        File.WriteAllText(_scene.In("a"), "old");
        using (ExtractionFolder folder = _scene.Open())
        {
            Assert.Equal(DareError.AlreadyExists, Refusal(() => Put(folder, "a")));
            Assert.Equal("old", _scene.Read("a"));
        }

        using (ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = true }))
        {
            Put(folder, "a");
            Assert.Equal("new", _scene.Read("a"));
        }

        Assert.Equal(["a"], _scene.Everything());
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_other_names_as_they_were()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        MakeSecondName(_scene.Victim, _scene.In("a"));
        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = true });
        Put(folder, "a");
        Assert.Equal("new", _scene.Read("a"));
        _scene.AssertOutsideIsUntouched();
    }

    [Fact]
    public void A_folder_that_is_there_keeps_its_permissions_unless_it_may_be_replaced()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(_scene.In("d"), (UnixFileMode)Octal("700"));
        foreach ((bool overwrite, int mode) in new[] { (false, Octal("700")), (true, Octal("750")) })
        {
            using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = overwrite, ExactPermissions = true });
            folder.CreateFolder(P("d"), Folder(Octal("750")));
            Put(folder, $"d/{overwrite}");
            folder.Finish();
            Assert.Equal(mode, _scene.Mode("d"));
        }
    }

    [Fact]
    public void A_file_that_is_not_kept_leaves_nothing_and_its_name_can_be_used_again()
    {
        using ExtractionFolder folder = _scene.Open();
        using (ExtractedFile file = folder.CreateFile(P("a")))
        {
            file.Stream.Write("half"u8);
            Assert.False(Path.Exists(_scene.In("a")));
        }

        Assert.Empty(_scene.Everything());
        Put(folder, "a");
        Assert.Equal(["a"], _scene.Everything());
    }

    [Fact]
    public void What_is_open_at_the_end_leaves_nothing()
    {
        ExtractionFolder folder = _scene.Open();
        ExtractedFile file = folder.CreateFile(P("a"));
        file.Stream.Write("half"u8);
        folder.CreateFileFails(P("b"));
        folder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Stream.Write("more"u8));
        Assert.Throws<ObjectDisposedException>(file.Keep);
        Assert.Empty(_scene.Everything());
    }

    [Fact]
    public void Nothing_is_extracted_after_the_end()
    {
        using ExtractionFolder folder = _scene.Open();
        folder.Finish();
        folder.CreateFileFails(P("b"));
        Assert.Equal(DareError.InvalidRequest, Refusal(() => folder.CreateFolder(P("d"))));
        Assert.Equal(DareError.InvalidRequest, Refusal(() => folder.CreateLink(P("l"), Link("a"))));
        Assert.Equal(DareError.InvalidRequest, Refusal(() => folder.Finish()));
        Assert.Empty(_scene.Everything());
    }

    [Fact]
    public void A_flushed_extraction_is_the_same()
    {
        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Flush = true });
        Put(folder, "d/a");
        Assert.Empty(folder.Finish());
        Assert.Equal("new", _scene.Read("d/a"));
    }

    [Fact]
    public void The_target_may_be_reached_by_a_link()
    {
        Directory.CreateSymbolicLink(_scene.In("way"), _scene.Outside);
        using ExtractionFolder folder = ExtractionFolder.Open(_scene.In("way"));
        Put(folder, "a");
        Assert.Equal("new", File.ReadAllText(Path.Combine(_scene.Outside, "a")));
    }
}

internal static class ExtractionFolderChecks
{
    /// <summary>That no file can be begun now.</summary>
    public static void CreateFileFails(this ExtractionFolder folder, ArchivePath path) =>
        Assert.Equal(DareError.InvalidRequest, Refusal(() => folder.CreateFile(path)));
}
