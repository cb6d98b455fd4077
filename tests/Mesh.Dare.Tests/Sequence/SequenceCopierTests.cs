namespace Mesh.Dare.Tests;

public class SequenceCopierTests
{
    [Theory]
    [InlineData("None", "Session", true)]
    [InlineData("Session", "None", false)]
    [InlineData("Session", "Isolated", false)]
    [InlineData("Isolated", "Once", true)]
    public void Live_entries_are_sealed_anew_under_another_policy(string from, string to, bool hide)
    {
        using SequenceReader source = Written(from, from != "None").Read();
        TestSequence test = TestSequence.Of(to, "Last", hide);
        test.Seed = "copy";
        List<long> told = [];
        using (SequenceWriter writer = test.Create())
        {
            SequenceCopyReport report = SequenceCopier.Copy(source, writer, new SequenceCopyOptions(), new Immediate(told.Add));
            Assert.Equal((3L, 0), (report.Copied, report.Skipped.Count));
            writer.Close();
        }

        Assert.Equal(source.Count, told[^1]);
        using SequenceReader reader = test.Read();
        Assert.Equal(["a", "c", "large"], reader.Entries().Select(e => e.Key));
        Assert.Equal(3, reader.AllVersions().Count());
        Assert.All(reader.AllVersions(), e => Assert.Equal(IndexedEvent.New, e.Event));
        Assert.Equal("second", TestSequence.Text(reader, reader.Find("a")!.Index));
        Assert.Equal(200_000, TestSequence.Text(reader, reader.Find("large")!.Index).Length);
        Assert.NotEqual(source.Head.Origin.ToArray(), reader.Head.Origin.ToArray());
        Assert.Null(SequenceVerifier.Verify(new MemoryOctets(test.Octets), TestKeys.Open()).Fault);
    }

    [Fact]
    public void All_versions_or_those_asked_for_are_copied()
    {
        using SequenceReader source = Written("Session", hide: true).Read();
        (long count, string[] keys, int versions) = Copy(source, new SequenceCopyOptions { AllVersions = true });
        Assert.Equal((6L, 6), (count, versions));
        Assert.Equal(["a", "c", "large"], keys);
        (count, keys, versions) = Copy(source, new SequenceCopyOptions { Select = m => m.UniqueId == "c" });
        Assert.Equal((1L, 1), (count, versions));
        Assert.Equal(["c"], keys);
    }

    [Fact]
    public void Copy_ends_where_keys_are_missing()
    {
        using SequenceReader source = Written("Session", hide: false).Read(new OpenRequest());
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => Copy(source, new SequenceCopyOptions { AllVersions = true })));
    }

    private static (long Count, string[] Keys, int Versions) Copy(SequenceReader source, SequenceCopyOptions options)
    {
        TestSequence test = TestSequence.Of("None", "None");
        using SequenceWriter writer = test.Create();
        long count = SequenceCopier.Copy(source, writer, options).Copied;
        writer.Close();
        using SequenceReader reader = test.Read();
        return (count, [.. reader.Entries().Select(e => e.Key)], reader.AllVersions().Count());
    }

    private static TestSequence Written(string encryption, bool hide)
    {
        TestSequence test = TestSequence.Of(encryption, "Last", hide);
        using SequenceWriter writer = test.Create();
        TestSequence.Add(writer, "a", "first");
        TestSequence.Add(writer, "b", "other");
        TestSequence.Add(writer, "a", "second", IndexedEvent.Update);
        TestSequence.Add(writer, "b", "", IndexedEvent.Delete);
        TestSequence.Add(writer, "c", "");
        TestSequence.Add(writer, "large", new string('l', 200_000));
        writer.Close();
        return test;
    }

    private sealed class Immediate(Action<long> action) : IProgress<long>
    {
        public void Report(long value) => action(value);
    }
}
