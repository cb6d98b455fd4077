namespace Mesh.Dare.Tests;

/// <summary>
/// Any octets as a sequence: verified and read in every way. Nothing but <see cref="DareException"/> comes out of the reader and none out of the
/// verifier, and what the verifier takes the reader takes.
/// </summary>
internal static class SequenceFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        var octets = new MemoryOctets(input.ToArray());
        SequenceReport report = SequenceVerifier.Verify(octets, new OpenRequest());
        bool read = false;
        EnvelopeFuzz.Try(() =>
        {
            using SequenceReader reader = SequenceReader.Open(octets, new OpenRequest(), withUnsigned: true);
            EnvelopeFuzz.Try(() => _ = reader.Entries().Count() + reader.AllVersions().Count());
            foreach (SequenceFrame frame in reader.Backward())
            {
                EnvelopeFuzz.Try(() => reader.Content(frame).CopyTo(Stream.Null));
                EnvelopeFuzz.Try(() => _ = reader.Versions(frame.Meta.UniqueId ?? "").Count);
                byte[]? proof = null;
                EnvelopeFuzz.Try(() => proof = reader.Proof(frame.Index).ToOctets());
                if (proof is not null)
                {
                    InclusionProof.Parse(proof).Verify(InclusionProof.Parse(proof).State);
                }
            }

            read = true;
        });
        if (report.Fault is null && report.SealedIndexes == 0 && !read)
        {
            throw new InvalidOperationException("what is verified cannot be read");
        }
    }
}
