namespace Mesh.Dare.Tests;

/// <summary>
/// Any octets as the file form of an envelope: nothing but <see cref="DareException"/> comes out, in any block size, and the JSON form
/// means the same as to the other reader.
/// </summary>
internal static class EnvelopeFileFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        (byte[] Header, byte[] Body, byte[] Trailer)? small = Read(octets, 1);
        (byte[] Header, byte[] Body, byte[] Trailer)? large = Read(octets, 1 << 16);
        if (small.HasValue != large.HasValue
            || (small is { } left && large is { } right && !(Same(left.Header, right.Header) && Same(left.Body, right.Body)
                && Same(left.Trailer, right.Trailer))))
        {
            throw new InvalidOperationException("the block size changes what is read");
        }

        EnvelopeFuzz.Try(() => EnvelopeFileOpener.Open(new MemoryStream(octets), Stream.Null, new OpenRequest()));
        if (small is { } read)
        {
            EnvelopeFuzz.Try(() =>
            {
                UnverifiedEnvelope whole = UnverifiedEnvelope.Parse(octets);
                if (!whole.Body.Span.SequenceEqual(read.Body))
                {
                    throw new InvalidOperationException("the two readers see different bodies");
                }
            });
        }
    }

    private static (byte[] Header, byte[] Body, byte[] Trailer)? Read(byte[] octets, int block)
    {
        try
        {
            var reader = new EnvelopeFileReader(new MemoryStream(octets));
            using var body = new MemoryStream();
            byte[] buffer = new byte[block];
            for (int n = reader.ReadBody(buffer); n > 0; n = reader.ReadBody(buffer))
            {
                body.Write(buffer, 0, n);
            }

            return (reader.Header.Octets.ToArray(), body.ToArray(), reader.ReadTrailer().Octets.ToArray());
        }
        catch (DareException)
        {
            return null;
        }
    }

    private static bool Same(byte[] left, byte[] right) => left.AsSpan().SequenceEqual(right);
}
