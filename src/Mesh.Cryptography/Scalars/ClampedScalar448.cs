// The private key of X448 (RFC 7748 5): 56 octets, decoded with the two low bits cleared and the top bit set.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>An X448 private key: a multiple of 4 in [2^447, 2^448).</summary>
public sealed class ClampedScalar448 : AgreementScalar448
{
    private ClampedScalar448(ReadOnlySpan<byte> clamped)
        : base(new SecretBytes(clamped))
    {
    }

    /// <summary>Decodes 56 octets as RFC 7748 5 does; what is stored and written is the clamped form.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public static ClampedScalar448 FromOctets(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Size)
        {
            throw CryptoException.Length("An X448 private key", Size, octets.Length);
        }

        Span<byte> clamped = stackalloc byte[Size];
        octets.CopyTo(clamped);
        clamped[0] &= 0xFC;
        clamped[Size - 1] |= 0x80;
        var scalar = new ClampedScalar448(clamped);
        CryptographicOperations.ZeroMemory(clamped);
        return scalar;
    }

    /// <summary>A new private key.</summary>
    public static ClampedScalar448 Random(IRandomSource random)
    {
        Span<byte> octets = stackalloc byte[Size];
        random.Fill(octets);
        ClampedScalar448 scalar = FromOctets(octets);
        CryptographicOperations.ZeroMemory(octets);
        return scalar;
    }

    /// <summary>The same key as a residue modulo L, for sums with other keys. It must not be decoded as a clamped scalar again.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidScalar"/> for the one clamped scalar that is 0 modulo L.</exception>
    public ResidueScalar448 ToResidue() => new(Residue);

    internal override Scalar448 Residue => Scalar448.ReduceWide(Octets);
}
