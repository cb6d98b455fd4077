namespace Mesh.Dare.Tests;

public class SequenceEraserTests
{
    private const string Secret = "what nobody may read any more";

    [Theory]
    [InlineData("None", "None", false)]
    [InlineData("None", "Last", false)]
    [InlineData("Session", "Last", false)]
    [InlineData("Session", "None", true)]
    [InlineData("Once", "Any", true)]
    [InlineData("Isolated", "Isolated", false)]
    [InlineData("Isolated", "Last", true)]
    public void Erased_contents_are_gone_and_everything_else_holds(string encryption, string signature, bool hide)
    {
        TestSequence test = Written(encryption, signature, hide);
        using SequenceReader old = test.Read();
        List<SequenceFrame> frames = [.. old.Versions("secret").Select(v => old.Frame(v.Index))];

        SequenceErased erased = SequenceEraser.Erase(TestSequence.Name, Later(test), "secret");
        Assert.Equal((2L, frames.Sum(f => f.Layout.BodyLength)), (erased.Frames, erased.Octets));

        byte[] after = test.Octets;
        Assert.All(frames, f => Assert.True(IsZero(after, f.Layout.BodyStart, f.Layout.BodyLength)));
        Assert.All(frames.Where(f => f.Header.Salt is not null), f => Assert.DoesNotContain(
            Convert.ToBase64String(f.Header.Salt!.Value.Span).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
            System.Text.Encoding.Latin1.GetString(after), StringComparison.Ordinal));

        using SequenceReader reader = test.Read();
        Assert.Null(reader.Find("secret"));
        Assert.All(frames, f => Assert.Equal(DareError.Erased, TestKeys.ErrorOf(() => TestSequence.Text(reader, f.Index))));
        Assert.Equal("kept", TestSequence.Text(reader, reader.Find("kept")!.Index));
        old.State.RequireGrowth(reader.State, reader.ConsistencyPath(old.Count));
        reader.Proof(reader.Find("kept")!.Index).Verify(reader.State);

        foreach (OpenRequest request in (OpenRequest[])[TestKeys.Open(), new OpenRequest()])
        {
            SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(after), request);
            Assert.Null(report.Fault);
            Assert.Equal((2L, 0L), (report.Erased, report.PendingErasures));
        }

        // The index frame at the end may be lost: then all is read from the front.
        byte[] open = after[..(int)new FrameReader(new MemoryOctets(after)).Before(after.Length).Start];
        if (signature is "None" or "Isolated")
        {
            using SequenceReader walking = SequenceReader.Open(new MemoryOctets(open), TestKeys.Open(), checksIndex: true);
            Assert.Equal("kept", TestSequence.Text(walking, walking.Find("kept")!.Index));
            Assert.Null(walking.Standing.Fault);
        }

