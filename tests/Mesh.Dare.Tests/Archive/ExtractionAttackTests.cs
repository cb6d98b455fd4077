using FsCheck;
using FsCheck.Fluent;
using static Mesh.Dare.Tests.ExtractionScene;

namespace Mesh.Dare.Tests;

/// <summary>Archives and folders made to write somewhere else.</summary>
public sealed class ExtractionAttackTests : IDisposable
{
    private readonly ExtractionScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("d", "d/victim")]
    [InlineData("d/e", "d/e/victim")]
    public void A_link_in_the_target_is_not_followed_to_its_folder(string link, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_scene.In(link))!);
        Directory.CreateSymbolicLink(_scene.In(link), _scene.Outside);
        foreach (bool overwrite in new[] { false, true })
        {
            using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = overwrite });
            Assert.Equal(DareError.EntryRefused, Refusal(() => Put(folder, path)));
            Assert.Equal(DareError.EntryRefused, Refusal(() => folder.CreateFolder(P(link + "/new"))));
            Assert.Equal(DareError.EntryRefused, Refusal(() => folder.CreateLink(P(link + "/link"), Link("x"))));
            Assert.Equal(DareError.AlreadyExists, Refusal(() => folder.CreateFolder(P(link), Folder(Octal("777")))));
            Assert.Empty(folder.Finish());
        }

        _scene.AssertOutsideIsUntouched();
    }

    [Fact]
    public void A_link_in_the_target_is_not_written_through()
    {
        File.CreateSymbolicLink(_scene.In("a"), _scene.Victim);
        File.CreateSymbolicLink(_scene.In("dangling"), Path.Combine(_scene.Outside, "new"));
        foreach (bool overwrite in new[] { false, true })
        {
            using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = overwrite });
            Assert.Equal(DareError.AlreadyExists, Refusal(() => Put(folder, "a")));
            Assert.Equal(DareError.AlreadyExists, Refusal(() => Put(folder, "dangling")));
        }

        Assert.Equal(["a", "dangling"], _scene.Everything());
        _scene.AssertOutsideIsUntouched();
    }

    [Fact]
    public void A_link_of_the_archive_cannot_lead_its_later_entries()
    {
        using ExtractionFolder folder = _scene.Open();
        folder.CreateFolder(P("real"));
        folder.CreateLink(P("d"), Link("real"));
        Assert.Equal(DareError.EntryRefused, Refusal(() => Put(folder, "d/a")));
        Assert.Equal(DareError.EntryRefused, Refusal(() => Put(folder, "D/a"))); // where letter case is ignored, D is d
        Assert.Equal(DareError.EntryRefused, Refusal(() => Put(folder, "d")));
        Assert.Empty(folder.Finish());
        Assert.Equal(["d", "real/"], _scene.Everything());
    }

    [Theory]
    [InlineData("l", "/etc/passwd")]
    [InlineData("l", "../outside/victim")]
    [InlineData("d/l", "../../outside")]
    [InlineData("d/l", "x/../../../outside")]
    [InlineData("l", "..")]
    public void A_link_of_the_archive_to_the_outside_is_refused(string path, string target)
    {
        using ExtractionFolder folder = _scene.Open();
        Assert.Equal(DareError.EntryRefused, Refusal(() => folder.CreateLink(P(path), Link(target))));
        folder.Finish();
        Assert.Empty(_scene.Everything());
    }

    [Fact]
    public void Links_can_be_refused_altogether()
    {
        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { AllowLinks = false });
        Assert.Equal(DareError.EntryRefused, Refusal(() => folder.CreateLink(P("l"), Link("a"))));
    }

    [Fact]
    public void A_link_replaces_nothing_unless_it_may_and_no_folder_then()
    {
        foreach (bool overwrite in new[] { false, true })
        {
            File.WriteAllText(_scene.In("a"), "old");
            Directory.CreateDirectory(_scene.In("d"));
            using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = overwrite });
            folder.CreateLink(P("a"), Link("x"));
            folder.CreateLink(P("d"), Link("x"));
            Assert.Equal(overwrite ? ["d"] : ["a", "d"], folder.Finish().Select(p => p.Path));
            Assert.Equal(overwrite ? "x" : null, new FileInfo(_scene.In("a")).LinkTarget);
            Assert.Equal(["a", "d/"], _scene.Everything());
        }
    }

    [Fact]
    public void What_is_no_file_is_neither_written_to_nor_replaced()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _scene.MakePipe("pipe");
        foreach (bool overwrite in new[] { false, true })
        {
            using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = overwrite });
            Assert.Equal(DareError.AlreadyExists, Refusal(() => Put(folder, "pipe")));
            Assert.Equal(DareError.EntryRefused, Refusal(() => Put(folder, "pipe/a")));
            Assert.Equal(DareError.AlreadyExists, Refusal(() => folder.CreateFolder(P("pipe"))));
            using ExtractionFolder other = _scene.Open(new ExtractionOptions { Overwrite = overwrite });
            other.CreateLink(P("pipe"), Link("x"));
            Assert.Single(other.Finish());
        }

        Assert.Equal(["pipe"], _scene.Everything());
    }

    [Fact]
    public void A_file_and_a_folder_do_not_replace_each_other()
    {
        Directory.CreateDirectory(_scene.In("d"));
        File.WriteAllText(_scene.In("f"), "old");
        foreach (bool overwrite in new[] { false, true })
        {
            using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = overwrite });
            Assert.Equal(DareError.AlreadyExists, Refusal(() => Put(folder, "d")));
            Assert.Equal(DareError.EntryRefused, Refusal(() => Put(folder, "f/a")));
            Assert.Equal(DareError.AlreadyExists, Refusal(() => folder.CreateFolder(P("f"))));
        }

        Assert.Equal(["d/", "f"], _scene.Everything());
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "A")]
    [InlineData("\u00E9", "\u00C9")]
    [InlineData("stra\u00DFe", "STRASSE")]
    [InlineData("d/a", "D/a")]
    [InlineData("d/a", "D/b")]
    [InlineData("d/a", "d")]
    [InlineData("d", "d/a")]
    [InlineData("d", "D/a")]
    [InlineData("\u2764\uFE0F", "\u2764")]
    public void Entries_that_meet_on_some_system_are_refused_on_all(string first, string second)
    {
        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Overwrite = true });
        Put(folder, first, "first");
        string[] before = _scene.Everything();
        Assert.Equal(DareError.EntryRefused, Refusal(() => Put(folder, second, "second")));
        Assert.Equal(before, _scene.Everything());
        Assert.Equal("first", _scene.Read(first));
    }

    [Fact]
    public void Similar_names_can_be_allowed_and_equal_ones_cannot()
    {
        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { AllowSimilarNames = true, Overwrite = true });
        Put(folder, "a.h", "lower");
        Put(folder, "A.h", "upper"); // on a file system that ignores letter case this is refused as well
        Assert.Equal(DareError.EntryRefused, Refusal(() => Put(folder, "a.h")));
        Assert.Equal(("lower", "upper"), (_scene.Read("a.h"), _scene.Read("A.h")));
    }

    [Fact]
    public void A_file_of_this_extraction_is_not_replaced_where_names_meet_after_all()
    {
        // A second name of the same file is what a system that ignores letter case would find.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { AllowSimilarNames = true, Overwrite = true });
        Put(folder, "a", "first");
        MakeSecondName(_scene.In("a"), _scene.In("A"));
        Assert.Equal(DareError.AlreadyExists, Refusal(() => Put(folder, "A", "second")));
        Assert.Equal("first", _scene.Read("A"));
    }

    [Fact]
    public void Metadata_of_another_kind_of_entry_are_refused()
    {
        using ExtractionFolder folder = _scene.Open();
        Assert.Equal(DareError.EntryRefused, Refusal(() => folder.CreateFile(P("a"), Link("x"))));
        Assert.Equal(DareError.EntryRefused, Refusal(() => folder.CreateFile(P("a"), Folder())));
        Assert.Equal(DareError.EntryRefused, Refusal(() => folder.CreateFolder(P("a"), new FileEntry())));
        Assert.Equal(DareError.EntryRefused, Refusal(() => folder.CreateLink(P("a"), new FileEntry())));
        Assert.Empty(_scene.Everything());
    }

    [Theory]
    [InlineData("a?b", false)]
    [InlineData("a*", false)]
    [InlineData("PROGRA~1", false)]
    [InlineData("a~12.txt", false)]
    [InlineData("~1", false)]
    [InlineData("notes.~1~", true)]
    [InlineData("a~1.jpeg", true)]
    [InlineData("longfilename~1", true)]
    [InlineData("a~", true)]
    [InlineData("a~b1", true)]
    [InlineData("a~1.b.c", true)]
    public void Windows_is_spared_names_that_it_takes_for_others(string component, bool accepted) =>
        Assert.Equal(accepted, WindowsNames.Problem(component) is null);

    [Fact]
    public void No_sequence_of_entries_reaches_the_outside()
    {
        string[] names = ["a", "b", "a/b", "b/a", "a/b/c", "b/c", "A", "way", "way/victim", "way/a", "over", "over/b", "a/way/victim"];
        string[] targets = ["a", "b", "../a", "..", ".", "../way", "way", "../../outside", "over", "/", "a/b/c"];
        Gen<(int Kind, string Name, string Target)> steps =
            from kind in Gen.Choose(0, 3)
            from name in Gen.Elements(names)
            from target in Gen.Elements(targets)
            select (kind, name, target);
        Gen<(bool Overwrite, bool Similar, (int, string, string)[] Steps)> runs =
            from overwrite in Gen.Elements(true, false)
            from similar in Gen.Elements(true, false)
            from length in Gen.Choose(1, 12)
            from entries in steps.ArrayOf(length)
            select (overwrite, similar, entries);
        int kept = 0;
        Prop.ForAll(runs.ToArbitrary(), run =>
        {
            using var scene = new ExtractionScene();
            Directory.CreateSymbolicLink(scene.In("way"), scene.Outside);
            File.CreateSymbolicLink(scene.In("over"), scene.Victim);

            // Twice: the second time into what the first one made.
            for (int round = 0; round < 2; round++)
            {
                using ExtractionFolder folder = scene.Open(new ExtractionOptions { Overwrite = run.Overwrite, AllowSimilarNames = run.Similar });
                foreach ((int kind, string name, string target) in run.Steps)
                {
                    kept += Step(folder, kind, name, target) ? 1 : 0;
                }

                folder.Finish();
            }

            scene.AssertOutsideIsUntouched();
            Assert.DoesNotContain(scene.Everything(), n => n.Contains(TemporaryName.Start, StringComparison.Ordinal));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
        Assert.True(kept > 150, $"{kept} entries kept");
    }

    private static bool Step(ExtractionFolder folder, int kind, string name, string target)
    {
        try
        {
            switch (kind)
            {
                case 0:
                    folder.CreateFolder(P(name), Folder(Octal("777")));
                    break;
                case 1:
                    folder.CreateLink(P(name), Link(target));
                    break;
                default:
                    Put(folder, name);
                    break;
            }

            return true;
        }
        catch (DareException e) when (e.Code is DareError.EntryRefused or DareError.AlreadyExists)
        {
            return false;
        }
    }
}
