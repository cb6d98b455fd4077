using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

public class ArchiveTests
{
    private const string Name = "/a/test.dare";

    public static TheoryData<string, string, bool, string?> Ways => new()
    {
        { "None", "None", false, null },
        { "None", "Last", false, "br" },
        { "Session", "Last", true, "br" },
        { "Session", "Last", false, "gzip" },
        { "Once", "Any", true, null },
        { "Isolated", "Isolated", false, "br" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_put_in_comes_out(string encryption, string signature, bool hide, string? compression)
    {
        var files = new SimulatedFiles();
        ArchiveOptions options = Options(files, TestSequence.Of(encryption, signature, hide), compression);
        Dictionary<string, byte[]> contents = new()
        {
            ["dir/empty"] = [],
            ["dir/large text"] = [.. Enumerable.Repeat("all work and no play "u8.ToArray(), 150_000).SelectMany(x => x)],
            ["dir/noise"] = RandomNumberGenerator.GetBytes(1_300_000),
            ["dir/text"] = [.. Enumerable.Repeat("text "u8.ToArray(), 1000).SelectMany(x => x)],
            ["z"] = [1],
        };
        using (var writer = ArchiveWriter.Create(Name, options))
        {
            writer.Add(new ArchiveSource(ArchivePath.Parse("dir"), new FileEntry { Type = FileEntryType.Folder, Mode = 0x1ED }));
            foreach ((string path, byte[] content) in contents)
            {
                writer.Add(File(path, content));
            }

            writer.Close();
        }

        using ArchiveReader reader = Read(files);
        Assert.Equal(["dir", .. contents.Keys.Order(StringComparer.Ordinal)], reader.Entries().Select(e => e.Path.Text));
        foreach ((string path, byte[] content) in contents)
        {
            ArchiveEntry entry = reader.Find(ArchivePath.Parse(path))!;
            Assert.Equal(content.Length, entry.Listed.Size);
            Assert.Equal(content, Content(reader, entry));
        }

        if (compression is not null)
        {
            Assert.InRange(files.Octets(Name).Length, 1_300_000, 1_400_000);
        }
    }

    [Fact]
    public void Versions_and_deletions_are_kept()
    {
        var files = new SimulatedFiles();
        TestSequence test = TestSequence.Of("Session", "Last", hide: true);
        using (var writer = ArchiveWriter.Create(Name, Options(files, test)))
        {
            writer.Add(File("a", [1]));
            writer.Add(File("b", [2]));
            writer.Close();
        }

        test.Seed += "+";
        using (var writer = ArchiveWriter.Open(Name, Options(files, test)))
        {
            writer.Add(File("a", [3]));
            writer.Delete(ArchivePath.Parse("b"));
            Assert.Equal(DareError.NotFound, TestKeys.ErrorOf(() => writer.Delete(ArchivePath.Parse("c"))));
            Assert.Equal(DareError.NotFound, TestKeys.ErrorOf(() => writer.Delete(ArchivePath.Parse("b"))));
            writer.Close();
        }

        using ArchiveReader reader = Read(files);
        Assert.Equal(["a"], reader.Entries().Select(e => e.Path.Text));
        Assert.Equal(
            ["a New", "a Update", "b New", "b Delete"], reader.AllVersions().Select(e => $"{e.Path} {e.Listed.Event}"));
        Assert.Equal([1], Content(reader, reader.AllVersions().First()));
        Assert.Equal([2], Content(reader, reader.AllVersions().Skip(2).First()));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1001)]
    [InlineData(2_000_000)]
    public void File_that_changes_while_it_is_read_is_refused(int real)
    {
        var files = new SimulatedFiles();
        TestSequence test = TestSequence.Of("None", "None");
        using (var writer = ArchiveWriter.Create(Name, Options(files, test)))
        {
            writer.Add(File("a", [1]));
            long stated = real > 1_000_000 ? real - 1 : 1000;
            Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() =>
            {
                writer.Add(new ArchiveSource(ArchivePath.Parse("b"), new FileEntry { Size = stated }) { Content = () => new MemoryStream(new byte[real]) });
                writer.Close();
            }));
        }
    }

    [Fact]
    public void Content_of_unknown_length_is_taken()
    {
        var files = new SimulatedFiles();
        TestSequence test = TestSequence.Of("Session", "Last");
        byte[] content = RandomNumberGenerator.GetBytes(9_000_000);
        using (var writer = ArchiveWriter.Create(Name, Options(files, test)))
        {
            writer.Add(new ArchiveSource(ArchivePath.Parse("pipe"), new FileEntry()) { Content = () => new MemoryStream(content) });
            writer.Close();
        }

        Assert.Equal([Path.GetFileName(Name)], files.Names(Path.GetDirectoryName(Name)!));
        using ArchiveReader reader = Read(files);
        Assert.Equal(content, Content(reader, reader.Find(ArchivePath.Parse("pipe"))!));
    }

    [Fact]
    public void Entry_is_refused_that_has_another_path_or_length_than_is_listed()
    {
        var files = new SimulatedFiles();
        TestSequence test = TestSequence.Of("None", "None");
        SequenceOptions options = Options(files, test).Sequence.For(SequenceContent.Archive);
        using (var writer = SequenceWriter.Create(Name, options))
        {
            writer.Append(writer.Prepare(new ContentMeta { UniqueId = "../up" }, [1]));
            writer.Append(writer.Prepare(new ContentMeta { UniqueId = "other", Filename = "name" }, [1]));
            writer.Append(writer.Prepare(new ContentMeta { UniqueId = "long", FileEntry = new FileEntry { Size = 2 } }, [1]));
            writer.Append(writer.Prepare(new ContentMeta { UniqueId = "short", FileEntry = new FileEntry { Size = 0 } }, [1]));
            writer.Append(writer.Prepare(
                new ContentMeta { UniqueId = "coded", ContentEncoding = "br", FileEntry = new FileEntry { Size = 1 } }, [1, 2, 3]));
            writer.Append(writer.Prepare(new ContentMeta { UniqueId = "bomb", ContentEncoding = "gzip" }, [1]));
            writer.Close();
        }

        using ArchiveReader reader = Read(files);
        Assert.Throws<DareException>(() => reader.Entries().Count());
        foreach (string path in new[] { "other", "long", "short", "coded", "bomb" })
        {
            ArchiveEntry entry = reader.Find(ArchivePath.Parse(path))!;
            Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => Content(reader, entry)));
        }

        ArchiveEntry moved = reader.Find(ArchivePath.Parse("long"))! with { Path = ArchivePath.Parse("elsewhere") };
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => reader.Metadata(moved)));
    }

    private static ArchiveOptions Options(SimulatedFiles files, TestSequence test, string? compression = null) => new()
    {
        Compression = compression,
        Sequence = new TestSequence
        {
            Files = files,
            Policy = test.Policy,
            HideNames = test.HideNames,
            Signers = test.Signers,
            Random = SystemRandom.Instance,
        }.Options(),
    };

    private static ArchiveSource File(string path, byte[] content) =>
        new(ArchivePath.Parse(path), new FileEntry { Size = content.Length, Mode = 0x1A4 }) { Content = () => new MemoryStream(content) };

    private static ArchiveReader Read(SimulatedFiles files) => ArchiveReader.Open(new MemoryOctets(files.Octets(Name)), TestKeys.Open());

    private static byte[] Content(ArchiveReader reader, ArchiveEntry entry)
    {
        using Stream stream = reader.Content(entry);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
