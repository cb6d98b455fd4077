namespace Mesh.Dare.Tests;

public class SequenceTests
{
    public static TheoryData<string, string, bool> Policies
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (string encryption in new[] { "None", "Session", "Once", "Isolated" })
            {
                foreach (string signature in new[] { "None", "Last", "Any", "Isolated" })
                {
                    data.Add(encryption, signature, false);
                    if (encryption != "None")
                    {
                        data.Add(encryption, signature, true);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void What_is_written_is_read(string encryption, string signature, bool hide)
    {
        TestSequence test = TestSequence.Of(encryption, signature, hide);
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            TestSequence.Add(writer, "b", "other");
            TestSequence.Add(writer, "a", "second", IndexedEvent.Update);
            writer.Close();
        }

        using (SequenceWriter writer = test.Open())
        {
            Assert.Null(writer.Torn);
            TestSequence.Add(writer, "b", "", IndexedEvent.Delete);
            TestSequence.Add(writer, "c", new string('c', 200_000));
            writer.Close();
        }

        using SequenceReader reader = test.Read();
        Assert.True(reader.Standing.IsClosed);
        Assert.Null(reader.Standing.Fault);
        Assert.Equal(["a", "c"], reader.Entries().Select(e => e.Key));
        Assert.Equal("second", TestSequence.Text(reader, reader.Find("a")!.Index));
        Assert.Equal(200_000, TestSequence.Text(reader, reader.Find("c")!.Index).Length);
        Assert.Null(reader.Find("b"));
        Assert.Null(reader.Find("none"));
        IReadOnlyList<IndexedEntry> versions = reader.Versions("b");
        Assert.Equal([false, true], versions.Select(v => v.IsDeleted));
        Assert.Equal("other", TestSequence.Text(reader, versions[0].Index));
        Assert.Equal("first", TestSequence.Text(reader, reader.Versions("a")[0].Index));
        Assert.Equal(reader.Count, reader.Forward().Count());
        Assert.Equal(signature is "Last" or "Any" ? 1 : 0, reader.Standing.Signatures.Count);
        if (hide)
        {
            Assert.DoesNotContain(reader.Forward(), f => f.Meta.UniqueId is not null);
        }
    }

    [Theory]
    [InlineData("None")]
    [InlineData("Session")]
    public void Everything_is_found_without_an_index_frame(string encryption)
    {
        TestSequence test = TestSequence.Of(encryption, "None");
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            writer.Close();
        }

        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "b", "second");
            TestSequence.Add(writer, "a", "third", IndexedEvent.Update);
            writer.Flush();
        }

