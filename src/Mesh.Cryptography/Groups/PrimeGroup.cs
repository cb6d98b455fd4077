// The four groups of prime order L in which keys are shared, threshold agreements made and threshold signatures computed, behind one
// type, so that every protocol over them is written once (Mesh threshold, section 1).
//
//                 element   scalar   cofactor   encoding of an element
//   Edwards25519     32        32        8       RFC 8032 5.1.2
//   Edwards448       57        56        4       RFC 8032 5.2.2
//   Curve25519       33        32        8       u little endian (32), then 80 where v is odd, 00 where it is even
//   Curve448         57        56        4       u little endian (56), then 80 or 00 likewise

namespace Mesh.Cryptography;

/// <summary>A group of prime order on one of the four curves.</summary>
public abstract partial class PrimeGroup
{
    private protected PrimeGroup()
    {
    }

    /// <summary>The group of Ed25519 (RFC 8032 5.1).</summary>
    public static PrimeGroup Edwards25519 { get; } = new Edwards25519Group();

    /// <summary>The group of Ed448 (RFC 8032 5.2).</summary>
    public static PrimeGroup Edwards448 { get; } = new Edwards448Group();

    /// <summary>The group of X25519 (RFC 7748 4.1), with the sign of v.</summary>
    public static PrimeGroup Curve25519 { get; } = new Curve25519Group();

    /// <summary>The group of X448 (RFC 7748 4.2), with the sign of v.</summary>
    public static PrimeGroup Curve448 { get; } = new Curve448Group();

    /// <summary>The name of the curve: edwards25519, edwards448, curve25519, curve448.</summary>
    public abstract string Name { get; }

    /// <summary>Octets of an encoded element: 32, 57, 33, 57.</summary>
    public abstract int ElementSize { get; }

    /// <summary>Octets of a scalar, little endian and below L: 32 or 56.</summary>
    public abstract int ScalarSize { get; }

    /// <summary>The number of elements of small order on the curve: 8 or 4.</summary>
    public abstract int Cofactor { get; }

    /// <summary>Octets of a key agreement: u alone on a Montgomery curve, a whole encoding on an Edwards curve.</summary>
    public abstract int AgreementSize { get; }

    /// <summary>
    /// Strict decoding: the one canonical encoding of a point on the curve. On the Montgomery curves the points of small order are refused
    /// with it, since one of them has no encoding; on the Edwards curves <see cref="GroupElement.IsSmallOrder"/> tells them. Membership
    /// in the group is <see cref="GroupElement.IsPrimeOrder"/>.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidPoint"/>, <see cref="CryptoError.SmallOrder"/>.
    /// </exception>
    public GroupElement Decode(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != ElementSize)
        {
            throw CryptoException.Length($"A point of {Name}", ElementSize, octets.Length);
        }

        CryptoError? refusal = TryDecode(octets, out GroupPoint point);
        return refusal is null ? new GroupElement(this, point) : throw Refused(refusal.Value);
    }

    /// <summary>Decodes an element of the group: <see cref="Decode"/>, and nothing but prime order. For keys, commitments and contributions.</summary>
    /// <exception cref="CryptoException">
    /// As for <see cref="Decode"/>; <see cref="CryptoError.SmallOrder"/> also for a point with a part of small order.
    /// </exception>
    public GroupElement DecodePrimeOrder(ReadOnlySpan<byte> octets)
    {
        GroupElement element = Decode(octets);
        element.RequirePrimeOrder();
        return element;
    }

    /// <summary>
    /// The point with the u of 32 or 56 octets and an even v, u being read as RFC 7748 5 reads it: modulo p, on curve25519 without the top
    /// bit. For points that travel without the sign of v; all who work on one must lift it alike (Mesh threshold, section 1.4).
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; <see cref="CryptoError.InvalidPoint"/> on the twist; <see cref="CryptoError.SmallOrder"/>;
    /// <see cref="CryptoError.InvalidParameter"/> on an Edwards curve, whose points have one form.
    /// </exception>
    public GroupElement LiftEven(ReadOnlySpan<byte> u)
    {
        if (u.Length != AgreementSize)
        {
            throw CryptoException.Length($"A u of {Name}", AgreementSize, u.Length);
        }

        CryptoError? refusal = TryLift(u, out GroupPoint point);
        return refusal is null ? new GroupElement(this, point) : throw Refused(refusal.Value);
    }

    /// <summary>[scalar]B, the public key of a scalar. Constant time.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidParameter"/> for a scalar of the other family of curves.</exception>
    public GroupElement BaseMultiple(PrivateScalar scalar)
    {
        Read(scalar, out GroupScalar s);
        MultiplyBase(out GroupPoint point, s);
        s.Clear();
        return new GroupElement(this, point, primeOrder: true);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>A private scalar modulo L.</summary>
    internal void Read(PrivateScalar scalar, out GroupScalar value)
    {
        if (scalar.ResidueSize != ScalarSize)
        {
            throw new CryptoException(CryptoError.InvalidParameter, $"A {scalar} is no scalar of {Name}.");
        }

        scalar.CopyResidue(out value);
    }

    private CryptoException Refused(CryptoError error) => new(
        error,
        error switch
        {
            CryptoError.SmallOrder => $"The point of {Name} has small order.",
            CryptoError.InvalidParameter => $"Points of {Name} are not lifted: their encoding holds both coordinates.",
            _ => $"The octets are not the canonical encoding of a point of {Name}.",
        });
}
