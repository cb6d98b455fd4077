// Feldman's commitments to the polynomial of a sharing (Mesh threshold, section 2.3): C_k = [a_k]B, k = 0..t-1. Octets: the t elements in
// order.

namespace Mesh.Cryptography;

/// <summary>
/// What everybody may know of a sharing: the threshold, the public key, and through them the public key of every share. Holders of one
/// sharing have equal commitments; where they are published, compare them.
/// </summary>
public sealed class ShareCommitments : IEquatable<ShareCommitments>
{
    private readonly GroupElement[] _elements;

    internal ShareCommitments(PrimeGroup group, GroupElement[] elements)
    {
        Group = group;
        _elements = elements;
    }

    /// <summary>Reads t elements, all of prime order; t is 1 to 255.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>; as for <see cref="PrimeGroup.DecodePrimeOrder"/>.
    /// </exception>
    public static ShareCommitments Decode(PrimeGroup group, ReadOnlySpan<byte> octets)
    {
        int threshold = octets.Length / group.ElementSize;
        if (octets.Length % group.ElementSize != 0 || threshold is < 1 or > Holders.MaximumThreshold)
        {
            throw new CryptoException(
                CryptoError.InvalidLength,
                $"Commitments in {group} are 1 to {Holders.MaximumThreshold} elements of {group.ElementSize} octets, not {octets.Length} octets.");
        }

        var elements = new GroupElement[threshold];
        for (int i = 0; i < threshold; i++)
        {
            elements[i] = group.DecodePrimeOrder(octets.Slice(i * group.ElementSize, group.ElementSize));
        }

        return new ShareCommitments(group, elements);
    }

    /// <summary>The group.</summary>
    public PrimeGroup Group { get; }

    /// <summary>How many shares determine the key.</summary>
    public int Threshold => _elements.Length;

    /// <summary>The public key that is shared: C_0.</summary>
    public GroupElement PublicKey => _elements[0];

    internal ReadOnlySpan<GroupElement> Elements => _elements;

    /// <summary>The public key of the share of holder <paramref name="identifier"/>, 1 to 65,535.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/>; <see cref="CryptoError.NeutralPoint"/> where it would be neutral.
    /// </exception>
    public GroupElement SharePublicKey(int identifier)
    {
        Holders.Check(identifier);
        SharePolynomial.Evaluate(Group, _elements, identifier, out GroupPoint value);
        return Group.NeutralMask(value) == 0
            ? new GroupElement(Group, value, primeOrder: true)
            : throw new CryptoException(CryptoError.NeutralPoint, $"The share of holder {identifier} would be 0.");
    }

    /// <summary>The elements in order.</summary>
    public byte[] Encode()
    {
        byte[] octets = new byte[_elements.Length * Group.ElementSize];
        for (int i = 0; i < _elements.Length; i++)
        {
            Group.Encode(_elements[i].Point, octets.AsSpan(i * Group.ElementSize, Group.ElementSize));
        }

        return octets;
    }

    /// <inheritdoc/>
    public bool Equals(ShareCommitments? other) => other is not null && other.Group == Group && _elements.SequenceEqual(other._elements);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ShareCommitments);

    /// <inheritdoc/>
    public override int GetHashCode() => PublicKey.GetHashCode();

    /// <summary>The sum of two sharings: that of the sums of their shares.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.NeutralPoint"/> where a coefficient would vanish.</exception>
    internal ShareCommitments Add(ReadOnlySpan<GroupElement> others)
    {
        // A sharing of zero leaves its C_0, which is neutral, away.
        int first = _elements.Length - others.Length;
        var sums = (GroupElement[])_elements.Clone();
        for (int i = 0; i < others.Length; i++)
        {
            Group.Add(out GroupPoint sum, sums[first + i].Point, others[i].Point);
            if (Group.NeutralMask(sum) != 0)
            {
                throw new CryptoException(CryptoError.NeutralPoint, "The sum of two sharings has a lower degree.");
            }

            sums[first + i] = new GroupElement(Group, sum, primeOrder: true);
        }

        return new ShareCommitments(Group, sums);
    }
}
