// AES-256-GCM (NIST SP 800-38D) on the platform's implementation: key 32 octets, nonce 12, tag 16 behind the ciphertext.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>AES-256-GCM with the tag appended. The caller sees to it that no nonce is used twice with a key.</summary>
public sealed class Aes256Gcm : IDisposable
{
    /// <summary>Octets of a key.</summary>
    public const int KeySize = 32;

    /// <summary>Octets of a nonce.</summary>
    public const int NonceSize = 12;

    /// <summary>Octets of a tag.</summary>
    public const int TagSize = 16;

    private readonly AesGcm _aes;

    /// <summary>Takes a key of 32 octets.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public Aes256Gcm(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize)
        {
            throw CryptoException.Length("An AES-256-GCM key", KeySize, key.Length);
        }

        _aes = new AesGcm(key, TagSize);
    }

    /// <summary>One call with a key that serves for this message only: ciphertext and tag.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public static byte[] Seal(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        using var cipher = new Aes256Gcm(key);
        byte[] sealedOctets = new byte[plaintext.Length + TagSize];
        cipher.Seal(nonce, plaintext, associatedData, sealedOctets);
        return sealedOctets;
    }

    /// <summary>Opens what <see cref="Seal(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> made.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.IntegrityFailure"/>.
    /// </exception>
    public static byte[] Open(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedOctets, ReadOnlySpan<byte> associatedData)
    {
        using var cipher = new Aes256Gcm(key);
        byte[] plaintext = new byte[PlaintextLength(sealedOctets.Length)];
        cipher.Open(nonce, sealedOctets, associatedData, plaintext);
        return plaintext;
    }

    /// <summary>Writes ciphertext and tag; <paramref name="destination"/> is 16 octets longer than the plaintext.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData, Span<byte> destination)
    {
        CheckNonce(nonce);
        if (destination.Length - TagSize != plaintext.Length)
        {
            throw CryptoException.Length("The destination of ciphertext and tag", plaintext.Length + TagSize, destination.Length);
        }

        _aes.Encrypt(nonce, plaintext, destination[..plaintext.Length], destination[plaintext.Length..], associatedData);
    }

    /// <summary>Writes the plaintext, 16 octets shorter than <paramref name="sealedOctets"/>, or throws and leaves it zeroed.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.IntegrityFailure"/>.
    /// </exception>
    public void Open(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedOctets, ReadOnlySpan<byte> associatedData, Span<byte> plaintext)
    {
        CheckNonce(nonce);
        int length = PlaintextLength(sealedOctets.Length);
        if (plaintext.Length != length)
        {
            throw CryptoException.Length("The destination of a plaintext", length, plaintext.Length);
        }

        try
        {
            _aes.Decrypt(nonce, sealedOctets[..length], sealedOctets[length..], plaintext, associatedData);
        }
        catch (AuthenticationTagMismatchException e)
        {
            plaintext.Clear();
            throw new CryptoException(
                CryptoError.IntegrityFailure, "The ciphertext does not authenticate: it was altered, or the key is another.", e);
        }
    }

    /// <summary>Erases the key.</summary>
    public void Dispose() => _aes.Dispose();

    private static int PlaintextLength(int sealedLength) =>
        sealedLength >= TagSize
            ? sealedLength - TagSize
            : throw new CryptoException(CryptoError.InvalidLength, $"A sealed text is at least {TagSize} octets, not {sealedLength}.");

    private static void CheckNonce(ReadOnlySpan<byte> nonce)
    {
        if (nonce.Length != NonceSize)
        {
            throw CryptoException.Length("An AES-256-GCM nonce", NonceSize, nonce.Length);
        }
    }
}
