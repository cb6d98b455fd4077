using System.Security.Cryptography;

namespace Mesh.Encoding;

/// <summary>
/// Identifiers of symmetric keys: 20 ‖ type ‖ SHA-2-512(content type ‖ ':' ‖ key), cut to 140 bits, so a whole digest fingerprint
/// wrapped in type E (28 characters, <c>EB…</c>). There is no inner digest: the key itself is the input. A hint, not a commitment.
/// </summary>
public static class SymmetricKeyIdentifier
{
    /// <summary>For the base seed of an envelope (draft-hallambaker-mesh-dare; as its revision 08 has it).</summary>
    public const string SeedContentType = "application/udf-encryption";

    /// <summary>For publications (Mesh schema, publication identifiers).</summary>
    public const string PublicationContentType = "UDFEncryption";

    /// <summary>The <c>kid</c> of an envelope's base seed, or of a symmetric recipient.</summary>
    public static string OfSeed(ReadOnlySpan<byte> seed) => Compute(seed, SeedContentType);

    /// <summary>The identifier of the publication that <paramref name="key"/> opens.</summary>
    public static string OfPublication(ReadOnlySpan<byte> key) => Compute(key, PublicationContentType);

    /// <summary>The identifier of <paramref name="key"/> under another content type.</summary>
    public static string Compute(ReadOnlySpan<byte> key, string contentType)
    {
        byte[] input = [.. StrictUtf8.Encode(contentType, EncodingError.Udf), (byte)':', .. key];
        byte[] digest = SHA512.HashData(input);
        CryptographicOperations.ZeroMemory(input);
        return Base32.Encode([UdfType.EncryptionKey, ContentDigest.TypeOf(digest, UdfDigest.Sha2), .. digest], Udf.DefaultPrecision);
    }
}
