using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mesh.Dare.Tests;

/// <summary>Sequences of the published types as we write them: our own reader classifies them, and they have the form of the published ones.</summary>
public class CompatSequenceTests
{
    private static readonly byte[] Payload = [.. Enumerable.Range(0, 300).Select(i => (byte)(i % 256))];

    public static TheoryData<string, CompatSequenceType> Published => new()
    {
        { "seq-12-simple", CompatSequenceType.List },
        { "seq-12-merkle", CompatSequenceType.Merkle },
        { "seq-11-merkle", CompatSequenceType.Merkle },
        { "file-web-tree", CompatSequenceType.Tree },
        { "file-web-merkle", CompatSequenceType.Merkle },
    };

    public static TheoryData<string> Apexes => ["merkle-linked-300", "merkle-linked-distinct"];

    [Theory]
    [MemberData(nameof(Published))]
    public void Frames_have_the_members_of_the_published_ones(string id, CompatSequenceType type)
    {
        byte[] octets = Convert.FromBase64String(Vectors.Dare(id).Expected().Text("bytes"));
        PublishedSequence published = PublishedSequence.Read(new MemoryOctets(octets));
        using var file = new MemoryStream();
        CompatSequenceWriter writer = CompatSequenceWriter.Create(file, type, default, Sealer());
        var theirs = new FrameReader(new MemoryOctets(octets));
        foreach (PublishedFrame frame in published.Forward(1))
        {
            writer.Append(theirs.Body(frame.Layout, 1 << 20), new CompatRequest { ContentMetaData = frame.Header.ContentMetaData });
        }

        PublishedSequence written = PublishedSequence.Read(new MemoryOctets(file.ToArray()));
        var ours = new FrameReader(new MemoryOctets(file.ToArray()));
        Assert.Equal(published.Count, written.Count);
        Assert.Equal(published.ContainerType, written.ContainerType);
        foreach ((PublishedFrame theirFrame, PublishedFrame ourFrame) in published.Forward().Zip(written.Forward()))
        {
            JsonObject expected = Members(theirs.Header(theirFrame.Layout));
            JsonObject actual = Members(ours.Header(ourFrame.Layout));

            // Line breaks and blanks make other offsets; policies that ask for nothing are not written.
            expected.Remove("policy");
            Assert.Equal(expected["SequenceInfo"]!["TreePosition"] is not null, actual["SequenceInfo"]!["TreePosition"] is not null);
            expected["SequenceInfo"]!.AsObject().Remove("TreePosition");
            actual["SequenceInfo"]!.AsObject().Remove("TreePosition");
            Assert.True(JsonNode.DeepEquals(expected, actual), $"{expected} against {actual}");
            Assert.Equal(theirs.Body(theirFrame.Layout, 1 << 20), ours.Body(ourFrame.Layout, 1 << 20));
            Assert.Equal(theirFrame.Trailer.PayloadDigest?.ToArray(), ourFrame.Trailer.PayloadDigest?.ToArray());
            Assert.Equal(theirFrame.Trailer.ApexDigest is not null, ourFrame.Trailer.ApexDigest is not null);
        }

        static JsonObject Members(byte[] header) => JsonNode.Parse(DareHeader.Parse(header).StrictOctets.Span)!.AsObject();
    }

    [Theory]
    [InlineData(CompatSequenceType.List, VerificationLevel.Framing, PublishedTree.None)]
    [InlineData(CompatSequenceType.Digest, VerificationLevel.Digest, PublishedTree.None)]
    [InlineData(CompatSequenceType.Tree, VerificationLevel.Framing, PublishedTree.None)]
    [InlineData(CompatSequenceType.Merkle, VerificationLevel.Apex, PublishedTree.Linked)]
    public void Our_reader_classifies_what_we_write(CompatSequenceType type, VerificationLevel level, PublishedTree tree)
    {
        using var file = new MemoryStream();
        CompatSequenceWriter writer = CompatSequenceWriter.Create(file, type, default, Sealer());
        for (int i = 1; i < 40; i++)
        {
            // Some at once, some as a stream, some by a writer that comes later.
            byte[] body = [.. Enumerable.Repeat((byte)i, i * 7)];
            writer = i % 5 == 0 ? CompatSequenceWriter.Open(file, Sealer("later" + i)) : writer;
            long index = i % 3 == 0 ? writer.Append(new MemoryStream(body), body.Length, Request(i)) : writer.Append(body, Request(i));
            Assert.Equal(i, index);
        }

        PublishedArchive archive = PublishedArchive.Read(new MemoryOctets(file.ToArray()), new PublishedArchiveOptions());
        PublishedSequence read = archive.Sequence;
        Assert.Equal((level, tree, true, 40L), (read.Level, read.Tree, read.PositionsAgree, read.Count));
        Assert.Equal(type == CompatSequenceType.Merkle, read.Apex is { } apex && apex.Span.SequenceEqual(writer.Apex!.Value.Span));
        Assert.Equal(Enumerable.Range(1, 39).Select(i => $"file {i}"), archive.Files().Select(f => f.Path));
        foreach (PublishedEntry entry in archive.Files())
        {
            OpenRequest request = entry.Index % 2 == 0
                ? new OpenRequest { Keys = TestKeys.Ring, Legacy = LegacyReading.SignedCbc, Signers = Policy() }
                : new OpenRequest();
            using PublishedContent opened = archive.Open(entry, request);
            Assert.Equal(Enumerable.Repeat((byte)entry.Index, (int)entry.Index * 7), PublishedOpeningTests.ReadAll(opened.Content));
            Assert.Equal(entry.Index % 2 == 0 ? VerificationLevel.Signed : level, opened.Level);
        }
    }

