namespace Mesh.Dare.Tests;

public class SubsetTests
{
    public static TheoryData<string, string, bool> Policies => SequenceTests.Policies;

    [Theory]
    [MemberData(nameof(Policies))]
    public void Chosen_entries_are_read_and_verified_and_others_are_said_to_be_absent(string encryption, string signature, bool hide)
    {
        TestSequence test = Written(encryption, signature, hide);
        using SequenceReader original = test.Read();
        long[] chosen = [original.Find("b")!.Index, original.Find("large")!.Index];
        byte[] copy = Copy(test.Octets, original, chosen);
        Assert.InRange(copy.Length, 1, test.Octets.Length - 100_000);

        SubsetOctets octets = SubsetOctets.Open(new MemoryOctets(copy));
        Assert.Equal(test.Octets.Length, octets.Length);
        using var reader = SequenceReader.Open(octets, TestKeys.Open());
        Assert.Equal(original.State.Root.ToArray(), reader.State.Root.ToArray());
        Assert.Equal(original.AllVersions(), reader.AllVersions());
        Assert.Equal("content of b", TestSequence.Text(reader, chosen[0]));
        Assert.Equal(150_000, TestSequence.Text(reader, chosen[1]).Length);
        foreach (IndexedEntry entry in reader.AllVersions().Where(e => !chosen.Contains(e.Index)))
        {
            // After the second opening everything stands behind the last index frame that was there then, or in front of it.
            Assert.False(reader.IsPresent(entry.Index));
            DareException absent = Assert.Throws<DareException>(() => reader.Content(reader.Frame(entry.Index)).CopyTo(Stream.Null));
            Assert.Equal(DareError.NotFound, absent.Code);
            Assert.Contains("not in this copy", absent.Message, StringComparison.Ordinal);
        }

        SubsetReport report = SubsetVerifier.Verify(octets, TestKeys.Open());
        Assert.Null(report.Fault);
        Assert.Equal((2L, original.Count, 0L), (report.Entries, report.Frames, report.Hidden));
        Assert.Equal(original.State.Root.ToArray(), report.State!.Root.ToArray());
        Assert.Equal(report.Absent, report.Frames - report.Present);
    }

    [Fact]
    public void Copy_of_a_copy_has_less_and_a_copy_of_everything_has_all()
    {
        TestSequence test = Written("Session", "Last", hide: true);
        using SequenceReader original = test.Read();
        byte[] copy = Copy(test.Octets, original, [original.Find("a")!.Index, original.Find("b")!.Index]);
        SubsetOctets first = SubsetOctets.Open(new MemoryOctets(copy));
        using var reader = SequenceReader.Open(first, TestKeys.Open());
        byte[] second = Copy(first, reader, [reader.Find("a")!.Index]);
        Assert.Equal(Copy(test.Octets, original, [original.Find("a")!.Index]), second);
        Assert.Equal(DareError.NotFound, TestKeys.ErrorOf(() => Copy(first, reader, [reader.Find("large")!.Index])));

        byte[] all = Copy(test.Octets, original, Range(original.Count));
        SubsetOctets whole = SubsetOctets.Open(new MemoryOctets(all));
        Assert.Equal(new OctetExtent(0, test.Octets.Length), Assert.Single(whole.Extents));
        Assert.Equal(0, SubsetVerifier.Verify(whole, TestKeys.Open()).Absent);
        byte[] octets = new byte[test.Octets.Length];
        Assert.True(whole.TryReadExactly(0, octets));
        Assert.Equal(test.Octets, octets);
    }

