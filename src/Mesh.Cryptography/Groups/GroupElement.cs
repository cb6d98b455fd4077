namespace Mesh.Cryptography;

/// <summary>
/// A public point on the curve of a <see cref="PrimeGroup"/>: a public key, a contribution to one, a commitment. Immutable. It is an
/// element of the group, strictly speaking, where <see cref="IsPrimeOrder"/> holds.
/// </summary>
public sealed class GroupElement : IEquatable<GroupElement>
{
    private readonly GroupPoint _point;
    private bool _primeOrder;

    internal GroupElement(PrimeGroup group, in GroupPoint point, bool primeOrder = false)
    {
        Group = group;
        _point = point;
        _primeOrder = primeOrder;
    }

    /// <summary>The group.</summary>
    public PrimeGroup Group { get; }

    /// <summary>The neutral element, which is refused as a key.</summary>
    public bool IsNeutral => Group.NeutralMask(_point) != 0;

    /// <summary>Whether the order divides the cofactor; such points are refused as keys and commitments.</summary>
    public bool IsSmallOrder
    {
        get
        {
            Group.MultiplyByCofactor(out GroupPoint p, _point);
            return Group.NeutralMask(p) != 0;
        }
    }

    /// <summary>Whether the order is L: in the group and not neutral. Costs a full multiplication the first time.</summary>
    public bool IsPrimeOrder => _primeOrder || (_primeOrder = Group.IsPrimeOrder(_point));

    /// <summary>The canonical encoding, <see cref="PrimeGroup.ElementSize"/> octets.</summary>
    public byte[] Encode()
    {
        byte[] octets = new byte[Group.ElementSize];
        Group.Encode(_point, octets);
        return octets;
    }

    /// <summary>
    /// What key derivation takes of this point, <see cref="PrimeGroup.AgreementSize"/> octets: u alone on a Montgomery curve, as RFC 7748
    /// sends it, the whole encoding on an Edwards curve.
    /// </summary>
    public byte[] EncodeForAgreement() => Encode()[..Group.AgreementSize];

    /// <summary>This + <paramref name="other"/>, complete: equal points and points of small order included.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.NeutralPoint"/> on a Montgomery curve where the points are opposite, since the neutral element has no encoding
    /// there; <see cref="CryptoError.InvalidParameter"/> for an element of another group.
    /// </exception>
    public GroupElement Add(GroupElement other)
    {
        other.RequireGroup(Group);
        Group.Add(out GroupPoint sum, _point, other._point);
        return Group.ElementSize == Group.AgreementSize || Group.NeutralMask(sum) == 0
            ? new GroupElement(Group, sum)
            : throw new CryptoException(CryptoError.NeutralPoint, $"The sum of two points of {Group} is the neutral element.");
    }

    /// <summary>The opposite element.</summary>
    public GroupElement Negate()
    {
        Group.Negate(out GroupPoint negative, _point);
        return new GroupElement(Group, negative, _primeOrder);
    }

    /// <inheritdoc/>
    public bool Equals(GroupElement? other) =>
        other is not null && other.Group == Group && Group.EqualMask(_point, other._point) != 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GroupElement);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Encode());

    /// <summary>The encoding in hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Encode());

    internal ref readonly GroupPoint Point => ref _point;

    /// <summary>Refuses what is not in the group, or neutral.</summary>
    internal void RequirePrimeOrder()
    {
        if (!IsPrimeOrder)
        {
            throw new CryptoException(CryptoError.SmallOrder, $"The point of {Group} has small order or a part of small order.");
        }
    }

    /// <summary>Refuses an element of another group.</summary>
    internal void RequireGroup(PrimeGroup group)
    {
        if (Group != group)
        {
            throw new CryptoException(CryptoError.InvalidParameter, $"An element of {Group} is none of {group}.");
        }
    }
}
