using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Bodies and encoded data sequences of the published dialects (DARE 2.4 and 2.6): HKDF-SHA-256 with the bare labels <c>encrypt</c> (32)
/// and <c>iv</c> (16), AES-256-CBC with PKCS #7 padding. Read where a caller permits it, and written by <see cref="CompatSealer"/> alone.
/// </summary>
internal sealed class LegacyBody : IDisposable
{
    /// <summary>Octets of a block: a ciphertext is a positive multiple of it.</summary>
    public const int BlockSize = 16;

    private const int ChunkSize = 1 << 16;

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

    /// <summary>The ciphertext, 1 to 16 octets longer than the plaintext.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plaintext) => Seal(_extracted, plaintext);

    /// <summary>An encoded data sequence of the same envelope, two items (D-07).</summary>
    public byte[] SealItem(int number, ReadOnlySpan<byte> content, ReadOnlySpan<byte> salt)
    {
        byte[] prefix = EncodedDataSequence.PrefixOf(number);
        using SecretBytes extracted = BodyKeys.Extract(_seed.Reveal(), [.. prefix, .. salt]);
        return new JsonBWriter().Binary(prefix).Binary(Seal(extracted, content)).ToArray();
    }

    /// <summary>Encrypts what is read, 64 KiB at a time, and passes it on.</summary>
    public void SealStream(Stream plaintext, Action<ReadOnlyMemory<byte>> output)
    {
        byte[] key = Expand(_extracted, "encrypt", 32);
        byte[] iv = Expand(_extracted, "iv", BlockSize);
        byte[] clear = new byte[ChunkSize];
        byte[] ciphertext = new byte[ChunkSize + BlockSize];
        try
        {
            using Aes aes = Aes.Create();
            aes.SetKey(key);
            int count;
            while ((count = plaintext.ReadAtLeast(clear, ChunkSize, throwOnEndOfStream: false)) == ChunkSize)
            {
                aes.EncryptCbc(clear, iv, ciphertext, PaddingMode.None);
                ciphertext.AsSpan(ChunkSize - BlockSize, BlockSize).CopyTo(iv);
                output(ciphertext.AsMemory(0, ChunkSize));
            }

            int last = aes.EncryptCbc(clear.AsSpan(0, count), iv, ciphertext, PaddingMode.PKCS7);
            output(ciphertext.AsMemory(0, last));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(clear);
        }
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

    private static byte[] Seal(SecretBytes extracted, ReadOnlySpan<byte> plaintext)
    {
        byte[] key = Expand(extracted, "encrypt", 32);
        try
        {
            using Aes aes = Aes.Create();
            aes.SetKey(key);
            return aes.EncryptCbc(plaintext, Expand(extracted, "iv", BlockSize), PaddingMode.PKCS7);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
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
