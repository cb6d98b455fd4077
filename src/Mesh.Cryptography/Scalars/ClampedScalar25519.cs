// The private key of X25519 (RFC 7748 5): 32 octets, decoded with the three low bits and the top bit cleared and bit 254 set.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>An X25519 private key: a multiple of 8 in [2^254, 2^255).</summary>
public sealed class ClampedScalar25519 : IDisposable
{
    /// <summary>Octets of the stored form.</summary>
    public const int Size = 32;

    private readonly SecretBytes _octets;

    private ClampedScalar25519(ReadOnlySpan<byte> clamped) => _octets = new SecretBytes(clamped);

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

    /// <summary>Writes the 32 octets, little endian.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not 32 octets.</exception>
    public void WriteTo(Span<byte> destination)
    {
        if (destination.Length != Size)
        {
            throw CryptoException.Length("The destination of a scalar", Size, destination.Length);
        }

        Octets.CopyTo(destination);
    }

    /// <summary>Never the octets.</summary>
    public override string ToString() => nameof(ClampedScalar25519);

    /// <summary>Zeroes the scalar.</summary>
    public void Dispose() => _octets.Dispose();

    internal ReadOnlySpan<byte> Octets => _octets.Reveal();
}