    [Theory]
    [MemberData(nameof(Apexes))]
    public void Apexes_are_those_of_the_intended_rule(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        using var file = new MemoryStream();
        CompatSequenceWriter writer = CompatSequenceWriter.Create(file, CompatSequenceType.Merkle, default, Sealer());
        foreach (JsonProperty apex in vector.Expected().GetProperty("apex").EnumerateObject())
        {
            if (apex.Name != "0")
            {
                writer.Append(id == "merkle-linked-300" ? Payload : System.Text.Encoding.ASCII.GetBytes("frame " + apex.Name), new CompatRequest());
            }

            Assert.Equal(apex.Value.GetString(), Vectors.Hex(writer.Apex!.Value.Span));
        }
    }

    [Fact]
    public void A_trusted_apex_opens_an_encrypted_entry_without_a_signature()
    {
        using var file = new MemoryStream();
        CompatSequenceWriter writer = CompatSequenceWriter.Create(file, CompatSequenceType.Merkle, default, Sealer());
        var request = new CompatRequest
        {
            ContentMetaData = new ContentMeta { UniqueId = "a", Filename = "a", Event = "New" }.ToOctets(),
            Recipients = [TestKeys.Reader.Public],
            WithoutProof = true,
        };
        writer.Append("body"u8, request);
        var keys = new OpenRequest { Keys = TestKeys.Ring, Legacy = LegacyReading.SignedCbc };
        PublishedArchive plain = PublishedArchive.Read(new MemoryOctets(file.ToArray()), new PublishedArchiveOptions());
        Assert.Equal(DareError.UnsupportedAlgorithm, TestKeys.ErrorOf(() => plain.Open(plain.Find("a")!, keys)));
        var options = new PublishedArchiveOptions { TrustedApex = writer.Apex };
        PublishedArchive trusted = PublishedArchive.Read(new MemoryOctets(file.ToArray()), options);
        using PublishedContent opened = trusted.Open(trusted.Find("a")!, keys);
        Assert.Equal("body", System.Text.Encoding.ASCII.GetString(PublishedOpeningTests.ReadAll(opened.Content)));
        Assert.Equal(VerificationLevel.Checkpointed, opened.Level);
    }

    [Theory]
    [InlineData("file-append-merkle", "not linked")]
    [InlineData("file-chain-linked-2", "type is not written")]
    [InlineData("file-web-archive-enc", "policy")]
    public void What_others_wrote_otherwise_is_not_continued(string id, string reason)
    {
        using var file = new MemoryStream();
        file.Write(Convert.FromBase64String(Vectors.Dare(id).Expected().Text("bytes")));
        byte[] before = file.ToArray();
        DareException e = Assert.Throws<DareException>(() => CompatSequenceWriter.Open(file, Sealer()));
        Assert.Equal(DareError.InvalidRequest, e.Code);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.Equal(before, file.ToArray());
    }

    [Theory]
    [InlineData("file-append-list")]
    [InlineData("file-web-tree")]
    public void What_others_wrote_by_the_same_rules_is_continued(string id)
    {
        using var file = new MemoryStream();
        file.Write(Convert.FromBase64String(Vectors.Dare(id).Expected().Text("bytes")));
        long count = PublishedSequence.Read(new MemoryOctets(file.ToArray())).Count;
        Assert.Equal(count, CompatSequenceWriter.Open(file, Sealer()).Append("more"u8, new CompatRequest()));
        PublishedSequence read = PublishedSequence.Read(new MemoryOctets(file.ToArray()));
        Assert.Equal((count + 1, true), (read.Count, read.PositionsAgree));
    }

    [Fact]
    public void A_policy_in_any_frame_stops_a_writer_that_does_not_carry_it_out()
    {
        foreach (string policy in new[] { "{\"Encryption\":\"Isolated\"}", "{\"Signature\":\"Last\"}", "{\"enc\":\"A256CBC\"}", "{\"Encryption\":\"Sometimes\"}" })
        {
            using var file = new MemoryStream();
            CompatSequenceWriter.Create(file, CompatSequenceType.List, default, Sealer());
            file.Write(Frame.Encode(System.Text.Encoding.ASCII.GetBytes($"{{\"SequenceInfo\":{{\"Index\":1}},\"policy\":{policy}}}"), [], []));
            Assert.Contains(
                TestKeys.ErrorOf(() => CompatSequenceWriter.Open(file, Sealer())), new[] { DareError.InvalidRequest, DareError.UnsupportedAlgorithm });
        }
    }

