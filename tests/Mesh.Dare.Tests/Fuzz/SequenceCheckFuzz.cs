namespace Mesh.Dare.Tests;

/// <summary>
/// Any octets as a damaged sequence: what is good and what is not are disjoint places of the file, in order, and what is left is copied into a
/// sequence that verifies. Nothing comes out of the check but a report.
/// </summary>
internal static class SequenceCheckFuzz
{
    private const string Name = "/saved.dare";

    public static void Run(ReadOnlySpan<byte> input)
    {
        var octets = new MemoryOctets(input.ToArray());
        SequenceCheckReport report = SequenceCheck.Examine(octets, new OpenRequest());
        long at = report.Front.End;
        long next = report.Front.Frames;
        bool right = (report.Front.Fault is null) == (report.Faults.Count == 0) && at <= input.Length;
        foreach (FrameRange range in report.Behind)
        {
            right &= range.Start >= at && range.End > range.Start && range.First >= next && range.Last >= range.First
                && range.Covered >= 0 && range.Covered <= range.Last - range.First + 1;
            (at, next) = (range.End, range.Last + 1);
        }

        if (!right || at > input.Length || report.Faults.Any(f => f.Offset < 0 || f.Offset > octets.Length))
        {
            throw new InvalidOperationException("the places that are told are not those of a file");
        }

        EnvelopeFuzz.Try(() => Save(octets));
    }

    private static void Save(MemoryOctets octets)
    {
        using SequenceReader reader = SequenceReader.Open(octets, new OpenRequest(), withUnsigned: true);
        var files = new SimulatedFiles();
        var options = new SequenceOptions
        {
            ContentType = SequenceContent.Archive,
            Random = new SeededRandom("saved"),
            Time = new FixedTime(DateTimeOffset.UnixEpoch),
            Files = files,
        };
        using (SequenceWriter writer = SequenceWriter.Create(Name, options))
        {
            SequenceCopier.Copy(reader, writer, new SequenceCopyOptions { AllVersions = true, SkipsDamage = true });
            writer.Close();
        }

        if (SequenceVerifier.Verify(new MemoryOctets(files.Octets(Name)), new OpenRequest()) is not { Fault: null, IsClosed: true })
        {
            throw new InvalidOperationException("what was saved does not verify");
        }
    }
}
