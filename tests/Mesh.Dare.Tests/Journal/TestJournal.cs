namespace Mesh.Dare.Tests;

/// <summary>Logs in a simulated file system.</summary>
internal static class TestJournal
{
    public static JournalOptions Options(TestSequence test, TimeSpan? flush = null, int checkpointFrames = 4096, int indexFrames = 1024) => new()
    {
        Sequence = test.Options(),
        FlushInterval = flush,
        CheckpointInterval = TimeSpan.FromDays(1),
        CheckpointFrames = checkpointFrames,
        IndexFrames = indexFrames,
    };

    public static JournalWriter Open(TestSequence test, TimeSpan? flush = null, int checkpointFrames = 4096, int indexFrames = 1024)
    {
        test.Seed += "+";
        return JournalWriter.OpenOrCreate(TestSequence.Name, Options(test, flush, checkpointFrames, indexFrames));
    }

    public static SequenceReport Verify(TestSequence test)
    {
        SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(test.Octets), TestKeys.Open());
        Assert.Null(report.Fault);
        return report;
    }

    public static List<string> Texts(TestSequence test)
    {
        using SequenceReader reader = test.Read(withUnsigned: true);
        return [.. reader.Forward().Where(f => !f.IsMeta).Select(f => TestSequence.Text(reader, f.Index))];
    }
}
