using System.Security.Cryptography;

namespace Mesh.Encoding;

/// <summary>The platform's digest and HMAC for each <see cref="UdfDigest"/>, 64 octets.</summary>
internal static class UdfHash
{
    public const int Size = SHA512.HashSizeInBytes;

    public static byte[] Digest(UdfDigest algorithm, ReadOnlySpan<byte> data)
    {
        if (algorithm == UdfDigest.Sha2)
        {
            return SHA512.HashData(data);
        }

        RequireSha3(SHA3_512.IsSupported);
        return SHA3_512.HashData(data);
    }

    public static byte[] Mac(UdfDigest algorithm, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        if (algorithm == UdfDigest.Sha2)
        {
            return HMACSHA512.HashData(key, data);
        }

        RequireSha3(HMACSHA3_512.IsSupported);
        return HMACSHA3_512.HashData(key, data);
    }

    private static void RequireSha3(bool supported)
    {
        if (!supported)
        {
            throw new EncodingException(EncodingError.Platform, "SHA-3 is not available here: the platform's cryptographic library lacks it");
        }
    }
}
