using System.Numerics;

namespace Mesh.Keys;

/// <summary>
/// An X25519 public key, 32 octets: u below p. Other encodings of a key, which RFC 7748 lets a receiver take, are refused, so that a
/// key has one fingerprint.
/// </summary>
internal sealed class X25519PublicKey : AgreementPublicKey
{
    private static readonly BigInteger Prime = (BigInteger.One << 255) - 19;

    public X25519PublicKey(ReadOnlySpan<byte> octets)
        : base(KeyAlgorithm.X25519, octets)
    {
        if (octets.Length != 32 || new BigInteger(octets, isUnsigned: true) >= Prime)
        {
            throw new KeyException(KeyError.PublicKey, "the octets are no X25519 public key");
        }
    }

    public override AgreementPublicKey Add(AgreementPublicKey other) => throw NotCombined(Algorithm);
}
