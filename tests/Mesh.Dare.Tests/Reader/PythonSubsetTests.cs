namespace Mesh.Dare.Tests;

/// <summary>Copies of some frames, opened by a reader that follows docs/format and shares no code with ours.</summary>
public class PythonSubsetTests
{
    [PythonTheory]
    [InlineData("None", false)]
    [InlineData("Session", true)]
    public void What_is_there_is_read_and_the_rest_is_said_to_be_absent(string encryption, bool hide)
    {
        TestSequence test = SubsetTests.Written(encryption, "Last", hide);
        using SequenceReader original = test.Read();
        byte[] copy = SubsetTests.Copy(test.Octets, original, [original.Find("b")!.Index]);
        using PythonReader reader = new PythonReader().Of(copy).With(TestKeys.Reader).AskFor(TestKeys.Signer.Public);
        SubsetReport report = SubsetVerifier.Verify(SubsetOctets.Open(new MemoryOctets(copy)), TestKeys.Open());
        Assert.Equal([$"{report.Frames} frames, {report.Absent} not in this copy, signed"], reader.Run("verify"));
        Assert.Equal(
            original.Entries().Select(e => $"{e.Index} {e.Key}{(e.Key == "b" ? "" : " (not in this copy)")}"),
            reader.Run("list"));
        OctetExtent place = original.ExtentOf(original.Find("b")!.Index);
        OctetExtent extent = SubsetOctets.Open(new MemoryOctets(copy)).Extents.Single(e => e.Start <= place.Start && e.End >= place.End);
        long before = SubsetOctets.Open(new MemoryOctets(copy)).Extents.TakeWhile(e => e != extent).Sum(e => e.Length);
        copy[before + original.Frame(original.Find("b")!.Index).Layout.BodyStart - extent.Start] ^= 1;
        Assert.Contains("does not have its digest", reader.Of(copy).Refusal("verify"), StringComparison.Ordinal);
    }

    [PythonFact]
    public void Maps_that_do_not_fit_are_refused()
    {
        TestSequence test = SubsetTests.Written("None", "Last", hide: false);
        using SequenceReader original = test.Read();
        byte[] copy = SubsetTests.Copy(test.Octets, original, [original.Find("b")!.Index]);
        int map = copy.AsSpan().LastIndexOf("}}"u8) + 4;
        foreach (int at in new[] { map + 7, map + 15, map + 16 })
        {
            byte[] changed = [.. copy];
            changed[at] ^= 1;
            using PythonReader reader = new PythonReader().Of(changed);
            Assert.Contains("the map does not fit", reader.Refusal("list"), StringComparison.Ordinal);
        }
    }
}
