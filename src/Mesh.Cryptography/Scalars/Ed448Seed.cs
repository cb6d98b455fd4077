// The private key of Ed448 (RFC 8032 5.2.5): 57 octets, or 56 for keys derived from a seed UDF (Mesh threshold, section 1.2).
// SHAKE256 over the octets as they stand gives 114: the scalar (57, clamped) and the nonce prefix (57).

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>An Ed448 private key: the seed from which scalar and nonce prefix are hashed.</summary>
public sealed class Ed448Seed : IDisposable
{
    /// <summary>Octets of a seed as RFC 8032 has it.</summary>
    public const int Size = 57;

    /// <summary>Octets of a seed derived from a UDF.</summary>
    public const int DerivedSize = 56;

    private const int HashSize = 114;

    private readonly SecretBytes _octets;
    private readonly SecretBytes _expanded;
    private byte[]? _publicKey;

    private Ed448Seed(ReadOnlySpan<byte> octets)
    {
        _octets = new SecretBytes(octets);
        Span<byte> hash = stackalloc byte[HashSize];
        Shake256Hash.HashData(octets, hash);
        hash[0] &= 0xFC;
        hash[55] |= 0x80;
        hash[56] = 0;
        _expanded = new SecretBytes(hash);
        CryptographicOperations.ZeroMemory(hash);
    }

    /// <summary>Number of octets, 56 or 57.</summary>
    public int Length => _octets.Length;

    /// <summary>Reads 56 or 57 octets.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    public static Ed448Seed FromOctets(ReadOnlySpan<byte> octets) =>
        octets.Length is Size or DerivedSize
            ? new Ed448Seed(octets)
            : throw new CryptoException(
                CryptoError.InvalidLength, $"An Ed448 seed must be {DerivedSize} or {Size} octets, not {octets.Length}.");

    /// <summary>A new seed of 57 octets.</summary>
    public static Ed448Seed Random(IRandomSource random)
    {
        Span<byte> octets = stackalloc byte[Size];
        random.Fill(octets);
        Ed448Seed seed = new(octets);
        CryptographicOperations.ZeroMemory(octets);
        return seed;
    }

    /// <summary>The signing scalar modulo L, for sums with other keys. A one-way step: the prefix is not carried over.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidScalar"/> where it is 0, which no known seed gives.</exception>
    public ResidueScalar448 ToResidue() => new(Scalar);

    /// <summary>Writes the octets of the seed.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not <see cref="Length"/> octets.</exception>
    public void WriteTo(Span<byte> destination)
    {
        if (destination.Length != Length)
        {
            throw CryptoException.Length("The destination of a seed", Length, destination.Length);
        }

        _octets.Reveal().CopyTo(destination);
    }

    /// <summary>Never the octets.</summary>
    public override string ToString() => nameof(Ed448Seed);

    /// <summary>Zeroes the seed and what was hashed from it.</summary>
    public void Dispose()
    {
        _octets.Dispose();
        _expanded.Dispose();
    }

    /// <summary>The encoded public key, computed once: every signature hashes it.</summary>
    internal ReadOnlySpan<byte> PublicKey => _publicKey ??= Edwards448.EncodeBaseMultiple(Scalar);

    internal Scalar448 Scalar => Scalar448.ReduceWide(_expanded.Reveal()[..57]);

    internal ReadOnlySpan<byte> Prefix => _expanded.Reveal()[57..];
}