        using SequenceReader reader = test.Read();
        Assert.False(reader.Standing.IsClosed);
        Assert.Equal(["a", "b"], reader.Entries().Select(e => e.Key));
        Assert.Equal("third", TestSequence.Text(reader, reader.Find("a")!.Index));
    }

    [Fact]
    public void Keys_that_begin_alike_are_found_in_all_index_frames_and_behind_them()
    {
        TestSequence test = TestSequence.Of("Session", "None");
        string[] keys = ["a", "a/", "a/1", "a/2/x", "a0", "b", "a/\u00e9", "a/\U0001F511", "A/1", "", "a/1"];
        using (SequenceWriter writer = test.Create())
        {
            for (int i = 0; i < 40; i++)
            {
                TestSequence.Add(writer, $"first/{i}", "x");
            }

            writer.Close();
        }

        for (int i = 0; i < keys.Length; i++)
        {
            using SequenceWriter writer = test.Open();
            TestSequence.Add(writer, keys[i], keys[i]);
            if (i < keys.Length - 1)
            {
                writer.Close();
            }
            else
            {
                writer.Flush();
            }
        }

        using SequenceReader reader = test.Read();
        foreach (string prefix in (string[])["", "a", "a/", "a/1", "b", "c", "first/1", "A", "a/\u00e9", "a/\U0001F511"])
        {
            Assert.Equal(
                keys.Concat(Enumerable.Range(0, 40).Select(i => $"first/{i}")).Distinct().Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
                    .Order(KeyOrder.Instance),
                reader.Entries(prefix).Select(e => e.Key));
        }

        Assert.Equal(2, reader.AllVersions("a/1").Count());
        Assert.Equal(["a/1", "a/2/x", "a/\u00e9", "a/\U0001F511"], reader.Entries("a/").Select(e => e.Key).Where(k => k != "a/"));
    }

    [Fact]
    public void Often_opened_sequence_has_few_index_frames_in_force()
    {
        TestSequence test = TestSequence.Of("Session", "Last");
        test.Create().Dispose();
        for (int i = 0; i < 70; i++)
        {
            using SequenceWriter writer = test.Open();
            TestSequence.Add(writer, $"key {i:D3}", $"content {i}");
            writer.Close();
        }

        using SequenceReader reader = test.Read();
        Assert.Equal(70, reader.Entries().Count());
        for (int i = 0; i < 70; i++)
        {
            Assert.Equal($"content {i}", TestSequence.Text(reader, reader.Find($"key {i:D3}")!.Index));
        }

        int inForce = 0;
        for (SequenceFrame? frame = reader.Frame(reader.Count - 1); frame is not null; inForce++)
        {
            long first = frame.Meta.FrameIndex!.First;
            frame = first == 0 ? null : reader.Frame(first);
        }

        Assert.InRange(inForce, 1, 10);
    }

    [Fact]
    public void Writer_with_public_keys_alone_appends()
    {
        TestSequence test = TestSequence.Of("Session", "None", hide: true);
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            writer.Close();
        }

        for (int i = 0; i < 3; i++)
        {
            using SequenceWriter writer = test.Open(withKeys: false);
            TestSequence.Add(writer, $"b{i}", "blind");
            writer.Close();
        }

        // Interrupted before its index frame: the next blind writer cannot read these keys, and says that it could not.
        using (SequenceWriter writer = test.Open(withKeys: false))
        {
            TestSequence.Add(writer, "c", "interrupted");
            writer.Flush();
        }

        using (SequenceWriter writer = test.Open(withKeys: false))
        {
            TestSequence.Add(writer, "d", "last");
            writer.Close();
        }

        using SequenceReader reader = test.Read();
        Assert.Equal(["a", "b0", "b1", "b2", "c", "d"], reader.Entries().Select(e => e.Key));
        Assert.Equal("interrupted", TestSequence.Text(reader, reader.Find("c")!.Index));
    }

    [Fact]
    public void Proofs_hold_under_the_root()
    {
        TestSequence test = TestSequence.Of("None", "Last");
        StoreCheckpoint early;
        using (SequenceWriter writer = test.Create())
        {
            for (int i = 0; i < 37; i++)
            {
                TestSequence.Add(writer, $"{i}", $"{i}");
            }

            writer.Close();
            early = writer.State;
        }

        using (SequenceWriter writer = test.Open())
        {
            for (int i = 37; i < 100; i++)
            {
                TestSequence.Add(writer, $"{i}", $"{i}");
            }

            writer.Close();
        }

        using SequenceReader reader = test.Read();
        early.RequireGrowth(reader.State, reader.ConsistencyPath(early.Count));
        Assert.Equal(early.Root.ToArray(), reader.Root(early.Count));
        for (long i = 0; i < reader.Count; i++)
        {
            Assert.True(MerkleProof.VerifyInclusion(i, reader.Count, reader.Frame(i).Leaf().Hash(), reader.State.Root.Span, reader.InclusionPath(i)));
        }
    }

    [Theory]
    [InlineData("None")]
    [InlineData("Session")]
    public void Damaged_index_is_refused_where_it_is_used_or_walked_around(string encryption)
    {
        TestSequence test = TestSequence.Of(encryption, "None");
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            writer.Close();
        }

        byte[] octets = test.Octets;
        octets[new FrameReader(new MemoryOctets(octets)).Before(octets.Length).BodyStart + 60] ^= 1;
        using SequenceReader reader = SequenceReader.Open(new MemoryOctets(octets), TestKeys.Open());
        Assert.Equal(
            encryption == "None" ? DareError.DigestMismatch : DareError.Decryption, TestKeys.ErrorOf(() => reader.Find("a")));
        using SequenceReader walking = SequenceReader.Open(new MemoryOctets(octets), TestKeys.Open(), checksIndex: true);
        Assert.Equal("first", TestSequence.Text(walking, walking.Find("a")!.Index));
        Assert.NotNull(walking.Standing.Fault);
    }

    [Fact]
    public void Frame_0_that_is_not_under_the_root_is_refused()
    {
        TestSequence test = TestSequence.Of("Session", "Last");
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            writer.Close();
        }

        // Another policy with the same Origin, in a frame that is well made by itself; one that asks for less.
        byte[] octets = test.Octets;
        FrameLayout zero = new FrameReader(new MemoryOctets(octets)).At(0);
        Frame frame = Frame.Parse(octets.AsMemory(0, (int)zero.Length));
        byte[] body = System.Text.Encoding.UTF8.GetBytes(
            System.Text.Encoding.UTF8.GetString(frame.Body.Span).Replace("\"Signature\":\"Last\"", "\"Signature\":\"Any\" ", StringComparison.Ordinal));
        byte[] digest = System.Security.Cryptography.SHA512.HashData(body);
        DareHeader header = DareHeader.Parse(frame.Header);
        byte[] root = new LeafInput
        {
            Index = 0, DigestAlgorithm = "S512", PayloadDigest = digest, ContentMetaData = header.ContentMetaData,
        }.Hash();
        byte[] forged = Frame.Encode(header.Octets.Span, body, new DareTrailer { PayloadDigest = digest, ApexDigest = root }.Octets.Span);
        Assert.Equal(zero.Length, forged.Length);
        forged.CopyTo(octets, 0);
        using SequenceReader reader = SequenceReader.Open(new MemoryOctets(octets), TestKeys.Open());
        Assert.Equal("Any", reader.Head.Policy!.Signature);
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => reader.Find("a")));
    }

    [Fact]
    public void Content_of_another_length_than_announced_leaves_no_trace()
    {
        TestSequence test = TestSequence.Of("Session", "Last");
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            foreach (long wrong in new[] { 0L, 2_999_999, 3_000_001 })
            {
                using var content = new MemoryStream(new byte[3_000_000]);
                Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => writer.Append(TestSequence.Item("b"), content, wrong)));
            }

            using var right = new MemoryStream(new byte[3_000_000]);
            writer.Append(TestSequence.Item("c"), right, 3_000_000);
            writer.Close();
        }

        using SequenceReader reader = test.Read();
        Assert.Equal(["a", "c"], reader.Entries().Select(e => e.Key));
        Assert.Equal(3_000_000, TestSequence.Text(reader, reader.Find("c")!.Index).Length);
    }

    [Theory]
    [InlineData("Session")]
    [InlineData("Once")]
    [InlineData("Isolated")]
    public void Writer_that_cannot_follow_the_policy_is_refused(string encryption)
    {
        TestSequence test = TestSequence.Of(encryption, "Last");
        using (SequenceWriter writer = test.Create())
        {
            writer.Close();
        }

        byte[] before = test.Octets;
        var unsigned = new TestSequence { Files = test.Files, Policy = test.Policy, Seed = "x" };
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => unsigned.Open()));
        var other = new TestSequence { Files = test.Files, Policy = test.Policy, Seed = "x", Signers = [TestKeys.OtherSigner] };
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => other.Open()));
        Assert.Equal(before, test.Octets);
    }
}
