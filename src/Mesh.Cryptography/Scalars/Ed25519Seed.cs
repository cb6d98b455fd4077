// The private key of Ed25519 (RFC 8032 5.1.5): 32 octets, from which SHA-512 gives the scalar (32, clamped) and the nonce prefix (32).

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>An Ed25519 private key: the seed from which scalar and nonce prefix are hashed.</summary>
public sealed class Ed25519Seed : IDisposable
{
    /// <summary>Octets of a seed.</summary>
    public const int Size = 32;

    private readonly SecretBytes _octets;
    private readonly SecretBytes _expanded;
    private byte[]? _publicKey;

    private Ed25519Seed(ReadOnlySpan<byte> octets)
    {
        _octets = new SecretBytes(octets);
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(octets, hash);
        hash[0] &= 0xF8;
        hash[31] &= 0x7F;
        hash[31] |= 0x40;
        _expanded = new SecretBytes(hash);
        CryptographicOperations.ZeroMemory(hash);
    }

    /// <summary>Reads 32 octets.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public static Ed25519Seed FromOctets(ReadOnlySpan<byte> octets) =>
        octets.Length == Size ? new Ed25519Seed(octets) : throw CryptoException.Length("An Ed25519 seed", Size, octets.Length);

    /// <summary>A new seed.</summary>
    public static Ed25519Seed Random(IRandomSource random)
    {
        Span<byte> octets = stackalloc byte[Size];
        random.Fill(octets);
        Ed25519Seed seed = new(octets);
        CryptographicOperations.ZeroMemory(octets);
        return seed;
    }

    /// <summary>The signing scalar modulo L, for sums with other keys. A one-way step: the prefix is not carried over.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidScalar"/> where it is 0, which no known seed gives.</exception>
    public ResidueScalar25519 ToResidue() => new(Scalar);

    /// <summary>Writes the 32 octets of the seed.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not 32 octets.</exception>
    public void WriteTo(Span<byte> destination)
    {
        if (destination.Length != Size)
        {
            throw CryptoException.Length("The destination of a seed", Size, destination.Length);
        }

        _octets.Reveal().CopyTo(destination);
    }

    /// <summary>Never the octets.</summary>
    public override string ToString() => nameof(Ed25519Seed);

    /// <summary>Zeroes the seed and what was hashed from it.</summary>
    public void Dispose()
    {
        _octets.Dispose();
        _expanded.Dispose();
    }

    /// <summary>The encoded public key, computed once: every signature hashes it.</summary>
    internal ReadOnlySpan<byte> PublicKey => _publicKey ??= Edwards25519.EncodeBaseMultiple(Scalar);

    internal Scalar25519 Scalar => Scalar25519.ReduceWide(_expanded.Reveal()[..32]);

    internal ReadOnlySpan<byte> Prefix => _expanded.Reveal()[32..];
}
