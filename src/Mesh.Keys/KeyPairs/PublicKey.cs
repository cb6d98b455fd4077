using System.Diagnostics.CodeAnalysis;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// A public key with its identity: the fingerprint of its octets (draft-hallambaker-mesh-udf section 5.3.1). Decoded strictly when it
/// is made. Immutable.
/// </summary>
public abstract class PublicKey : IEquatable<PublicKey>
{
    private readonly byte[] _octets;
    private KeyFingerprint? _fingerprint;

    private protected PublicKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> octets)
    {
        Algorithm = algorithm;
        _octets = octets.ToArray();
    }

    /// <summary>The algorithm.</summary>
    public KeyAlgorithm Algorithm { get; }

    /// <summary>57 octets on the 448 curves (X448: u, then 00 or 80 for the sign of v), 32 on the 25519 curves.</summary>
    public ReadOnlyMemory<byte> Octets => _octets;

    /// <summary>The fingerprint.</summary>
    public KeyFingerprint Fingerprint => _fingerprint ??= KeyFingerprint.Of(Algorithm.ToId(), _octets);

    /// <summary>The fingerprint's 28 characters.</summary>
    public string Kid => Fingerprint.Text;

    /// <summary>The fingerprint's binary form, 64 octets.</summary>
    public byte[] FingerprintOctets => Fingerprint.Octets.ToArray();

    /// <summary>Reads a key of either kind.</summary>
    /// <exception cref="KeyException">Not a public key of the algorithm (<see cref="KeyError.PublicKey"/>).</exception>
    public static PublicKey FromOctets(KeyAlgorithm algorithm, ReadOnlySpan<byte> octets, bool requirePrimeOrder = false) =>
        algorithm.IsSignature()
            ? SignaturePublicKey.FromOctets(algorithm, octets, requirePrimeOrder)
            : AgreementPublicKey.FromOctets(algorithm, octets, requirePrimeOrder);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] PublicKey? other) =>
        other is not null && Algorithm == other.Algorithm && _octets.AsSpan().SequenceEqual(other._octets);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PublicKey);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Algorithm, BitConverter.ToInt64(_octets));

    /// <summary>Algorithm and fingerprint.</summary>
    public override string ToString() => $"{Algorithm} {Kid}";

    /// <summary>25519 keys are for applications and for reading; they take no part in threshold key generation.</summary>
    internal static KeyException NotCombined(KeyAlgorithm algorithm) =>
        new(KeyError.Combination, $"{algorithm} keys are not combined with others: use a 448 key");

    private protected void CheckSameAlgorithm(PublicKey other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Algorithm != Algorithm)
        {
            throw new KeyException(KeyError.Combination, $"an {other.Algorithm} key cannot be added to an {Algorithm} key");
        }
    }
}
