using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Sequences that this library writes, opened by a reader that follows docs/format and shares no code with ours.</summary>
public class PythonSequenceTests
{
    public static TheoryData<string, string, bool> Policies => SequenceTests.Policies;

    [PythonTheory]
    [MemberData(nameof(Policies))]
    public void What_is_written_under_any_policy_is_read(string encryption, string signature, bool hide)
    {
        TestSequence test = Two(encryption, signature, hide);
        using PythonReader reader = Reader(test);
        List<(string Key, byte[] Content)> entries = reader.Entries();
        Assert.Equal(["a", "c", "ä/ü"], entries.Select(e => e.Key));
        Assert.Equal("second"u8.ToArray(), entries.Single(e => e.Key == "a").Content);
        Assert.Equal(200_000, entries.Single(e => e.Key == "c").Content.Length);
        Assert.All(entries.Single(e => e.Key == "c").Content, o => Assert.Equal((byte)'c', o));
        using SequenceReader ours = test.Read();
        string signed = signature is "Last" or "Any" ? "signed" : "roots not signed";
        Assert.Equal([$"{ours.Count} frames, {signed}"], reader.Run("verify"));
    }

    [PythonFact]
    public void Whoever_holds_no_keys_verifies_what_needs_none()
    {
        TestSequence test = Two("Session", "Last", hide: true);
        using PythonReader reader = new PythonReader().Of(test.Octets);
        Assert.Contains("not opened", Assert.Single(reader.Run("verify")), StringComparison.Ordinal);
        Assert.Contains("no key at hand", reader.Refusal("list"), StringComparison.Ordinal);
        using PythonReader other = new PythonReader().Of(test.Octets).With(TestKeys.OtherReader);
        Assert.Contains("no key at hand", other.Refusal("verify"), StringComparison.Ordinal);
    }

    [PythonFact]
    public void A_signer_who_did_not_sign_is_missed()
    {
        using PythonReader reader = Reader(Two("Session", "Last", hide: false)).AskFor(TestKeys.Signer.Public);
        Assert.Contains("signed", Assert.Single(reader.Run("verify")), StringComparison.Ordinal);
        reader.AskFor(TestKeys.OtherSigner.Public);
        Assert.Contains("not signed by", reader.Refusal("list"), StringComparison.Ordinal);
    }

    [PythonTheory]
    [InlineData("None", false)]
    [InlineData("Session", false)]
    [InlineData("Session", true)]
    public void Sequences_with_erased_contents_are_read(string encryption, bool hide)
    {
        TestSequence test = Two(encryption, "Last", hide);
        test.Seed += "-";
        SequenceEraser.Erase(TestSequence.Name, test.Options(), "a");
        using PythonReader reader = Reader(test);
        Assert.Equal(["c", "ä/ü"], reader.Entries().Select(e => e.Key));
        using SequenceReader ours = test.Read();
        Assert.Equal([$"{ours.Count} frames, signed"], reader.Run("verify"));

        // What nobody announced is no erasure.
        byte[] octets = test.Octets;
        SequenceFrame kept = ours.Frame(ours.Find("c")!.Index);
        octets.AsSpan((int)kept.Layout.BodyStart, (int)kept.Layout.BodyLength).Clear();
        Assert.NotEmpty(reader.Of(octets).Refusal("verify"));
    }

    [PythonFact]
    public void Many_frames_are_read_over_index_frames()
    {
        // One index frame comes in between, and the tables have many pages.
        TestSequence test = TestSequence.Of("None", "None");
        using (SequenceWriter writer = test.Create())
        {
            for (int i = 0; i < 65_600; i++)
            {
                writer.Append(writer.Prepare(new ContentMeta { UniqueId = $"key {i:D5}" }, []));
            }

            writer.Close();
        }

        using PythonReader reader = Reader(test);
        using SequenceReader ours = test.Read();
        Assert.Equal(0x10000, ours.Frame(ours.Count - 1).Meta.FrameIndex!.First);
        Assert.Equal(ours.Entries().Select(e => $"{e.Index} {e.Key}"), reader.Run("list"));
    }

    [PythonFact]
    public void Sessions_of_writers_with_public_keys_alone_are_read()
    {
        TestSequence test = TestSequence.Of("Session", "None", hide: true);
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            writer.Close();
        }

        for (int i = 0; i < 12; i++)
        {
            using SequenceWriter writer = test.Open(withKeys: false);
            TestSequence.Add(writer, $"b{i:D2}", "blind");
            if (i % 4 == 3)
            {
                // Interrupted before its index frame: the next blind writer cannot list this key.
                writer.Flush();
            }
            else
            {
                writer.Close();
            }
        }

