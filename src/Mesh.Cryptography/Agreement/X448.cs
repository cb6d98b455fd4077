// X448 (RFC 7748 5, 6.2) for ordinary keys and for composite ones.
//
//   private    56 octets: ClampedScalar448 or ResidueScalar448
//   public     57 octets written, the signed form of PrimeGroup.Curve448; 56 or 57 read
//   agreement  56 octets, u alone

using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>The X448 key agreement.</summary>
public static class X448
{
    /// <summary>Octets of a public key as written: u and the octet of the sign.</summary>
    public const int PublicKeySize = 57;

    /// <summary>Octets of u: an agreement, or a public key without sign.</summary>
    public const int AgreementSize = Field448.Size;

    /// <summary>The public key, 57 octets in the signed form. Constant time.</summary>
    public static byte[] PublicKey(AgreementScalar448 key) => key.AgreementPublicKey.ToArray();

    /// <summary>The agreement of RFC 7748 6.2: u of [key]peer, 56 octets. Constant time.</summary>
    /// <param name="key">The own private key.</param>
    /// <param name="peer">u in 56 octets, read as RFC 7748 reads it, or 57 octets whose last, 00 or 80, has no influence.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidPoint"/> for another last octet,
    /// <see cref="CryptoError.ZeroAgreement"/> for a peer of small order.
    /// </exception>
    public static SecretBytes Agree(ClampedScalar448 key, ReadOnlySpan<byte> peer)
    {
        Span<byte> agreement = stackalloc byte[AgreementSize];
        Agree(key, peer, agreement);
        return Take(agreement);
    }

    /// <summary>Writes the agreement of RFC 7748 6.2 into <paramref name="agreement"/>, 56 octets, and allocates nothing. Constant time.</summary>
    /// <param name="key">The own private key.</param>
    /// <param name="peer">u in 56 octets, read as RFC 7748 reads it, or 57 octets whose last, 00 or 80, has no influence.</param>
    /// <param name="agreement">Where the secret goes; zeros where the peer has small order. The caller zeroes it after use.</param>
    /// <inheritdoc cref="Agree(ClampedScalar448, ReadOnlySpan{byte})"/>
    public static void Agree(ClampedScalar448 key, ReadOnlySpan<byte> peer, Span<byte> agreement) => Ladder(key.Octets, peer, agreement);

    /// <summary>
    /// The agreement with a composite key a: u of [4 (a/4 mod L)]peer. It equals [a]peer for an honest peer, and takes no part of a
    /// peer of order 2 or 4, on the curve or on its twist, into the result (Mesh threshold, section 4.2).
    /// </summary>
    /// <inheritdoc cref="Agree(ClampedScalar448, ReadOnlySpan{byte})"/>
    public static SecretBytes Agree(ResidueScalar448 key, ReadOnlySpan<byte> peer) => AgreeCleared(key, peer);

    /// <summary>
    /// Writes the agreement of <see cref="Agree(ResidueScalar448, ReadOnlySpan{byte})"/> into <paramref name="agreement"/> and allocates
    /// nothing.
    /// </summary>
    /// <inheritdoc cref="Agree(ClampedScalar448, ReadOnlySpan{byte}, Span{byte})"/>
    public static void Agree(ResidueScalar448 key, ReadOnlySpan<byte> peer, Span<byte> agreement) => AgreeCleared(key, peer, agreement);

    /// <summary>u of [4 (a/4 mod L)]peer for a key of either kind: the DH of the channel (Mesh channel, section 1).</summary>
    /// <inheritdoc cref="Agree(ClampedScalar448, ReadOnlySpan{byte})"/>
    public static SecretBytes AgreeCleared(AgreementScalar448 key, ReadOnlySpan<byte> peer)
    {
        Span<byte> agreement = stackalloc byte[AgreementSize];
        AgreeCleared(key, peer, agreement);
        return Take(agreement);
    }

    /// <summary>
    /// Writes the agreement of <see cref="AgreeCleared(AgreementScalar448, ReadOnlySpan{byte})"/> into <paramref name="agreement"/> and
    /// allocates nothing.
    /// </summary>
    /// <inheritdoc cref="Agree(ClampedScalar448, ReadOnlySpan{byte}, Span{byte})"/>
    [SkipLocalsInit]
    public static void AgreeCleared(AgreementScalar448 key, ReadOnlySpan<byte> peer, Span<byte> agreement)
    {
        // a mod L is congruent to a, so 4 (a/4 mod L) = 4 ((a mod L)/4 mod L).
        Span<byte> cleared = stackalloc byte[AgreementScalar448.Size];
        Scalar448 residue = key.Residue;
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

    private static void Ladder(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> peer, Span<byte> agreement)
    {
        if (peer.Length is not (AgreementSize or PublicKeySize))
        {
            throw new CryptoException(
                CryptoError.InvalidLength, $"An X448 public key must be {AgreementSize} or {PublicKeySize} octets, not {peer.Length}.");
        }

        if (agreement.Length != AgreementSize)
        {
            throw CryptoException.Length("The destination of an X448 agreement", AgreementSize, agreement.Length);
        }

        if (peer.Length == PublicKeySize && peer[AgreementSize] is not (0 or 0x80))
        {
            throw new CryptoException(CryptoError.InvalidPoint, "The sign octet of an X448 public key must be 00 or 80.");
        }

        Ladder448.Multiply(scalar, peer[..AgreementSize], agreement);
        AgreementOctets.RequireNotZero(agreement, "X448");
    }

    private static SecretBytes Take(Span<byte> agreement)
    {
        var secret = new SecretBytes(agreement);
        CryptographicOperations.ZeroMemory(agreement);
        return secret;
    }
}