        Assert.Equal(DareError.NotFound, TestKeys.ErrorOf(() => SequenceEraser.Erase(TestSequence.Name, Later(test), "secret")));
        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "secret", "new");
            writer.Close();
        }

        using SequenceReader again = test.Read();
        Assert.Equal("new", TestSequence.Text(again, again.Find("secret")!.Index));
        Assert.Null(SequenceVerifier.Verify(new MemoryOctets(test.Octets), TestKeys.Open()).Fault);
    }

    [Theory]
    [InlineData("None", 0)]
    [InlineData("None", 10)]
    [InlineData("Session", 0)]
    [InlineData("Session", 10)]
    [InlineData("Session", 1000)]
    public void Interrupted_erasure_is_told_and_completed(string encryption, int done)
    {
        TestSequence test = Written(encryption, "Last", hide: false);
        List<SequenceFrame> frames;
        using (SequenceWriter writer = test.Open())
        {
            using SequenceReader reader = test.Read();
            frames = [.. reader.Versions("secret").Select(v => reader.Frame(v.Index))];
            frames.ForEach(writer.AppendErasure);
            writer.Close();
        }

        byte[] octets = test.Octets;
        foreach (SequenceFrame frame in frames)
        {
            octets.AsSpan((int)frame.Layout.BodyStart, (int)Math.Min(frame.Layout.BodyLength, done)).Clear();
        }

        if (done > 10)
        {
            // The salt half overwritten.
            int salt = (int)frames[0].Layout.HeaderStart + FrameErasure.SaltText(frames[0].Header.Octets.Span).Start;
            octets.AsSpan(salt, 7).Fill((byte)'A');
        }

        test.Files.Put(TestSequence.Name, octets);
        SequenceCheckReport report = SequenceCheck.Examine(new MemoryOctets(octets), TestKeys.Open());
        Assert.Equal((SequenceRepair.Erase, 2L), (report.Repair, report.Front.PendingErasures));
        Assert.Null(SequenceCheck.Repair(TestSequence.Name, Later(test)));
        report = SequenceCheck.Examine(new MemoryOctets(test.Octets), TestKeys.Open());
        Assert.Equal((SequenceRepair.None, 2L, 0L), (report.Repair, report.Front.Erased, report.Front.PendingErasures));
        Assert.All(frames, f => Assert.True(IsZero(test.Octets, f.Layout.BodyStart, f.Layout.BodyLength)));
    }

    [Theory]
    [InlineData("None")]
    [InlineData("Session")]
    public void Destroyed_content_that_nobody_announced_is_damage(string encryption)
    {
        TestSequence test = Written(encryption, "Last", hide: false);
        byte[] octets = test.Octets;
        using SequenceReader reader = test.Read();
        SequenceFrame frame = reader.Frame(reader.Find("kept")!.Index);
        octets.AsSpan((int)frame.Layout.BodyStart, (int)frame.Layout.BodyLength).Clear();
        if (encryption != "None")
        {
            (int start, int length) = FrameErasure.SaltText(frame.Header.Octets.Span);
            octets.AsSpan((int)frame.Layout.HeaderStart + start, length).Fill((byte)'A');
        }

        Assert.Equal(DareError.DigestMismatch, SequenceVerifier.Verify(new MemoryOctets(octets), TestKeys.Open()).Fault!.Code);
        using SequenceReader hostile = SequenceReader.Open(new MemoryOctets(octets), TestKeys.Open());
        Assert.Equal(
            encryption == "None" ? DareError.DigestMismatch : DareError.TreeMismatch,
            TestKeys.ErrorOf(() => TestSequence.Text(hostile, frame.Index)));
    }

    [Fact]
    public void Erasure_with_another_salt_digest_is_refused()
    {
        TestSequence test = Written("Session", "None", hide: false);
        SequenceFrame frame;
        using (SequenceReader reader = test.Read())
        {
            frame = reader.Frame(reader.Find("kept")!.Index);
        }

        SequenceEraser.Erase(TestSequence.Name, Later(test), "secret");
        byte[] octets = test.Octets;

        // Content that the erasure frames do not name, under the erasure frame of another one.
        octets.AsSpan((int)frame.Layout.BodyStart, (int)frame.Layout.BodyLength).Clear();
        Assert.NotNull(SequenceVerifier.Verify(new MemoryOctets(octets), TestKeys.Open()).Fault);

        // An erasure frame that gives another digest for the salt of the frame that it names.
        octets = test.Octets;
        List<SequenceFrame> all = Frames(octets);
        SequenceFrame erasure = all.First(f => f.IsErasure);
        byte[] other = new CatalogedErase(CatalogedErase.Parse(Body(octets, erasure)).Index, new byte[32]).ToOctets();
        Assert.Equal(erasure.Layout.BodyLength, other.Length);
        other.CopyTo(octets, erasure.Layout.BodyStart);
        SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(octets), TestKeys.Open());
        Assert.NotNull(report.Fault);
        using SequenceReader hostile = SequenceReader.Open(new MemoryOctets(octets), TestKeys.Open());
        long erasedIndex = CatalogedErase.Parse(other).Index;
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => hostile.Frame(erasedIndex)));
    }

    [Fact]
    public void Copies_leave_behind_what_was_erased()
    {
        foreach (string encryption in (string[])["None", "Session"])
        {
            TestSequence test = Written(encryption, "None", hide: false);
            SequenceEraser.Erase(TestSequence.Name, Later(test), "secret");
            var copy = new TestSequence { Policy = test.Policy, Seed = "copy" };
            using SequenceReader reader = test.Read();
            using (SequenceWriter writer = copy.Create())
            {
                SequenceCopier.Copy(reader, writer, new SequenceCopyOptions { AllVersions = true });
                writer.Close();
            }

            using SequenceReader copied = copy.Read();
            Assert.Equal("kept", TestSequence.Text(copied, copied.Find("kept")!.Index));
            Assert.All(copied.Versions("secret"), v => Assert.True(v.IsDeleted));
        }
    }

    [Fact]
    public void Copies_do_not_bring_back_what_was_to_be_erased()
    {
        TestSequence test = Written("Session", "None", hide: false);
        using (SequenceWriter writer = test.Open())
        {
            using SequenceReader before = test.Read();
            before.Versions("secret").Select(v => before.Frame(v.Index)).ToList().ForEach(writer.AppendErasure);
            writer.Close();
        }

        var copy = new TestSequence { Policy = test.Policy, Seed = "copy" };
        using SequenceReader reader = test.Read();
        using (SequenceWriter writer = copy.Create())
        {
            Assert.Equal(
                DareError.InvalidRequest,
                TestKeys.ErrorOf(() => CarriedCopier.Copy(new MemoryOctets(test.Octets), new OpenRequest(), writer, allVersions: true)));
        }

        copy = new TestSequence { Policy = test.Policy, Seed = "other" };
        using (SequenceWriter writer = copy.Create())
        {
            SequenceCopier.Copy(reader, writer, new SequenceCopyOptions { AllVersions = true });
            writer.Close();
        }

        using SequenceReader copied = copy.Read();
        Assert.Equal(["kept"], copied.AllVersions().Select(e => e.Key));
    }

    private static TestSequence Written(string encryption, string signature, bool hide)
    {
        TestSequence test = TestSequence.Of(encryption, signature, hide);
        using SequenceWriter writer = test.Create();
        TestSequence.Add(writer, "secret", Secret);
        TestSequence.Add(writer, "kept", "kept");
        TestSequence.Add(writer, "secret", Secret + Secret, IndexedEvent.Update);
        writer.Close();
        return test;
    }

    private static SequenceOptions Later(TestSequence test)
    {
        test.Seed += "-";
        return test.Options();
    }

    private static bool IsZero(byte[] octets, long start, long length) => !octets.AsSpan((int)start, (int)length).ContainsAnyExcept((byte)0);

    private static byte[] Body(byte[] octets, SequenceFrame frame) => octets.AsSpan((int)frame.Layout.BodyStart, (int)frame.Layout.BodyLength).ToArray();

    private static List<SequenceFrame> Frames(byte[] octets)
    {
        var reader = new FrameReader(new MemoryOctets(octets));
        return [.. reader.Forward().Select(l => SequenceFrame.Read(reader, l))];
    }
}
