namespace Mesh.Dare.Tests;

public class SequenceVerifierTests
{
    [Theory]
    [MemberData(nameof(SequenceTests.Policies), MemberType = typeof(SequenceTests))]
    public void Sound_sequence_is_verified_with_and_without_keys(string encryption, string signature, bool hide)
    {
        TestSequence test = Written(encryption, signature, hide);
        foreach (OpenRequest keys in new[] { new OpenRequest(), TestKeys.Open() })
        {
            SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(test.Octets), keys);
            Assert.Null(report.Fault);
            Assert.True(report.IsClosed);
            Assert.Equal(VerificationLevel.Apex, report.Level);
            Assert.Equal(test.Octets.Length, report.End);
            Assert.Equal(5, report.Entries);
            Assert.Equal(2, report.IndexFrames);
            Assert.Equal(signature is "Last" or "Any" ? 1 : 0, report.Checkpoints);
            Assert.Equal(0, report.Unsigned);
            Assert.Equal(0, report.UncomparedSalts);
            Assert.Equal(keys.Keys is null && encryption != "None" ? 2 : 0, report.SealedIndexes);
            Assert.Equal(keys.Keys is null && hide ? 5 : 0, report.Hidden);
            using SequenceReader reader = test.Read();
            Assert.Equal(reader.State.Root.ToArray(), report.State!.Root.ToArray());
            Assert.Equal(reader.Count, report.Frames);
        }
    }

    [Theory]
    [InlineData("None", "Last")]
    [InlineData("Once", "None")]
    [InlineData("Session", "Last")]
    public void What_is_known_of_earlier_frames_is_compared_without_keys(string encryption, string signature)
    {
        TestSequence test = Written(encryption, signature, hide: encryption != "None");
        using SequenceReader reader = test.Read();
        for (long count = 0; count <= reader.Count; count++)
        {
            byte[] root = reader.Root(count);
            Assert.Null(Continuing(test, count, root).Fault);
            root[^1] ^= 1;
            SequenceReport report = Continuing(test, count, root);
            Assert.Equal((DareError.TreeMismatch, Math.Max(0, count - 1)), (report.Fault!.Code, report.Fault.Frame));
            Assert.Equal(VerificationLevel.None, report.Level);
            Assert.Null(report.State);
            Assert.Empty(report.Signatures);
        }

        SequenceReport rolledBack = Continuing(test, reader.Count + 1, reader.Root(reader.Count));
        Assert.Equal((DareError.TreeMismatch, reader.Count), (rolledBack.Fault!.Code, rolledBack.Fault.Frame));
        Assert.Equal(test.Octets.Length, rolledBack.Fault.Offset);
    }

    [Fact]
    public void Damage_before_the_frames_that_are_known_otherwise_comes_first()
    {
        TestSequence test = Written("None", "None", hide: false);
        using SequenceReader reader = test.Read();
        byte[] octets = test.Octets;
        octets[reader.Frame(2).Layout.BodyStart] ^= 1;
        SequenceReport damaged = SequenceVerifier.VerifyContinuing(new MemoryOctets(octets), new OpenRequest(), 5, new byte[32]);
        Assert.Equal(2, damaged.Fault!.Frame);
        Assert.Equal(DareError.DigestMismatch, damaged.Fault.Code);
        SequenceReport other = SequenceVerifier.VerifyContinuing(new MemoryOctets(octets), new OpenRequest(), 2, new byte[32]);
        Assert.Equal((DareError.TreeMismatch, 1), (other.Fault!.Code, other.Fault.Frame));
    }

    // Signatures are verified in batches: this one is found when the frames after it have long been compared.
    [Fact]
    public void A_bad_signature_before_the_frames_that_are_known_otherwise_comes_first()
    {
        byte[] octets = Written("None", "Last", hide: false).Octets;
        int at = octets.AsSpan().IndexOf("\"signature\":\""u8) + "\"signature\":\"".Length + 20;
        octets[at] = (byte)(octets[at] == 'A' ? 'B' : 'A');
        SequenceReport bad = SequenceVerifier.Verify(new MemoryOctets(octets), new OpenRequest());
        Assert.Equal((DareError.SignatureInvalid, 4), (bad.Fault!.Code, bad.Fault.Frame));
        SequenceReport late = SequenceVerifier.VerifyContinuing(new MemoryOctets(octets), new OpenRequest(), 8, new byte[32]);
        Assert.Equal((DareError.SignatureInvalid, 4), (late.Fault!.Code, late.Fault.Frame));
        SequenceReport early = SequenceVerifier.VerifyContinuing(new MemoryOctets(octets), new OpenRequest(), 2, new byte[32]);
        Assert.Equal((DareError.TreeMismatch, 1), (early.Fault!.Code, early.Fault.Frame));
    }

    [Fact]
    public void Signers_asked_for_decide_the_level()
    {
        foreach ((string signature, VerificationLevel level) in new[]
        {
            ("Last", VerificationLevel.Checkpointed), ("Any", VerificationLevel.Checkpointed), ("Isolated", VerificationLevel.Signed),
        })
        {
            var octets = new MemoryOctets(Written("Session", signature, hide: false).Octets);
            SequenceReport known = SequenceVerifier.Verify(octets, TestKeys.Open(SignerPolicy.AllOf(TestKeys.Signer.Public)));
            Assert.Equal(level, known.Level);
            SequenceReport other = SequenceVerifier.Verify(octets, TestKeys.Open(SignerPolicy.AllOf(TestKeys.OtherSigner.Public)));
            Assert.Equal(DareError.SignatureMissing, other.Fault!.Code);
            Assert.Equal(VerificationLevel.None, other.Level);
            Assert.False(other.IsClosed);
        }
    }

    [Theory]
    [InlineData("None", false)]
    [InlineData("Session", true)]
    public void Every_flipped_bit_of_a_signed_archive_is_found(string encryption, bool hide)
    {
        TestSequence test = TestSequence.Of(encryption, "Last", hide);
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            writer.Close();
        }

        byte[] octets = test.Octets;
        OpenRequest request = hide ? TestKeys.Open() : new OpenRequest();
        Assert.Null(SequenceVerifier.Verify(new MemoryOctets(octets), request).Fault);
        Parallel.For(0, octets.Length, at =>
        {
            byte[] changed = [.. octets];
            for (int bit = 0; bit < 8; bit++)
            {
                changed[at] = (byte)(octets[at] ^ (1 << bit));
                SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(changed), request);
                Assert.True(report.Fault is not null && !report.IsClosed && report.Level == VerificationLevel.None, $"bit {bit} of octet {at}");
            }
        });
    }

    [Fact]
    public void Hidden_metadata_and_kid_need_keys_and_nothing_else_does()
    {
        byte[] octets = Written("Session", "Last", hide: true).Octets;
        var reader = new FrameReader(new MemoryOctets(octets));
        List<(int Start, int End)> uncovered = [];
        foreach (FrameLayout layout in reader.Forward())
        {
            string header = System.Text.Encoding.ASCII.GetString(reader.Header(layout));
            foreach (string name in new[] { "\"cloaked\":\"", "\"dig\":\"S512\",\"enc\":\"A256GCM-S64K\",\"kid\":\"" })
            {
                int start = header.IndexOf(name, StringComparison.Ordinal) + name.Length;
                if (start > name.Length)
                {
                    uncovered.Add(((int)layout.HeaderStart + start, (int)layout.HeaderStart + header.IndexOf('"', start)));
                }
            }
        }

        Assert.Equal(7, uncovered.Count);
        Parallel.For(0, (octets.Length + 1) / 2, half =>
        {
            int at = 2 * half;
            byte[] changed = [.. octets];
            changed[at] ^= (byte)(1 << (half % 8));
            bool found = SequenceVerifier.Verify(new MemoryOctets(changed), new OpenRequest()).Fault is not null;
            Assert.True(found || uncovered.Exists(c => at >= c.Start && at < c.End), $"octet {at}");
        });
    }

    [Theory]
    [InlineData("None", "None")]
    [InlineData("Session", "Last")]
    public void No_truncation_is_taken_for_a_closed_sequence(string encryption, string signature)
    {
        TestSequence test = TestSequence.Of(encryption, signature);
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            writer.Checkpoint();
            TestSequence.Add(writer, "b", "second");
            writer.Close();
        }

        byte[] octets = test.Octets;
        Assert.True(SequenceVerifier.Verify(new MemoryOctets(octets), TestKeys.Open()).IsClosed);
        Parallel.For(0, octets.Length, length =>
        {
            SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(octets.AsMemory(0, length)), new OpenRequest());
            Assert.False(report.IsClosed, $"{length} octets");
            bool whole = report.End == length;
            Assert.True(whole || report.Fault is not null, $"{length} octets");
        });
    }

    [Theory]
    [InlineData(0, "tables")] // DAREIDX1
    [InlineData(47, "leaves entries out")] // frames unlisted
    [InlineData(55, "another offset or subtree")] // offset of the first frame
    [InlineData(-5, "does not say of frame")] // a key
    [InlineData(-6 - 1, "does not say of frame")] // time of the last entry
    [InlineData(-6 - 9, "does not say of frame")] // its size
    [InlineData(-6 - 17, "does not say of frame")] // its frame
    [InlineData(-6 - 25, "does not say of frame")] // its permission bits
    [InlineData(-6 - 27, "does not say of frame")] // its event
    [InlineData(-6 - 28, "does not say of frame")] // its type
    public void Index_that_says_something_else_than_the_frames_is_found(int octet, string problem)
    {
        // Written by somebody who makes digests and root right: only the comparison with the frames shows it.
        TestSequence test = TestSequence.Of("None", "None");
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "aa", "first");
            TestSequence.Add(writer, "bb", "other");
            TestSequence.Add(writer, "cc", "third");
            writer.Close();
        }

        byte[] octets = ForgedIndex.Of(test.Octets, tables => tables[octet < 0 ? tables.Length + octet : octet] ^= 1);
        SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(octets), new OpenRequest());
        Assert.Equal((DareError.Malformed, 4L), (report.Fault?.Code, report.Fault?.Frame));
        Assert.Contains("ndex frame", report.Fault!.Message, StringComparison.Ordinal);
        Assert.Contains(problem, report.Fault.Message, StringComparison.Ordinal);
        Assert.Null(SequenceVerifier.Verify(new MemoryOctets(ForgedIndex.Of(test.Octets, _ => { })), new OpenRequest()).Fault);
    }

    [Fact]
    public void Two_frames_with_one_salt_are_found()
    {
        var salts = new RepeatedSalt();
        var test = new TestSequence { Policy = TestSequence.Sealed(), Random = salts };
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "first");
            salts.Repeat = true;
            TestSequence.Add(writer, "b", "second");
            TestSequence.Add(writer, "c", "third");
            salts.Repeat = false;
            writer.Close();
        }

        SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(test.Octets), new OpenRequest());
        Assert.Equal((DareError.Malformed, 4L), (report.Fault!.Code, report.Fault.Frame));
        Assert.Contains("Salt", report.Fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_ends_with_the_length_and_cancelling_ends_the_work()
    {
        TestSequence test = TestSequence.Of("None", "None");
        using (SequenceWriter writer = test.Create())
        {
            using var content = new MemoryStream(new byte[5 << 20]);
            writer.Append(TestSequence.Item("large"), content, content.Length);
            writer.Close();
        }

        List<long> told = [];
        var octets = new MemoryOctets(test.Octets);
        Assert.Null(SequenceVerifier.Verify(octets, new OpenRequest(), new Immediate(told.Add)).Fault);
        Assert.InRange(told.Count, 5, 8);
        Assert.Equal(octets.Length, told[^1]);
        Assert.Equal(told.Order(), told);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => SequenceVerifier.Verify(octets, new OpenRequest(), new Immediate(_ => source.Cancel()), source.Token));
    }

    private static SequenceReport Continuing(TestSequence test, long count, byte[] root) =>
        SequenceVerifier.VerifyContinuing(new MemoryOctets(test.Octets), new OpenRequest(), count, root);

    private static TestSequence Written(string encryption, string signature, bool hide)
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
            TestSequence.Add(writer, "b", "", IndexedEvent.Delete);
            writer.Checkpoint();
            TestSequence.Add(writer, "c", "third");
            writer.Close();
        }

        return test;
    }

    private sealed class Immediate(Action<long> action) : IProgress<long>
    {
        public void Report(long value) => action(value);
    }

    private sealed class RepeatedSalt : Mesh.Cryptography.IRandomSource
    {
        private readonly SeededRandom _random = new("salts");

        public bool Repeat { get; set; }

        public void Fill(Span<byte> destination)
        {
            if (Repeat && destination.Length == 16)
            {
                destination.Fill(7);
                return;
            }

            _random.Fill(destination);
        }
    }
}