    [Fact]
    public void What_nobody_signed_is_left_out()
    {
        TestSequence test = Written("None", "Last", hide: false);
        long signed = test.Octets.Length;
        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "later", "unsigned");
            writer.Flush();
        }

        Assert.NotEqual(signed, test.Octets.Length);
        using SequenceReader original = test.Read();
        byte[] copy = Copy(test.Octets, original, [original.Find("b")!.Index]);
        SubsetOctets octets = SubsetOctets.Open(new MemoryOctets(copy));
        Assert.Equal(signed, octets.Length);
        Assert.Null(SubsetVerifier.Verify(octets, TestKeys.Open()).Fault);
    }

    [Fact]
    public void Nothing_is_appended_to_a_copy_and_nothing_repaired()
    {
        TestSequence test = Written("None", "Last", hide: false);
        using (SequenceReader original = test.Read())
        {
            byte[] copy = Copy(test.Octets, original, [original.Find("b")!.Index]);
            test.Files.Remove(TestSequence.Name);
            using (IDurableFile file = test.Files.Create(TestSequence.Name))
            {
                file.WriteAll(0, copy);
            }

            Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => test.Open()));
            Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => SequenceCheck.Repair(TestSequence.Name, test.Options())));
            Assert.Equal(DareError.InvalidRequest, SequenceCheck.Examine(new MemoryOctets(copy), TestKeys.Open()).Front.Fault!.Code);
            Assert.Equal(copy, test.Octets);
        }
    }

    [Fact]
    public void Every_changed_octet_is_noticed()
    {
        TestSequence test = TestSequence.Of("None", "Last");
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", "1");
            TestSequence.Add(writer, "b", "2");
            TestSequence.Add(writer, "c", "3");
            writer.Close();
        }

        using SequenceReader original = test.Read();
        byte[] copy = Copy(test.Octets, original, [original.Find("b")!.Index]);
        long expected = Present(copy);
        Assert.NotEqual(0, expected);
        List<int> unnoticed = [];
        for (int i = 0; i < copy.Length; i++)
        {
            copy[i] ^= (byte)(1 << (i % 8));
            if (Present(copy) == expected)
            {
                unnoticed.Add(i);
            }

            copy[i] ^= (byte)(1 << (i % 8));
        }

        Assert.Empty(unnoticed);
    }

    [Fact]
    public void Copy_made_of_other_frames_is_refused()
    {
        TestSequence test = Written("None", "Last", hide: false);
        TestSequence other = Written("None", "Last", hide: false, content: "changed of ");
        using SequenceReader original = test.Read();
        long chosen = original.Find("b")!.Index;
        byte[] copy = Copy(test.Octets, original, [chosen]);
        SubsetOctets octets = SubsetOctets.Open(new MemoryOctets(copy));
        OctetExtent at = original.ExtentOf(chosen);
        long place = octets.Extents.TakeWhile(e => e.End <= at.Start).Sum(e => e.Length) + at.Start - octets.Extents.First(e => e.End > at.Start).Start;
        other.Octets.AsSpan((int)at.Start, (int)at.Length).CopyTo(copy.AsSpan((int)place));
        SubsetReport report = SubsetVerifier.Verify(SubsetOctets.Open(new MemoryOctets(copy)), TestKeys.Open());
        Assert.Equal((DareError.TreeMismatch, chosen), (report.Fault!.Code, report.Fault.Frame));
    }

    [Fact]
    public void Octets_of_no_frame_are_refused()
    {
        TestSequence test = Written("None", "Last", hide: false);
        using SequenceReader original = test.Read();
        OctetExtent large = original.ExtentOf(original.Find("large")!.Index);
        List<OctetExtent> extents = [.. SubsetWriter.Plan(original, [original.Find("b")!.Index])];
        extents.Add(new OctetExtent(large.Start + 50, 100));
        extents.Sort((x, y) => x.Start.CompareTo(y.Start));
        using var output = new MemoryStream();
        SubsetWriter.Write(new MemoryOctets(test.Octets), extents, output);
        SubsetReport report = SubsetVerifier.Verify(SubsetOctets.Open(new MemoryOctets(output.ToArray())), TestKeys.Open());
        Assert.Contains("no frame", report.Fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_key_of_a_sealed_index_nothing_but_the_root_is_said()
    {
        TestSequence test = Written("Session", "Last", hide: true);
        using SequenceReader original = test.Read();
        byte[] copy = Copy(test.Octets, original, [original.Find("b")!.Index]);
        SubsetReport report = SubsetVerifier.Verify(SubsetOctets.Open(new MemoryOctets(copy)), new OpenRequest());
        Assert.Equal(DareError.Decryption, report.Fault!.Code);
        Assert.Equal((null, 0L), (report.State, report.Present));
        Assert.Equal(original.Count, report.Standing!.Count);
    }

    internal static TestSequence Written(string encryption, string signature, bool hide, string content = "content of ")
    {
        TestSequence test = TestSequence.Of(encryption, signature, hide);
        using (SequenceWriter writer = test.Create())
        {
            TestSequence.Add(writer, "a", content + "a");
            TestSequence.Add(writer, "b", content + "b");
            TestSequence.Add(writer, "large", new string('x', 150_000));
            writer.Close();
        }

        using (SequenceWriter writer = test.Open())
        {
            TestSequence.Add(writer, "c", new string('y', 150_000));
            writer.Close();
        }

        return test;
    }

    internal static byte[] Copy(byte[] octets, SequenceReader reader, IEnumerable<long> frames) => Copy(new MemoryOctets(octets), reader, frames);

    private static byte[] Copy(IOctetSource source, SequenceReader reader, IEnumerable<long> frames)
    {
        using var output = new MemoryStream();
        long written = SubsetWriter.Write(source, SubsetWriter.Plan(reader, frames), output);
        Assert.Equal(written, output.Length);
        return output.ToArray();
    }

    private static IEnumerable<long> Range(long count) => Enumerable.Range(0, (int)count).Select(i => (long)i);

    // Frames that verify; 0 where something is wrong.
    private static long Present(byte[] copy)
    {
        try
        {
            SubsetReport report = SubsetVerifier.Verify(SubsetOctets.Open(new MemoryOctets(copy)), TestKeys.Open());
            return report.Fault is null ? report.Present : 0;
        }
        catch (DareException)
        {
            return 0;
        }
    }
}
