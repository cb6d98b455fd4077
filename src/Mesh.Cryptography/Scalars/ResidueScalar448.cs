// A composite private key, a share of one, or any other scalar in [1, L-1] (Mesh threshold, section 1.2, kind 3): 56 octets, little
// endian, never clamped and never hashed; 57 octets, the last one zero, where RFC 8032 or RFC 9591 is the context.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>A secret integer in [1, L-1], L the prime order of the curve 448 groups.</summary>
public sealed class ResidueScalar448 : AgreementScalar448
{
    /// <summary>Octets of the form used inside RFC 8032 and RFC 9591.</summary>
    public const int SignatureSize = 57;

    // Octets drawn for a random residue; 84 would leave a bias below 2^-224 already (Mesh threshold, section 7).
    private const int DrawSize = 112;

    private byte[]? _signaturePublicKey;

    internal ResidueScalar448(in Scalar448 value)
        : base(Store(value))
    {
    }

    /// <summary>Reads 56 octets, or 57 whose last is zero.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.InvalidScalar"/> for zero and for L or more.
    /// </exception>
    public static ResidueScalar448 FromOctets(ReadOnlySpan<byte> octets)
    {
        if (octets.Length is not (Size or SignatureSize))
        {
            throw new CryptoException(
                CryptoError.InvalidLength, $"A residue must be {Size} or {SignatureSize} octets, not {octets.Length}.");
        }

        if ((octets.Length == SignatureSize && octets[Size] != 0) || !Scalar448.TryRead(octets[..Size], out Scalar448 value))
        {
            throw new CryptoException(CryptoError.InvalidScalar, "A residue must be below the group order.");
        }

        return new ResidueScalar448(value);
    }

    /// <summary>A uniform residue: 112 random octets modulo L.</summary>
    public static ResidueScalar448 Random(IRandomSource random)
    {
        Span<byte> draw = stackalloc byte[DrawSize];
        random.Fill(draw);
        Scalar448 value = Scalar448.ReduceWide(draw);
        CryptographicOperations.ZeroMemory(draw);
        return new ResidueScalar448(value);
    }

    /// <summary>This + <paramref name="other"/> modulo L.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidScalar"/> where the sum is zero.</exception>
    public ResidueScalar448 Add(ResidueScalar448 other) => new(Scalar448.Add(Residue, other.Residue));

    /// <summary>This - <paramref name="other"/> modulo L.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidScalar"/> where the difference is zero.</exception>
    public ResidueScalar448 Subtract(ResidueScalar448 other) => new(Scalar448.Subtract(Residue, other.Residue));

    /// <summary>The encoded Ed448 public key, computed once: every signature hashes it.</summary>
    internal ReadOnlySpan<byte> SignaturePublicKey => _signaturePublicKey ??= Edwards448.EncodeBaseMultiple(Residue);

    internal override Scalar448 Residue
    {
        get
        {
            // Checked when it was made.
            _ = Scalar448.TryRead(Octets, out Scalar448 value);
            return value;
        }
    }

    private static SecretBytes Store(in Scalar448 value)
    {
        if (value.ZeroMask() != 0)
        {
            throw new CryptoException(CryptoError.InvalidScalar, "A private scalar or share must not be zero.");
        }

        Span<byte> octets = stackalloc byte[Size];
        value.Write(octets);
        var secret = new SecretBytes(octets);
        CryptographicOperations.ZeroMemory(octets);
        return secret;
    }
}
