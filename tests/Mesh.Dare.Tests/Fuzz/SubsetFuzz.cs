namespace Mesh.Dare.Tests;

/// <summary>
/// Any octets as a copy of some frames: nothing but <see cref="DareException"/> comes out of opening it and reading it, and none out of the verifier;
/// what the verifier counts can be read.
/// </summary>
internal static class SubsetFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        EnvelopeFuzz.Try(() =>
        {
            SubsetOctets copy = SubsetOctets.Open(new MemoryOctets(octets));
            if (copy.Present > octets.Length)
            {
                throw new InvalidOperationException("a copy has more octets than its file");
            }

            SubsetReport report = SubsetVerifier.Verify(copy, new OpenRequest());
            long present = 0;
            EnvelopeFuzz.Try(() =>
            {
                using var reader = SequenceReader.Open(copy, new OpenRequest());
                for (long i = 0; i < reader.Count && i < 10_000; i++)
                {
                    EnvelopeFuzz.Try(() =>
                    {
                        if (reader.IsPresent(i))
                        {
                            reader.CarriedBody(reader.Frame(i)).CopyTo(Stream.Null);
                            present++;
                        }
                    });
                }
            });
            if (report.Fault is null && report.Frames <= 10_000 && report.Present != present)
            {
                throw new InvalidOperationException("what is verified cannot be read");
            }
        });
    }
}