    [Fact]
    public void A_failed_entry_leaves_the_file_as_it_was()
    {
        using var file = new MemoryStream();
        CompatSequenceWriter writer = CompatSequenceWriter.Create(file, CompatSequenceType.Merkle, default, Sealer());
        writer.Append("first"u8, new CompatRequest());
        byte[] before = file.ToArray();
        foreach (long said in new long[] { 99, 101 })
        {
            Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => writer.Append(new MemoryStream(new byte[100]), said, new CompatRequest())));
            Assert.Equal(before, file.ToArray());
        }

        Assert.Equal(2, writer.Append("second"u8, new CompatRequest()));
        Assert.Equal(PublishedTree.Linked, PublishedSequence.Read(new MemoryOctets(file.ToArray())).Tree);
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => CompatSequenceWriter.Create(file, CompatSequenceType.List, default, Sealer())));
    }

    [Fact]
    public void A_deletion_has_no_body_and_is_listed_as_one()
    {
        using var file = new MemoryStream();
        CompatSequenceWriter writer = CompatSequenceWriter.Create(file, CompatSequenceType.Merkle, default, Sealer());
        writer.Append("body"u8, Request(1));
        writer.Append([], new CompatRequest { ContentMetaData = new ContentMeta { UniqueId = "file 1", Event = "Delete" }.ToOctets() });
        PublishedArchive archive = PublishedArchive.Read(new MemoryOctets(file.ToArray()), new PublishedArchiveOptions());
        Assert.Empty(archive.Files());
        Assert.Equal([false, true], archive.Versions().Select(v => v.IsDelete));
    }

    [Fact]
    public void Every_flipped_bit_outside_headers_is_refused_or_lowers_the_level_or_leaves_all_bodies_under_the_same_apex()
    {
        using var file = new MemoryStream();
        CompatSequenceWriter writer = CompatSequenceWriter.Create(file, CompatSequenceType.Merkle, default, Sealer());
        writer.Append("one"u8, new CompatRequest());
        writer.Append("two"u8, new CompatRequest());
        byte[] octets = file.ToArray();
        byte[] apex = writer.Apex!.Value.ToArray();
        FrameLayout[] frames = [.. new FrameReader(new MemoryOctets(octets)).Forward()];
        byte[][] bodies = Bodies(octets);
        int harmless = 0;
        for (int bit = 0; bit < octets.Length * 8; bit++)
        {
            octets[bit / 8] ^= (byte)(1 << (bit % 8));
            bool inHeader = frames.Any(f => bit / 8 >= f.HeaderStart && bit / 8 < f.HeaderStart + f.HeaderLength);
            if (!inHeader && Holds(octets, apex))
            {
                // The name of a digest that the apex repeats.
                Assert.Equal(bodies, Bodies(octets));
                harmless++;
            }

            octets[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.True(Holds(octets, apex));
        Assert.InRange(harmless, 0, 3 * 8 * "PayloadDigest".Length);

        static byte[][] Bodies(byte[] octets)
        {
            var reader = new FrameReader(new MemoryOctets(octets));
            return [.. reader.Forward().Select(f => reader.Body(f, 100))];
        }
    }

    [Fact]
    public void Snapshot_of_a_sequence()
    {
        using var file = new MemoryStream();
        CompatSequenceWriter writer = CompatSequenceWriter.Create(file, CompatSequenceType.Merkle, new ContentMeta { ContentType = "application/mmm-archive" }.ToOctets(), Sealer());
        writer.Append("one"u8, Request(1));
        writer.Append("two"u8, Request(2));
        Snapshot.Matches("compat-sequence", file.ToArray());
    }

    private static bool Holds(byte[] octets, byte[] apex)
    {
        try
        {
            PublishedSequence sequence = PublishedSequence.Read(new MemoryOctets(octets));
            return sequence.Level == VerificationLevel.Apex && sequence.Apex!.Value.Span.SequenceEqual(apex);
        }
        catch (DareException)
        {
            return false;
        }
    }

    private static CompatRequest Request(int i) => new()
    {
        ContentMetaData = new ContentMeta { UniqueId = $"file {i}", Filename = $"file {i}", Event = "New" }.ToOctets(),
        Signers = i % 2 == 0 ? [TestKeys.Signer] : [],
        Recipients = i % 2 == 0 ? [TestKeys.Reader.Public] : [],
    };

    private static SignerPolicy Policy() => SignerPolicy.AllOf(TestKeys.Signer.Public).With(SignatureForms.PlainManifest);

    private static CompatSealer Sealer(string seed = "compat sequence") => new(new SeededRandom(seed));
}
