using System.Security.Cryptography;

namespace Mesh.Encoding;

/// <summary>
/// Authenticator fingerprints (draft-hallambaker-mesh-udf section 5.2) and the two keyed forms built on key fingerprints: UDF-MAC
/// (PINs and claims) and UDF-HKDF (publication authenticators).
/// </summary>
public static class UdfAuthenticator
{
    private const int DerivedKeyLength = 32;

    /// <summary>
    /// The authenticator of <paramref name="data"/> under the key text, which is used exactly as written, dashes included. A binary
    /// key is first presented as a type E fingerprint.
    /// </summary>
    public static Udf Compute(ReadOnlySpan<char> key, ReadOnlySpan<byte> data, string contentType, UdfDigest algorithm = UdfDigest.Sha2) =>
        FromDigest(key, UdfHash.Digest(algorithm, data), contentType, algorithm);

    /// <summary>The authenticator of data whose 64-octet digest under the same algorithm is known.</summary>
    /// <exception cref="EncodingException">Another length than 64 (<see cref="EncodingError.Udf"/>).</exception>
    public static Udf FromDigest(ReadOnlySpan<char> key, ReadOnlySpan<byte> digest, string contentType, UdfDigest algorithm = UdfDigest.Sha2)
    {
        byte[] input = ContentDigest.TypedInput(digest, contentType);
        byte[] keyText = StrictUtf8.Encode(key, EncodingError.Udf);
        byte[] prk = UdfHash.Mac(algorithm, "KeyedUDFMaster"u8, keyText);

        // HKDF-Expand of one block is a single HMAC over info ‖ 01.
        byte[] okm = UdfHash.Mac(algorithm, prk, [.. "KeyedUDFExpand"u8, 1]);
        byte[] value = UdfHash.Mac(algorithm, okm, input);
        CryptographicOperations.ZeroMemory(keyText);
        CryptographicOperations.ZeroMemory(prk);
        CryptographicOperations.ZeroMemory(okm);
        return Udf.FromDigest(algorithm == UdfDigest.Sha2 ? UdfType.Authenticator : UdfType.AuthenticatorSha3, value);
    }

    /// <summary>
    /// UDF-MAC: HMAC-SHA-2-512 of <paramref name="data"/> under the data octets of a type 00, 20 or 21 fingerprint, cut to 140 bits.
    /// Used as a key again it gives its 16 whole octets, <see cref="Udf.Data"/>.
    /// </summary>
    public static Udf Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) =>
        Udf.FromDigest(UdfType.Authenticator, HMACSHA512.HashData(key, data)).Cut(Udf.DefaultPrecision);

    /// <summary>UDF-HKDF: HKDF-SHA-2-512 of a key's data octets, no salt, 32 octets written to <paramref name="destination"/>.</summary>
    public static void Derive(ReadOnlySpan<byte> key, ReadOnlySpan<char> info, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, DerivedKeyLength, nameof(destination));
        HKDF.DeriveKey(HashAlgorithmName.SHA512, key, destination, salt: [], StrictUtf8.Encode(info, EncodingError.Udf));
    }
}
