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
        if (peer.Length != PublicKeySize)
        {
            throw CryptoException.Length("An X25519 public key", PublicKeySize, peer.Length);
        }

        Span<byte> u = stackalloc byte[AgreementSize];
        Ladder25519.Multiply(key.Octets, peer, u);
        uint any = 0;
        foreach (byte octet in u)
        {
            any |= octet;
        }

        try
        {
            return any != 0
                ? new SecretBytes(u)
                : throw new CryptoException(CryptoError.ZeroAgreement, "The X25519 agreement is zero: the peer's key has small order.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(u);
        }
    }
}
