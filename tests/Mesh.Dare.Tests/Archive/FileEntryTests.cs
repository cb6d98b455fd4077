using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Dare.Tests;

public class FileEntryTests
{
    [Fact]
    public void A_link_with_everything() => Snapshot.Matches("file-entry", new ContentMeta
    {
        UniqueId = "d/l",
        Filename = "l",
        Event = "New",
        FileEntry = new FileEntry
        {
            CreationTime = TestKeys.Now,
            LastAccessTime = TestKeys.Now.AddMilliseconds(1500),
            LastWriteTime = TestKeys.Now.AddSeconds(2),
            Attributes = 32,
            Mode = 0b111_101_101,
            Type = FileEntryType.Link,
            Target = "../target",
            Size = 9,
        },
    }.ToOctets());

    [Fact]
    public void A_file_says_no_type() => Assert.Equal(
        "{\"FileEntry\":{\"Mode\":420,\"Size\":0}}", Written(new FileEntry { Mode = 0b110_100_100, Size = 0 }));

    [Fact]
    public void Bits_above_the_permissions_are_not_written() => Assert.Equal(
        "{\"FileEntry\":{\"Mode\":493,\"Type\":\"dir\"}}", Written(new FileEntry { Mode = 0b111_111_101_101, Type = FileEntryType.Folder }));

    [Fact]
    public void What_is_written_is_read()
    {
        Gen<DateTimeOffset?> times = Gen.Choose(0, int.MaxValue).Select(s => s % 5 == 0 ? null : (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(s * 7L));
        Gen<FileEntry> entries =
            from created in times
            from accessed in times
            from changed in times
            from attributes in Gen.Choose(-1, int.MaxValue)
            from mode in Gen.Choose(-1, FileEntry.PermissionBits)
            from type in Gen.Elements(Enum.GetValues<FileEntryType>())
            from target in HostileNames.Path
            from size in Gen.Choose(-1, int.MaxValue)
            select new FileEntry
            {
                CreationTime = created,
                LastAccessTime = accessed,
                LastWriteTime = changed,
                Attributes = attributes < 0 ? null : attributes * 2L,
                Mode = mode < 0 ? null : mode,
                Type = type,
                Target = type == FileEntryType.Link ? "a" + target.Replace("\uD83D", "", StringComparison.Ordinal).Replace("\uDE00", "", StringComparison.Ordinal) : null,
                Size = size < 0 ? null : size * 3_000_000_000L,
            };
        Prop.ForAll(entries.ToArbitrary(), entry => entry == ContentMeta.Parse(new ContentMeta { FileEntry = entry }.ToOctets()).FileEntry)
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"Mode\":-1}")]
    [InlineData("{\"Mode\":4096}")]
    [InlineData("{\"Mode\":4294967295}")]
    [InlineData("{\"Mode\":9223372036854775807}")]
    [InlineData("{\"Mode\":1.5}")]
    [InlineData("{\"Mode\":\"0644\"}")]
    [InlineData("{\"Size\":-1}")]
    [InlineData("{\"Size\":9223372036854775808}")]
    [InlineData("{\"Attributes\":4294967296}")]
    [InlineData("{\"Type\":\"device\"}")]
    [InlineData("{\"Type\":\"File\"}")]
    [InlineData("{\"Type\":1}")]
    [InlineData("{\"Type\":\"link\"}")]
    [InlineData("{\"Type\":\"link\",\"Target\":\"\"}")]
    [InlineData("{\"Target\":\"x\"}")]
    [InlineData("{\"Type\":\"dir\",\"Target\":\"x\"}")]
    [InlineData("{\"LastWriteTime\":\"2026-01-02\"}")]
    [InlineData("{\"LastWriteTime\":\"2026-01-02T03:04:05\"}")]
    [InlineData("{\"LastWriteTime\":\"2026-13-02T03:04:05Z\"}")]
    [InlineData("{\"LastWriteTime\":\"2026-01-02T03:04:05+01:00\"}")]
    [InlineData("{\"LastWriteTime\":\"2026-01-02T03:04:05.Z\"}")]
    [InlineData("{\"LastWriteTime\":\"2026-01-02T03:04:05.1x2Z\"}")]
    [InlineData("{\"LastWriteTime\":\"2026-01-02T03:04:05.1234567890Z\"}")]
    [InlineData("{\"CreationTime\":7}")]
    [InlineData("{\"Mode\":1,\"Mode\":1}")]
    public void What_contradicts_itself_is_refused(string json)
    {
        DareException e = Assert.Throws<DareException>(() => Read(json));
        Assert.Equal(DareError.Malformed, e.Code);
    }

