namespace Mesh.Dare.Tests;

public class SequenceCheckTests
{
    [Fact]
    public void Sound_and_open_sequences_are_told_apart()
    {
        TestSequence test = Written("Session");
        SequenceCheckReport sound = Examine(test.Octets);
        Assert.Equal((SequenceRepair.None, 0), (sound.Repair, sound.Faults.Count));
        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "late", "late");
            writer.Flush();
        }

        Assert.Equal(SequenceRepair.Close, Examine(test.Octets).Repair);
        Assert.Null(SequenceCheck.Repair(TestSequence.Name, test.Options()));
        Assert.Equal(SequenceRepair.None, Examine(test.Octets).Repair);
        Assert.Equal(SequenceRepair.Lost, Examine([]).Repair);
        Assert.Equal(SequenceRepair.Lost, Examine(test.Octets[20..]).Repair);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public void Torn_end_and_unreadable_last_index_are_repaired(int cut)
    {
        TestSequence test = Written("Session");
        byte[] octets = test.Octets;
        long closed = octets.Length;
        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "late", "late");
            writer.Close();
        }

        // The last index frame is cut short, or its body is not what it was.
        byte[] torn = cut == 1 ? Flipped(test.Octets, IndexBody(test.Octets)) : test.Octets[..^cut];
        test.Files.Put(TestSequence.Name, torn);
        SequenceCheckReport report = Examine(torn);
        Assert.Equal(SequenceRepair.CutTornEnd, report.Repair);
        Assert.True(report.Front.End > closed);
        string aside = SequenceCheck.Repair(TestSequence.Name, test.Options())!;
        Assert.Equal(torn[(int)report.Front.End..], test.Files.Octets(aside));
        Assert.Equal(SequenceRepair.None, Examine(test.Octets).Repair);
        using SequenceReader reader = test.Read();
        Assert.Equal("late", TestSequence.Text(reader, reader.Find("late")!.Index));
    }

    [Theory]
    [InlineData("None")]
    [InlineData("Session")]
    public void Damage_is_pinpointed_and_what_is_behind_is_found_and_saved(string encryption)
    {
        TestSequence test = Written(encryption);
        byte[] octets = test.Octets;
        var reader = new FrameReader(new MemoryOctets(octets));
        List<FrameLayout> frames = [.. reader.Forward()];

        // In the body of one frame, in the framing of another, and in the header of a third.
        FrameLayout body = frames[4];
        FrameLayout framing = frames[6];
        FrameLayout header = frames[9];
        byte[] damaged = [.. octets];
        damaged[body.BodyStart] ^= 1;
        damaged[framing.Start] ^= 0x40;
        damaged[header.HeaderStart + 1] ^= 1;
        SequenceCheckReport report = Examine(damaged);
        Assert.Equal(SequenceRepair.Salvage, report.Repair);
        Assert.Equal((DareError.DigestMismatch, 4L, body.Start), (report.Faults[0].Code, report.Faults[0].Frame, report.Faults[0].Offset));
        Assert.Equal([(5L, 5L, 1L), (7, 8, 2), (10, frames.Count - 1, frames.Count - 10)], report.Behind.Select(r => (r.First, r.Last, r.Covered)));
        Assert.Equal((frames[5].Start, frames[5].End), (report.Behind[0].Start, report.Behind[0].End));

        test.Files.Put(TestSequence.Name, damaged);
        Assert.Equal(DareError.LogCorrupt, TestKeys.ErrorOf(() =>
        {
            TestSequence.Add(Reopened(test, frames[^1]), "x", "x");
        }));
        Assert.Equal(damaged, test.Octets);

        using SequenceReader source = test.Read();
        var saved = new TestSequence { Policy = test.Policy, Signers = test.Signers, Seed = "saved" };
        using (SequenceWriter writer = saved.Create())
        {
            SequenceCopyReport copy = SequenceCopier.Copy(source, writer, new SequenceCopyOptions { SkipsDamage = true });
            Assert.Equal([4L, 6, 9], copy.Skipped.Select(s => s.Frame));
            Assert.Equal(encryption == "None" ? DareError.DigestMismatch : DareError.Decryption, copy.Skipped[0].Code);
            writer.Close();
        }

        using SequenceReader after = saved.Read();
        Assert.Equal(source.Entries().Count() - 3, after.Entries().Count());
        Assert.Null(SequenceVerifier.Verify(new MemoryOctets(saved.Octets), TestKeys.Open()).Fault);
    }

    [Fact]
    public void Without_keys_what_is_whole_is_not_called_damaged()
    {
        TestSequence test = Written("Session");
        byte[] octets = test.Octets;
        FrameLayout damaged = new FrameReader(new MemoryOctets(octets)).Forward().ElementAt(3);
        byte[] changed = Flipped(octets, (int)damaged.BodyStart);
        SequenceCheckReport blind = SequenceCheck.Examine(new MemoryOctets(changed), new OpenRequest());
        Assert.Equal(3, Assert.Single(blind.Faults).Frame);
        FrameRange behind = Assert.Single(blind.Behind);
        Assert.Equal((4, damaged.End, (long)octets.Length), (behind.First, behind.Start, behind.End));
        Assert.True(behind.Covered < behind.Last - behind.First + 1);
        FrameRange seen = Assert.Single(Examine(changed).Behind);
        Assert.Equal(seen.Last - seen.First + 1, seen.Covered);
    }

    [Fact]
    public void Frames_behind_a_damage_without_an_index_are_found_and_not_called_covered()
    {
        TestSequence test = Written("None", signature: "None");
        byte[] octets = test.Octets;
        List<FrameLayout> frames = [.. new FrameReader(new MemoryOctets(octets)).Forward()];
        byte[] damaged = octets[..(int)frames[^1].Start];
        damaged[frames[5].HeaderStart + 2] ^= 1;
        SequenceCheckReport report = Examine(damaged);
        Assert.Equal(SequenceRepair.CutTornEnd, report.Repair); // nobody ever ended it: to the writer it is a torn end
        FrameRange range = Assert.Single(report.Behind);
        Assert.Equal((6L, frames.Count - 2L, 0L), (range.First, range.Last, range.Covered));
    }

    private static SequenceCheckReport Examine(byte[] octets) => SequenceCheck.Examine(new MemoryOctets(octets), TestKeys.Open());

    private static byte[] Flipped(byte[] octets, long at)
    {
        byte[] changed = [.. octets];
        changed[at] ^= 1;
        return changed;
    }

    private static long IndexBody(byte[] octets) => new FrameReader(new MemoryOctets(octets)).Before(octets.Length).BodyStart;

    // A writer goes by the last index frame; damage before it shows once that is gone.
    private static SequenceWriter Reopened(TestSequence test, FrameLayout last)
    {
        byte[] whole = test.Octets;
        byte[] damaged = Flipped(whole, last.BodyStart);
        try
        {
            test.Files.Put(TestSequence.Name, [.. damaged, .. whole[(int)last.Start..]]);
            return test.Open();
        }
        finally
        {
            test.Files.Put(TestSequence.Name, whole);
        }
    }

    private static TestSequence Written(string encryption, string signature = "Last")
    {
        TestSequence test = TestSequence.Of(encryption, signature);
        using SequenceWriter writer = test.Create();
        for (int i = 0; i < 12; i++)
        {
            TestSequence.Add(writer, $"key {i:D2}", $"content {i}");
        }

        writer.Close();
        return test;
    }
}
