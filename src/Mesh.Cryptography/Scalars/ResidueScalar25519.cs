// A composite private key, a share of one, or any other scalar in [1, L-1] (Mesh threshold, section 1.2, kind 3): 32 octets, little
// endian, never clamped and never hashed.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>A secret integer in [1, L-1], L the prime order of the curve 25519 groups.</summary>
public sealed class ResidueScalar25519 : AgreementScalar25519
{
    private byte[]? _signaturePublicKey;

    internal ResidueScalar25519(in Scalar25519 value)
        : base(Store(value))
    {
    }

    /// <summary>Reads 32 octets.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.InvalidScalar"/> for zero and for L or more.
    /// </exception>
    public static ResidueScalar25519 FromOctets(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Size)
        {
            throw CryptoException.Length("A residue", Size, octets.Length);
        }

        return Scalar25519.TryRead(octets, out Scalar25519 value)
            ? new ResidueScalar25519(value)
            : throw new CryptoException(CryptoError.InvalidScalar, "A residue must be below the group order.");
    }

    /// <summary>A uniform residue: 64 random octets modulo L.</summary>
    public static ResidueScalar25519 Random(IRandomSource random)
    {
        Span<byte> draw = stackalloc byte[Scalar25519.WideSize];
        random.Fill(draw);
        Scalar25519 value = Scalar25519.ReduceWide(draw);
        CryptographicOperations.ZeroMemory(draw);
        return new ResidueScalar25519(value);
    }

    /// <summary>This + <paramref name="other"/> modulo L.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidScalar"/> where the sum is zero.</exception>
    public ResidueScalar25519 Add(ResidueScalar25519 other) => new(Scalar25519.Add(Residue, other.Residue));

    /// <summary>This - <paramref name="other"/> modulo L.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidScalar"/> where the difference is zero.</exception>
    public ResidueScalar25519 Subtract(ResidueScalar25519 other) => new(Scalar25519.Add(Residue, Scalar25519.Negate(other.Residue)));

    /// <summary>The encoded Ed25519 public key, computed once: every signature hashes it.</summary>
    internal ReadOnlySpan<byte> SignaturePublicKey => _signaturePublicKey ??= Edwards25519.EncodeBaseMultiple(Residue);

    internal override Scalar25519 Residue
    {
        get
        {
            // Checked when it was made.
            _ = Scalar25519.TryRead(Octets, out Scalar25519 value);
            return value;
        }
    }

    private static SecretBytes Store(in Scalar25519 value)
    {
        if (value.ZeroMask() != 0)
        {
            throw new CryptoException(CryptoError.InvalidScalar, "A private scalar or share must not be zero.");
        }

        return SecretBytes.Create(Size, value.Write);
    }
}