    [Fact]
    public void A_long_target_is_refused()
    {
        Assert.Equal(FileEntry.LongestTarget, Read(Link(new string('x', FileEntry.LongestTarget))).Target!.Length);
        Assert.Throws<DareException>(() => Read(Link(new string('x', FileEntry.LongestTarget + 1))));
        Assert.Throws<DareException>(() => Read(Link(new string('\u20AC', (FileEntry.LongestTarget / 3) + 1))));
    }

    [Fact]
    public void Fractions_of_a_second_and_unknown_members_are_dropped()
    {
        FileEntry entry = Read("{\"LastWriteTime\":\"2026-01-02T03:04:05.999Z\",\"Other\":{\"a\":[1]},\"Path\":\"d\"}");
        Assert.Equal(Vectors.Time("2026-01-02T03:04:05Z"), entry.LastWriteTime);
        Assert.Equal("d", entry.Path);
        Assert.Equal("{\"FileEntry\":{\"LastWriteTime\":\"2026-01-02T03:04:05Z\"}}", Written(entry));
    }

    [Fact]
    public void Contradictions_are_not_written()
    {
        FileEntry[] wrong =
        [
            new() { Type = FileEntryType.Link }, new() { Target = "x" }, new() { Type = FileEntryType.Link, Target = "" }, new() { Mode = 4096 },
            new() { Mode = -1 }, new() { Size = -1 }, new() { Attributes = 1L << 32 },
        ];
        Assert.All(wrong, entry => Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(() => Written(entry)).Code));
    }

    [Fact]
    public void Published_archives_name_their_files()
    {
        JsonElement[] metas = [.. Vectors.DareOf("archive").SelectMany(v => v.Expected().GetProperty("content_meta").EnumerateArray())];
        ContentMeta[] files = [.. metas.Select(m => ContentMeta.Parse(System.Text.Encoding.UTF8.GetBytes(m.GetRawText()))).Where(m => m.FileEntry is not null)];
        Assert.Contains("TestDir1/TestFile4.txt", files.Select(f => ArchiveNaming.Of(f, legacy: true).Text));
        Assert.Contains("TestFile1.txt", files.Select(f => ArchiveNaming.Of(f, legacy: true).Text));
        Assert.Contains(files, f => f.FileEntry!.LastWriteTime == Vectors.Time("2023-06-28T13:54:08Z") && f.FileEntry.Attributes == 32);
        ContentMeta nested = files.First(f => f.UniqueId!.Contains('\\', StringComparison.Ordinal));
        Assert.Equal(DareError.EntryRefused, Assert.Throws<DareException>(() => ArchiveNaming.Of(nested)).Code);
    }

    [Fact]
    public void The_three_names_of_an_entry_must_agree()
    {
        Assert.Equal("d/a", Name("d/a", null, null));
        Assert.Equal("d/a", Name("d/a", "a", "d"));
        Assert.Equal("d/a", Name("d/a", "d/a", "d/a"));
        Assert.Equal("a", Name("a", "a", ""));
        foreach ((string? id, string? name, string? path) in new[]
        {
            ("d/a", "b", null), ("d/a", "../../evil", null), ("d/a", null, "/etc"), ("d/a", null, ""), ("a", "a", ".."), ("a", "A", null),
            (null, "a", null), ((string?)null, (string?)null, (string?)null), ("../a", "a", null),
        })
        {
            Assert.Equal(DareError.EntryRefused, Assert.Throws<DareException>(() => Name(id, name, path)).Code);
        }
    }

    private static string Name(string? id, string? name, string? path)
    {
        FileEntry? entry = path is null ? null : Read(JsonSerializer.Serialize(new Dictionary<string, string> { ["Path"] = path }));
        return ArchiveNaming.Of(new ContentMeta { UniqueId = id, Filename = name, FileEntry = entry }).Text;
    }

    private static string Link(string target) => $"{{\"Type\":\"link\",\"Target\":\"{target}\"}}";

    private static FileEntry Read(string json) =>
        ContentMeta.Parse(System.Text.Encoding.UTF8.GetBytes($"{{\"FileEntry\":{json}}}")).FileEntry!;

    private static string Written(FileEntry entry) => System.Text.Encoding.UTF8.GetString(new ContentMeta { FileEntry = entry }.ToOctets());
}
