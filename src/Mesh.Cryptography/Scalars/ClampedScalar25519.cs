// The private key of X25519 (RFC 7748 5): 32 octets, decoded with the three low bits and the top bit cleared and bit 254 set.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>An X25519 private key: a multiple of 8 in [2^254, 2^255).</summary>
public sealed class ClampedScalar25519 : AgreementScalar25519
{
    private ClampedScalar25519(ReadOnlySpan<byte> clamped)
        : base(new SecretBytes(clamped))
    {
    }

    /// <summary>Decodes 32 octets as RFC 7748 5 does; what is stored and written is the clamped form.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public static ClampedScalar25519 FromOctets(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Size)
        {
            throw CryptoException.Length("An X25519 private key", Size, octets.Length);
        }

        Span<byte> clamped = stackalloc byte[Size];
        octets.CopyTo(clamped);
        clamped[0] &= 0xF8;
        clamped[Size - 1] &= 0x7F;
        clamped[Size - 1] |= 0x40;
        var scalar = new ClampedScalar25519(clamped);
        CryptographicOperations.ZeroMemory(clamped);
        return scalar;
    }

    /// <summary>A new private key.</summary>
    public static ClampedScalar25519 Random(IRandomSource random)
    {
        Span<byte> octets = stackalloc byte[Size];
        random.Fill(octets);
        ClampedScalar25519 scalar = FromOctets(octets);
        CryptographicOperations.ZeroMemory(octets);
        return scalar;
    }

    /// <summary>The same key as a residue modulo L, for sums with other keys. It must not be decoded as a clamped scalar again.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidScalar"/> for a clamped scalar that is 0 modulo L.</exception>
    public ResidueScalar25519 ToResidue() => new(Residue);

    internal override Scalar25519 Residue => Scalar25519.ReduceWide(Octets);
}
