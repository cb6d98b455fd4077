using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Bodies and encoded data sequences of the published dialects (DARE 2.4 and 2.6): HKDF-SHA-256 with the bare labels <c>encrypt</c> (32)
/// and <c>iv</c> (16), AES-256-CBC with PKCS #7 padding. Only read.
/// </summary>
internal sealed class LegacyBody : IDisposable
{
    private readonly SecretBytes _seed;
    private readonly SecretBytes _extracted;

    public LegacyBody(SecretBytes seed, ReadOnlySpan<byte> salt)
    {
        _seed = seed.Clone();
        _extracted = BodyKeys.Extract(seed.Reveal(), salt);
    }

    /// <summary>32 octets with <paramref name="info"/>: the manifest in dialect B, the signature in dialect A (D-12).</summary>
    public byte[] Witness(ReadOnlySpan<byte> info) => BodyKeys.Witness(_extracted, info);

    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public byte[] Open(ReadOnlySpan<byte> ciphertext) => Open(_extracted, ciphertext);

    /// <summary>A body of any size, decrypted as it is read.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public CbcStream OpenStream(IOctetSource ciphertext)
    {
        byte[] key = Expand(_extracted, "encrypt", 32);
        try
        {
            return new CbcStream(ciphertext, key, Expand(_extracted, "iv", 16));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>An encoded data sequence of the same envelope: its keys come from prefix ‖ Salt.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public byte[] Open(EncodedDataSequence item, ReadOnlySpan<byte> salt)
    {
        using SecretBytes extracted = BodyKeys.Extract(_seed.Reveal(), [.. item.SaltPrefix.Span, .. salt]);
        return Open(extracted, item.Content.Span);
    }

    public void Dispose()
    {
        _seed.Dispose();
        _extracted.Dispose();
    }

    internal static byte[] Expand(SecretBytes extracted, string label, int length)
    {
        byte[] output = new byte[length];
        HKDF.Expand(HashAlgorithmName.SHA256, extracted.Reveal(), output, System.Text.Encoding.ASCII.GetBytes(label));
        return output;
    }

    private static byte[] Open(SecretBytes extracted, ReadOnlySpan<byte> ciphertext)
    {
        byte[] key = Expand(extracted, "encrypt", 32);
        try
        {
            using Aes aes = Aes.Create();
            aes.SetKey(key);
            return aes.DecryptCbc(ciphertext, Expand(extracted, "iv", 16), PaddingMode.PKCS7);
        }
        catch (CryptographicException)
        {
            throw DareException.Decryption();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
