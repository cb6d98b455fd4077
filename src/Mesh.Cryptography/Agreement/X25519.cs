// X25519 (RFC 7748 5, 6.1): private keys 32 octets, public keys 32 (u alone), agreements 32.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>The X25519 key agreement.</summary>
public static class X25519
{
    /// <summary>Octets of a public key.</summary>
    public const int PublicKeySize = 32;

    /// <summary>Octets of an agreement.</summary>
    public const int AgreementSize = 32;

    /// <summary>The public key, 32 octets. Constant time.</summary>
    public static byte[] PublicKey(AgreementScalar25519 key) => key.AgreementPublicKey.ToArray();

    /// <summary>The agreement of RFC 7748 6.1: u of [key]peer, 32 octets. Constant time.</summary>
    /// <param name="key">The own private key.</param>
    /// <param name="peer">u in 32 octets, read as RFC 7748 reads it: without the top bit, modulo p.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.ZeroAgreement"/> for a peer of small order.
    /// </exception>
    public static SecretBytes Agree(ClampedScalar25519 key, ReadOnlySpan<byte> peer)
    {
        Span<byte> agreement = stackalloc byte[AgreementSize];
        Agree(key, peer, agreement);
        var secret = new SecretBytes(agreement);
        CryptographicOperations.ZeroMemory(agreement);
        return secret;
    }

    /// <summary>Writes the agreement of RFC 7748 6.1 into <paramref name="agreement"/>, 32 octets, and allocates nothing. Constant time.</summary>
    /// <param name="key">The own private key.</param>
    /// <param name="peer">u in 32 octets, read as RFC 7748 reads it: without the top bit, modulo p.</param>
    /// <param name="agreement">Where the secret goes; zeros where the peer is refused. The caller zeroes it after use.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.ZeroAgreement"/> for a peer of small order.
    /// </exception>
    public static void Agree(ClampedScalar25519 key, ReadOnlySpan<byte> peer, Span<byte> agreement)
    {
        if (peer.Length != PublicKeySize)
        {
            throw CryptoException.Length("An X25519 public key", PublicKeySize, peer.Length);
        }

        if (agreement.Length != AgreementSize)
        {
            throw CryptoException.Length("The destination of an X25519 agreement", AgreementSize, agreement.Length);
        }

        Ladder25519.Multiply(key.Octets, peer, agreement);
        uint any = 0;
        foreach (byte octet in agreement)
        {
            any |= octet;
        }

        if (any == 0)
        {
            throw new CryptoException(CryptoError.ZeroAgreement, "The X25519 agreement is zero: the peer's key has small order.");
        }
    }
}
