using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>An X448 public key, 57 octets: u, then the sign of v.</summary>
internal sealed class X448PublicKey : AgreementPublicKey
{
    public X448PublicKey(ReadOnlySpan<byte> octets, bool requirePrimeOrder)
        : base(KeyAlgorithm.X448, octets) => Decode(requirePrimeOrder);

    /// <summary>The key of a private key that this program holds: no check is needed.</summary>
    public X448PublicKey(byte[] computed)
        : base(KeyAlgorithm.X448, computed)
    {
    }

    public override AgreementPublicKey Add(AgreementPublicKey other)
    {
        CheckSameAlgorithm(other);
        GroupElement left = Decode(requirePrimeOrder: true);
        GroupElement right = ((X448PublicKey)other).Decode(requirePrimeOrder: true);
        return new X448PublicKey(KeyException.Wrap(KeyError.Combination, () => left.Add(right).Encode()));
    }

    private GroupElement Decode(bool requirePrimeOrder)
    {
        GroupElement point = KeyException.Wrap(KeyError.PublicKey, () => PrimeGroup.Curve448.Decode(Octets.Span));
        if (requirePrimeOrder && !point.IsPrimeOrder)
        {
            throw new KeyException(KeyError.PublicKey, "the X448 public key does not have prime order");
        }

        return point;
    }
}
