using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>An Ed448 public key, 57 octets.</summary>
internal sealed class Ed448PublicKey : SignaturePublicKey
{
    public Ed448PublicKey(ReadOnlySpan<byte> octets, bool requirePrimeOrder)
        : base(KeyAlgorithm.Ed448, octets) => Decode(requirePrimeOrder);

    /// <summary>The key of a private key that this program holds: no check is needed.</summary>
    public Ed448PublicKey(byte[] computed)
        : base(KeyAlgorithm.Ed448, computed)
    {
    }

    public override bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Ed448.Verify(Octets.Span, message, signature);

    public override SignaturePublicKey Add(SignaturePublicKey other)
    {
        CheckSameAlgorithm(other);
        GroupElement left = Decode(requirePrimeOrder: true);
        GroupElement right = ((Ed448PublicKey)other).Decode(requirePrimeOrder: true);
        GroupElement sum = left.Add(right);
        if (sum.IsNeutral)
        {
            throw new KeyException(KeyError.Combination, "the contributions cancel: their sum is no key");
        }

        return new Ed448PublicKey(sum.Encode());
    }

    private GroupElement Decode(bool requirePrimeOrder)
    {
        GroupElement point = KeyException.Wrap(KeyError.PublicKey, () => PrimeGroup.Edwards448.Decode(Octets.Span));
        if (point.IsSmallOrder || (requirePrimeOrder && !point.IsPrimeOrder))
        {
            throw new KeyException(KeyError.PublicKey, "the Ed448 public key does not have prime order");
        }

        return point;
    }
}
