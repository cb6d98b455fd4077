using System.IO.Compression;

namespace Mesh.Dare;

/// <summary>Compression of the content of one entry before it is sealed: <c>ContentEncoding</c> <c>br</c> (RFC 7932) or <c>gzip</c> (RFC 1952), D-35.</summary>
public static class ContentCoding
{
    /// <summary>Brotli.</summary>
    public const string Brotli = "br";

    /// <summary>Gzip.</summary>
    public const string Gzip = "gzip";

    private const int BrotliQuality = 5;
    private const int BrotliWindow = 22;
    private const int Sample = 1 << 16;

    /// <summary>True for a name that is known.</summary>
    public static bool IsKnown(string coding) => coding is Brotli or Gzip;

    /// <summary>Writes to <paramref name="destination"/> what is written to the stream, compressed; disposal ends it and leaves the destination open.</summary>
    /// <exception cref="DareException"><see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    internal static Stream Compress(Stream destination, string coding) => coding switch
    {
        Brotli => new BrotliStream(
            destination, new BrotliCompressionOptions { Quality = BrotliQuality }, leaveOpen: true),
        Gzip => new GZipStream(destination, CompressionLevel.Optimal, leaveOpen: true),
        _ => throw Unknown(coding),
    };

    /// <summary>The content out of what is carried; the source is disposed with it.</summary>
    /// <exception cref="DareException"><see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    internal static Stream Decompress(Stream source, string coding) => coding switch
    {
        Brotli => new BrotliStream(source, CompressionMode.Decompress),
        Gzip => new GZipStream(source, CompressionMode.Decompress),
        _ => throw Unknown(coding),
    };

    /// <summary>True where compression is worth its time: a sample from the beginning becomes shorter by a sixteenth at least.</summary>
    internal static bool IsWorthwhile(ReadOnlySpan<byte> beginning)
    {
        if (beginning.Length < 64)
        {
            return false;
        }

        ReadOnlySpan<byte> sample = beginning[..Math.Min(beginning.Length, Sample)];
        byte[] room = new byte[BrotliEncoder.GetMaxCompressedLength(sample.Length)];
        return BrotliEncoder.TryCompress(sample, room, out int length, quality: 1, BrotliWindow)
            && length < sample.Length - (sample.Length / 16);
    }

    private static DareException Unknown(string coding) =>
        new(DareError.UnsupportedAlgorithm, $"The compression \"{Printable.Of(coding)}\" is not supported.");
}