        using PythonReader reader = Reader(test);
        Assert.Equal(["a", .. Enumerable.Range(0, 12).Select(i => $"b{i:D2}")], reader.Entries().Select(e => e.Key));
        Assert.Contains("frames", Assert.Single(reader.Run("verify")), StringComparison.Ordinal);
    }

    [PythonFact]
    public void Checkpoints_count_and_what_follows_the_last_signed_root_is_left_out()
    {
        TestSequence test = TestSequence.Of("Session", "Last");
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            writer.Checkpoint();
            TestSequence.Add(writer, "b", "not yet signed");
            writer.Flush();
        }

        using PythonReader reader = Reader(test);
        Assert.Equal(["a"], reader.Entries().Select(e => e.Key));
    }

    [PythonFact]
    public void A_shared_secret_opens()
    {
        byte[] secret = new SeededRandom("shared").Bytes(32);
        using var kept = new SecretBytes([.. secret]);
        var files = new SimulatedFiles();
        using (SequenceWriter writer = SequenceWriter.Create(TestSequence.Name, new SequenceOptions
        {
            Policy = new DarePolicy { EncryptionAlgorithm = "A256GCM-S64K", Encryption = "Session" },
            SymmetricRecipients = [kept],
            Random = new SeededRandom("shared sequence"),
            Time = new FixedTime(TestKeys.Now),
            Files = files,
        }))
        {
            TestSequence.Add(writer, "a", "for those who share the secret");
            writer.Close();
        }

        using PythonReader reader = new PythonReader().Of(files.Octets(TestSequence.Name)).With(secret);
        Assert.Equal("for those who share the secret"u8.ToArray(), Assert.Single(reader.Entries()).Content);
    }

    [PythonFact]
    public void Archives_with_compressed_files_are_read()
    {
        TestSequence test = TestSequence.Of("Session", "Last", hide: true);
        byte[] text = [.. Enumerable.Repeat("all work and no play "u8.ToArray(), 10_000).SelectMany(x => x)];
        using (var writer = ArchiveWriter.Create(TestSequence.Name, new ArchiveOptions { Compression = "gzip", Sequence = test.Options() }))
        {
            writer.Add(new ArchiveSource(ArchivePath.Parse("dir/text"), new FileEntry { Size = text.Length }) { Content = () => new MemoryStream(text) });
            writer.Add(new ArchiveSource(ArchivePath.Parse("empty"), new FileEntry { Size = 0 }) { Content = () => new MemoryStream() });
            writer.Close();
        }

        Assert.InRange(test.Octets.Length, 1, text.Length / 2);
        using PythonReader reader = Reader(test);
        List<(string Key, byte[] Content)> entries = reader.Entries();
        Assert.Equal(["dir/text", "empty"], entries.Select(e => e.Key));
        Assert.Equal(text, entries[0].Content);
    }

    [PythonTheory]
    [InlineData("None", "None", 131)]
    [InlineData("None", "Last", 173)]
    [InlineData("Session", "Last", 199)]
    [InlineData("Isolated", "Isolated", 211)]
    public void A_flipped_bit_is_refused(string encryption, string signature, int step)
    {
        TestSequence test = TestSequence.Of(encryption, signature, hide: encryption != "None");
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            writer.Close();
        }

        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "b", "second");
            writer.Close();
        }

        using PythonReader reader = Reader(test);
        Assert.Equal("", reader.Flip(step));
    }

    [PythonFact]
    public void A_sequence_cut_anywhere_is_not_whole()
    {
        byte[] octets = Two("Session", "Last", hide: false).Octets;
        var random = new SeededRandom("cuts");
        for (int i = 0; i < 10; i++)
        {
            int length = i < 3 ? octets.Length - 1 - i : random.Next(octets.Length);
            using PythonReader reader = new PythonReader().Of(octets[..length]).With(TestKeys.Reader);
            reader.Refusal("verify");
        }
    }

    // Two sessions: an update, a deletion, content of several segments.
    private static TestSequence Two(string encryption, string signature, bool hide)
    {
        TestSequence test = TestSequence.Of(encryption, signature, hide);
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            TestSequence.Add(writer, "b", "other");
            TestSequence.Add(writer, "a", "second", IndexedEvent.Update);
            TestSequence.Add(writer, "ä/ü", "");
            writer.Close();
        }

        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "b", "", IndexedEvent.Delete);
            TestSequence.Add(writer, "c", new string('c', 200_000));
            writer.Close();
        }

        return test;
    }

    private static PythonReader Reader(TestSequence test)
    {
        var reader = new PythonReader().Of(test.Octets);
        return test.Policy.EncryptKeys.Count > 0 ? reader.With(TestKeys.Reader) : reader;
    }
}
