using System.Buffers.Binary;
using System.Numerics;

namespace Mesh.Encoding;

/// <summary>
/// Content digest fingerprints (draft-hallambaker-mesh-udf section 5.1): H(content type ‖ ':' ‖ H(data)), 64 octets, with the
/// compression level (section 5.1.3) added to the type octet.
/// </summary>
public static class ContentDigest
{
    /// <summary>The fingerprint of <paramref name="data"/>; the content type is hashed exactly as given.</summary>
    public static Udf Compute(ReadOnlySpan<byte> data, string contentType, UdfDigest algorithm = UdfDigest.Sha2) =>
        FromDigest(UdfHash.Digest(algorithm, data), contentType, algorithm);

    /// <summary>The fingerprint of data whose 64-octet digest under the same algorithm is known.</summary>
    /// <exception cref="EncodingException">Another length than 64 (<see cref="EncodingError.Udf"/>).</exception>
    public static Udf FromDigest(ReadOnlySpan<byte> digest, string contentType, UdfDigest algorithm = UdfDigest.Sha2)
    {
        byte[] typed = UdfHash.Digest(algorithm, TypedInput(digest, contentType));
        return Udf.FromDigest(TypeOf(typed, algorithm), typed);
    }

    /// <summary>The type octet of a typed digest: the base of its algorithm plus the compression level.</summary>
    internal static byte TypeOf(ReadOnlySpan<byte> typedDigest, UdfDigest algorithm)
    {
        int level = TrailingZeroBits(typedDigest) switch
        {
            < 20 => 0,
            < 30 => 1,
            < 40 => 2,
            < 50 => 3,
            _ => 4,
        };
        return (byte)((algorithm == UdfDigest.Sha2 ? UdfType.DigestSha2 : UdfType.DigestSha3) + level);
    }

    /// <summary>content type ‖ ':' ‖ digest.</summary>
    internal static byte[] TypedInput(ReadOnlySpan<byte> digest, string contentType)
    {
        ArgumentNullException.ThrowIfNull(contentType);
        if (digest.Length != UdfHash.Size)
        {
            throw new EncodingException(EncodingError.Udf, $"the digest has {digest.Length} octets where {UdfHash.Size} are needed");
        }

        return [.. StrictUtf8.Encode(contentType, EncodingError.Udf), (byte)':', .. digest];
    }

    // The prose of section 5.1 puts the zeros in front; its examples, and all data, count them at the end. 64 are enough to know.
    private static int TrailingZeroBits(ReadOnlySpan<byte> digest) =>
        BitOperations.TrailingZeroCount(BinaryPrimitives.ReadUInt64BigEndian(digest[^8..]));
}
