namespace Mesh.Dare.Tests;

/// <summary>Any octets as a header, a trailer, ContentMetaData or an encoded data sequence.</summary>
internal static class HeaderFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        EnvelopeFuzz.Try(() =>
        {
            DareHeader header = DareHeader.Parse(octets);
            _ = new UnverifiedEnvelope(header, default, DareTrailer.Empty).ToJson();
        });
        EnvelopeFuzz.Try(() => _ = DareTrailer.Parse(octets).IsEmpty);
        EnvelopeFuzz.Try(() => ContentMeta.Parse(ContentMeta.Parse(octets).ToOctets()));
        EnvelopeFuzz.Try(() => EncodedDataSequence.Parse(octets));
    }
}
