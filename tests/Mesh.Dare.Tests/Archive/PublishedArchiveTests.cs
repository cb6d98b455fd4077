using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>Archives that others have written, in their three layouts.</summary>
public class PublishedArchiveTests
{
    private static readonly PublishedArchiveOptions Old = new() { Backslashes = true };

    public static TheoryData<string> WithOctets =>
        [.. Vectors.DareOf("archive").Where(v => v.Expected().OptionalText("bytes") is not null).Select(v => v.Id())];

    [Fact]
    public void The_latest_versions_are_listed_and_a_deletion_hides_a_file()
    {
        PublishedArchive archive = Read("file-web-sequence-dcon", new PublishedArchiveOptions());
        Assert.Equal(["TestFile1.txt", "TestFile3.txt"], archive.Files().Select(f => f.Path));
        Assert.Equal(2, archive.Count);
        Assert.Equal(
            [(1L, "TestFile1.txt", "New"), (2, "TestFile2.txt", "New"), (3, "TestFile3.txt", "New"), (4, "TestFile2.txt", "Delete")],
            archive.Versions().Select(v => (v.Index, v.Path!, v.Event!)));
        PublishedEntry first = archive.Find("TestFile1.txt")!;
        Assert.Equal((PublishedLayout.UniqueId, 14L, 32L, "2023-06-28T13:54:08Z"), (first.Layout, first.StoredLength, first.Attributes!.Value, first.Modified!));

        // The apexes of this file are not linked: it is worth no more than its digests, and its metadata nothing (D-08, D-10).
        Assert.Equal((VerificationLevel.Digest, false), (first.Level, first.MetadataIsBound));
        Assert.Equal("This is a test", Text(archive, first));
        Assert.Null(archive.Find("TestFile2.txt"));
        Assert.Equal("This is a test 2", Text(archive, archive.At(2)));
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => archive.Open(archive.At(4), new OpenRequest())));
        Assert.Equal(DareError.NotFound, TestKeys.ErrorOf(() => archive.At(5)));
    }

    [Fact]
    public void A_backslash_is_a_separator_only_where_it_is_asked_for()
    {
        PublishedArchive strict = Read("file-web-archive", new PublishedArchiveOptions());
        PublishedEntry refused = strict.Find(@"TestDir1\TestFile4.txt")!;
        Assert.Contains("backslash", refused.Problem, StringComparison.Ordinal);
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => strict.Open(refused, new OpenRequest())));

        PublishedArchive old = Read("file-web-archive", Old);
        Assert.Equal(["TestDir1/TestFile4.txt", "TestDir1/TestFile5.txt"], old.Files().Select(f => f.Path));
        Assert.All(old.Files(), f => Assert.Null(f.Problem));
        Assert.Equal("This is a test 4", Text(old, old.Find("TestDir1/TestFile4.txt")!));
    }

    [Fact]
    public void An_encrypted_archive_is_listed_and_opens_with_no_other_key()
    {
        PublishedArchive archive = Read("file-web-archive-enc", Old);
        Assert.Equal(["TestDir1/TestFile4.txt", "TestDir1/TestFile5.txt"], archive.Files().Select(f => f.Path));
        Assert.All(archive.Files(), f => Assert.True(f.IsEncrypted));
        PublishedEntry entry = archive.Files().First();
        Assert.Equal(DareError.UnsupportedAlgorithm, TestKeys.ErrorOf(() => archive.Open(entry, new OpenRequest { Keys = TestKeys.Ring })));
        var request = new OpenRequest { Keys = TestKeys.Ring, Legacy = LegacyReading.UnsignedCbc };
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => archive.Open(entry, request)));
    }

    [Theory]
    [MemberData(nameof(WithOctets))]
    public void Every_published_archive_is_listed_as_its_frames_say(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        PublishedArchive archive = Read(id, new PublishedArchiveOptions());
        string?[] paths = [.. vector.Expected().GetProperty("content_meta").EnumerateArray().Skip(1).Select(m => m.OptionalText("UniqueId"))];
        Assert.Equal(paths, archive.Versions().Select(v => v.Path));
        Assert.All(archive.Versions(), v => Assert.True(v.Level <= VerificationLevel.Digest && !v.MetadataIsBound));
    }

    [Fact]
    public void The_layouts_of_2017_and_2022_are_read()
    {
        byte[] octets =
        [
            .. One(0, null, ""),
            .. One(1, "{\"Paths\":[\"a\",\"b/c\"]}", "old"),
            .. One(2, "{\"Filename\":\"d/e\"}", "middle"),
            .. One(3, "{\"Filename\":\"b/c\",\"Event\":\"Update\"}", "new"),
            .. One(4, "{\"cty\":\"text/plain\"}", "unnamed"),
            .. One(5, "{\"Filename\":\"d/e\",\"Event\":\"Delete\"}", ""),
        ];
        PublishedArchive archive = PublishedArchive.Read(new MemoryOctets(octets), new PublishedArchiveOptions());
        Assert.Equal([("a", PublishedLayout.Paths), ("b/c", PublishedLayout.Filename)], archive.Files().Select(f => (f.Path!, f.Layout)));
        Assert.Equal(["old", "new"], archive.Files().Select(f => Text(archive, f)));
        Assert.Equal(["a", "b/c", "d/e", "b/c", null, "d/e"], archive.Versions().Select(v => v.Path));
        Assert.Equal("unnamed", Text(archive, archive.At(4)));
        Assert.Equal(VerificationLevel.Framing, archive.At(4).Level);
        Assert.Equal(PublishedLayout.None, archive.At(4).Layout);
    }

    [Theory]
    [InlineData("a/b", "b", "a", true)]
    [InlineData("a/b", "b", "../x", false)]
    [InlineData("a/b", "c", "a", false)]
    [InlineData("a/b", "../../x", "a", false)]
    [InlineData("b", "b", "", true)]
    [InlineData("b", "b", "a", false)]
    [InlineData("xb", "b", "", false)]
    [InlineData("a/b", null, "a", true)]
    [InlineData("a/b", null, "b", false)]
    [InlineData("a/b", "b", null, true)]
    [InlineData("a/b", "b", "a/b", true)]
    public void An_entry_whose_three_names_disagree_is_not_opened(string id, string? name, string? folder, bool agree)
    {
        string meta = JsonSerializer.Serialize(new Dictionary<string, object?> { ["UniqueId"] = id, ["Filename"] = name, ["FileEntry"] = new Dictionary<string, string?> { ["Path"] = folder } })
            .Replace(",\"Filename\":null", "", StringComparison.Ordinal).Replace("{\"Path\":null}", "{}", StringComparison.Ordinal);
        byte[] octets = [.. One(0, null, ""), .. One(1, meta, "body")];
        PublishedArchive archive = PublishedArchive.Read(new MemoryOctets(octets), Old);
        PublishedEntry entry = archive.Find(id)!;
        Assert.Equal(agree, entry.Problem is null);
        if (!agree)
        {
            Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => archive.Open(entry, new OpenRequest())));
        }
    }

    [Fact]
    public void A_signature_raises_one_entry_and_a_wrong_one_closes_it()
    {
        UnverifiedEnvelope good = TestKeys.Sealer().Seal("good"u8, Request("good"));
        UnverifiedEnvelope other = TestKeys.Sealer().Seal("else"u8, Request("bad"));
        byte[] octets =
        [
            .. One(0, null, ""),
            .. Frame.Encode(good.Header.Octets.Span, good.Body.Span, good.Trailer.Octets.Span),
            .. One(2, "{\"Filename\":\"plain\"}", "plain"),
            .. Frame.Encode(other.Header.Octets.Span, other.Body.Span, Swapped(other, good).Octets.Span),
        ];
        var options = new PublishedArchiveOptions { Signers = SignerPolicy.AllOf(TestKeys.Signer.Public).With(SignatureForms.PlainManifest) };
        PublishedArchive archive = PublishedArchive.Read(new MemoryOctets(octets), options);
        Assert.Equal(
            [("good", VerificationLevel.Signed, true), ("plain", VerificationLevel.Framing, true), ("bad", VerificationLevel.Digest, false)],
            archive.Files().Select(f => (f.Path!, f.Level, f.Problem is null)));
        Assert.All(archive.Files(), f => Assert.False(f.MetadataIsBound));
        var request = new OpenRequest { Signers = options.Signers };
        Assert.Equal("good", Text(archive, archive.Find("good")!, request));
        Assert.Equal(DareError.SignatureMissing, TestKeys.ErrorOf(() => archive.Open(archive.Find("plain")!, request)));
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => archive.Open(archive.Find("bad")!, request)));
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => archive.Sequence.Open(archive.Sequence.Frame(3), request)));

        static SealRequest Request(string name) => new()
        {
            ContentMetaData = new ContentMeta { Filename = name }.ToOctets(),
            Signers = [TestKeys.Signer],
            PlainManifest = true,
        };
        static DareTrailer Swapped(UnverifiedEnvelope own, UnverifiedEnvelope foreign) => new()
        {
            PayloadDigest = own.Trailer.PayloadDigest,
            Signatures = foreign.Trailer.Signatures,
        };
    }

    [Fact]
    public void A_trusted_apex_must_be_that_of_the_archive_and_then_covers_the_bodies()
    {
        byte[] octets = Convert.FromBase64String(Vectors.Dare("file-merkle-linked-8").Expected().Text("bytes"));
        ReadOnlyMemory<byte> apex = PublishedSequence.Read(new MemoryOctets(octets)).Apex!.Value;
        PublishedArchive archive = PublishedArchive.Read(new MemoryOctets(octets), new PublishedArchiveOptions { TrustedApex = apex });
        Assert.All(archive.Versions(), v => Assert.Equal((VerificationLevel.Checkpointed, false), (v.Level, v.MetadataIsBound)));
        using PublishedContent opened = archive.Open(archive.At(1), new OpenRequest());
        Assert.Equal(VerificationLevel.Checkpointed, opened.Level);

        var wrong = new PublishedArchiveOptions { TrustedApex = new byte[64] };
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => PublishedArchive.Read(new MemoryOctets(octets), wrong)));
        byte[] unlinked = Convert.FromBase64String(Vectors.Dare("file-merkle-11").Expected().Text("bytes"));
        Assert.Null(PublishedSequence.Read(new MemoryOctets(unlinked)).Apex);
        var any = new PublishedArchiveOptions { TrustedApex = apex };
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => PublishedArchive.Read(new MemoryOctets(unlinked), any)));
    }

    private static byte[] One(int index, string? meta, string body)
    {
        string coded = meta is null ? "" : $",\"ContentMetaData\":\"{Mesh.Encoding.Base64UrlText.Encode(System.Text.Encoding.UTF8.GetBytes(meta))}\"";
        return Frame.Encode(
            System.Text.Encoding.UTF8.GetBytes($"{{\"SequenceInfo\":{{\"Index\":{index}}}{coded}}}"), System.Text.Encoding.UTF8.GetBytes(body), []);
    }

    private static PublishedArchive Read(string id, PublishedArchiveOptions options) =>
        PublishedArchive.Read(new MemoryOctets(Convert.FromBase64String(Vectors.Dare(id).Expected().Text("bytes"))), options);

    private static string Text(PublishedArchive archive, PublishedEntry entry, OpenRequest? request = null)
    {
        using PublishedContent opened = archive.Open(entry, request ?? new OpenRequest());
        return System.Text.Encoding.UTF8.GetString(PublishedOpeningTests.ReadAll(opened.Content));
    }
}
