using static Mesh.Dare.Tests.ExtractionScene;

namespace Mesh.Dare.Tests;

/// <summary>Limits count what is written; a failure leaves no half file.</summary>
public sealed class ExtractionLimitTests : IDisposable
{
    private readonly ExtractionScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void A_file_is_bounded_whatever_it_states()
    {
        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { MaximumFileSize = 10 });
        Assert.Equal(DareError.LimitExceeded, Refusal(() => folder.CreateFile(P("a"), new FileEntry { Size = 11 })));
        using (ExtractedFile file = folder.CreateFile(P("a")))
        {
            file.Stream.Write(new byte[9]);
            Assert.Equal(DareError.LimitExceeded, Refusal(() => file.Stream.Write(new byte[2])));
            file.Stream.WriteByte(1);
            Assert.Equal(DareError.LimitExceeded, Refusal(() => file.Stream.WriteByte(1)));
        }

        Assert.Empty(_scene.Everything());
        Put(folder, "a", "0123456789");
    }

    [Fact]
    public void All_files_together_are_bounded_and_files_that_were_not_kept_count()
    {
        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { MaximumTotalSize = 10 });
        Put(folder, "a", "1234");
        using (ExtractedFile file = folder.CreateFile(P("b")))
        {
            file.Stream.Write("1234"u8);
        }

        using (ExtractedFile file = folder.CreateFile(P("c")))
        {
            Assert.Equal(DareError.LimitExceeded, Refusal(() => file.Stream.Write("123"u8)));
        }

        Put(folder, "d", "12");
        Assert.Equal(["a", "d"], _scene.Everything());
    }

    [Fact]
    public void Entries_are_bounded_and_folders_that_paths_name_count()
    {
        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { MaximumEntries = 6 });
        Put(folder, "a/b/c");
        folder.CreateFolder(P("d"));
        folder.CreateLink(P("l"), Link("d"));
        Assert.Equal(DareError.LimitExceeded, Refusal(() => Put(folder, "e/f")));
        Assert.Equal(DareError.LimitExceeded, Refusal(() => folder.CreateFolder(P("g"))));
        Assert.Equal(DareError.LimitExceeded, Refusal(() => folder.CreateLink(P("m"), Link("d"))));
        Assert.DoesNotContain("g/", _scene.Everything());
    }

    [Fact]
    public void Links_and_folders_that_are_kept_in_memory_are_bounded()
    {
        var pending = new PendingEntries();
        string target = new('x', FileEntry.LongestTarget);
        Assert.Equal(DareError.LimitExceeded, Refusal(() =>
        {
            for (int i = 0; i <= PendingEntries.MostCharacters / FileEntry.LongestTarget; i++)
            {
                pending.AddLink(P("l"), target);
            }
        }));
        Assert.Equal(DareError.LimitExceeded, Refusal(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                pending.AddFolder(P("folder"), Folder());
            }
        }));
    }

    [Theory]
    [InlineData(4, "12345")]
    [InlineData(4, "123")]
    [InlineData(0, "1")]
    [InlineData(1, "")]
    public void A_file_has_the_size_that_was_stated(long size, string content)
    {
        using ExtractionFolder folder = _scene.Open();
        Assert.Equal(DareError.EntryRefused, Refusal(() => Put(folder, "a", content, new FileEntry { Size = size })));
        Assert.Empty(_scene.Everything());
        Put(folder, "a", content, new FileEntry { Size = content.Length });
    }

    [Fact]
    public void More_than_was_stated_is_refused_before_it_is_written()
    {
        using ExtractionFolder folder = _scene.Open();
        using ExtractedFile file = folder.CreateFile(P("a"), new FileEntry { Size = 4 });
        file.Stream.Write("123"u8);
        Assert.Equal(DareError.EntryRefused, Refusal(() => file.Stream.Write("45"u8)));
        Assert.Equal(3, folder.Written);
        file.Stream.Write("4"u8);
        file.Keep();
        Assert.Equal("1234", _scene.Read("a"));
    }

    [Fact]
    public void Folders_are_completed_after_those_in_them()
    {
        var pending = new PendingEntries();
        foreach (string path in new[] { "a", "b/c", "a/b/c", "a-b", "b", "a/b", "a/b/d" })
        {
            pending.AddFolder(P(path), Folder());
        }

        List<string> order = [.. pending.FoldersDeepestFirst().Select(f => f.Path.Text)];
        Assert.Equal(7, order.Count);
        Assert.All(order, path => Assert.DoesNotContain(order.Skip(order.IndexOf(path)), later => later.StartsWith(path + "/", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_extraction_can_be_ended_between_any_two_writes()
    {
        using var cancel = new CancellationTokenSource();
        using ExtractionFolder folder = _scene.Open(new ExtractionOptions { Cancellation = cancel.Token });
        Put(folder, "kept");
        folder.CreateLink(P("l"), Link("kept"));
        using (ExtractedFile file = folder.CreateFile(P("a")))
        {
            file.Stream.Write("1"u8);
            cancel.Cancel();
            Assert.Throws<OperationCanceledException>(() => file.Stream.Write("2"u8));
        }

        Assert.Throws<OperationCanceledException>(() => folder.CreateFile(P("b")));
        Assert.Throws<OperationCanceledException>(() => folder.Finish());
        Assert.Equal(["kept"], _scene.Everything());
    }

    [Fact]
    public void Many_problems_are_told_up_to_a_number_and_counted_from_there()
    {
        var problems = new ProblemList();
        for (int i = 0; i < ProblemList.Most + 5; i++)
        {
            problems.Add("a\nb", "reason");
        }

        IReadOnlyList<ArchiveProblem> told = problems.ToList();
        Assert.Equal(ProblemList.Most + 1, told.Count);
        Assert.Equal("a\\u{A}b", told[0].Path);
        Assert.Contains("5 more", told[^1].Reason, StringComparison.Ordinal);
    }
}
