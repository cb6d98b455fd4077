// X25519 (RFC 7748 5, 6.1) for ordinary keys and for composite ones.
//
//   private    32 octets: ClampedScalar25519 or ResidueScalar25519
//   public     32 octets written, u alone; 32 read, or 33, the signed form of PrimeGroup.Curve25519
//   agreement  32 octets, u alone

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>The X25519 key agreement.</summary>
public static class X25519
{
    /// <summary>Octets of a public key as written: u.</summary>
    public const int PublicKeySize = 32;

    /// <summary>Octets of an agreement.</summary>
    public const int AgreementSize = 32;

    /// <summary>The public key, 32 octets. Constant time.</summary>
    public static byte[] PublicKey(AgreementScalar25519 key) => key.AgreementPublicKey.ToArray();

    /// <summary>The agreement of RFC 7748 6.1: u of [key]peer, 32 octets. Constant time.</summary>
    /// <param name="key">The own private key.</param>
    /// <param name="peer">
    /// u in 32 octets, read as RFC 7748 reads it: without the top bit, modulo p; or 33 octets whose last, 00 or 80, has no influence.
    /// </param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidPoint"/> for another last octet,
    /// <see cref="CryptoError.ZeroAgreement"/> for a peer of small order.
    /// </exception>
    public static SecretBytes Agree(ClampedScalar25519 key, ReadOnlySpan<byte> peer)
    {
        Span<byte> agreement = stackalloc byte[AgreementSize];
        Agree(key, peer, agreement);
        return Keep(agreement);
    }

    /// <summary>Writes the agreement of RFC 7748 6.1 into <paramref name="agreement"/>, 32 octets, and allocates nothing. Constant time.</summary>
    /// <param name="key">The own private key.</param>
    /// <param name="peer">As for <see cref="Agree(ClampedScalar25519, ReadOnlySpan{byte})"/>.</param>
    /// <param name="agreement">Where the secret goes; zeros where the peer is refused. The caller zeroes it after use.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidPoint"/>, <see cref="CryptoError.ZeroAgreement"/>.
    /// </exception>
    public static void Agree(ClampedScalar25519 key, ReadOnlySpan<byte> peer, Span<byte> agreement) => Ladder(key.Octets, peer, agreement);

    /// <summary>
    /// The agreement with a composite key a: u of [8 (a/8 mod L)]peer. It equals [a]peer for an honest peer, and takes no part of a peer of small
    /// order, on the curve or on its twist, into the result (Mesh threshold, section 4.2).
    /// </summary>
    /// <inheritdoc cref="Agree(ClampedScalar25519, ReadOnlySpan{byte})"/>
    public static SecretBytes Agree(ResidueScalar25519 key, ReadOnlySpan<byte> peer)
    {
        Span<byte> agreement = stackalloc byte[AgreementSize];
        Agree(key, peer, agreement);
        return Keep(agreement);
    }

    /// <summary>Writes the agreement with a composite key into <paramref name="agreement"/>, 32 octets, and allocates nothing.</summary>
    /// <inheritdoc cref="Agree(ClampedScalar25519, ReadOnlySpan{byte}, Span{byte})"/>
    public static void Agree(ResidueScalar25519 key, ReadOnlySpan<byte> peer, Span<byte> agreement)
    {
        Span<byte> cleared = stackalloc byte[AgreementScalar25519.Size];
        Scalar25519 residue = key.Residue;
        residue.WriteCleared(cleared);
        residue.Clear();
        try
        {
            Ladder(cleared, peer, agreement);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(cleared);
        }
    }

    private static SecretBytes Keep(Span<byte> agreement)
    {
        var secret = new SecretBytes(agreement);
        CryptographicOperations.ZeroMemory(agreement);
        return secret;
    }

    private static void Ladder(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> peer, Span<byte> agreement)
    {
        if (peer.Length is not (PublicKeySize or PublicKeySize + 1))
        {
            throw new CryptoException(
                CryptoError.InvalidLength, $"An X25519 public key must be {PublicKeySize} or {PublicKeySize + 1} octets, not {peer.Length}.");
        }

        if (peer.Length != PublicKeySize && peer[PublicKeySize] is not (0 or 0x80))
        {
            throw new CryptoException(CryptoError.InvalidPoint, "The sign octet of an X25519 public key must be 00 or 80.");
        }

        if (agreement.Length != AgreementSize)
        {
            throw CryptoException.Length("The destination of an X25519 agreement", AgreementSize, agreement.Length);
        }

        Ladder25519.Multiply(scalar, peer[..PublicKeySize], agreement);
        AgreementOctets.RequireNotZero(agreement, "X25519");
    }
}
