// A share in a key that is split directly, n of n: s_1 + ... + s_n = a modulo L (Mesh threshold, section 2.1). Every share is an ordinary residue;
// one of them may be a key that its holder had before.

namespace Mesh.Cryptography;

/// <summary>
/// One of n shares all of which are needed, known to be right: it fits its public key, and the public keys of all shares add up to the shared
/// one. Zeroed on disposal.
/// </summary>
public sealed class DirectShare : IDisposable
{
    /// <summary>The largest number of shares.</summary>
    public const int MaximumShares = 32;

    private readonly GroupElement[] _sharePublicKeys;
    private readonly SecretBytes _value;

    /// <summary>Takes a share and checks it.</summary>
    /// <param name="publicKey">The public key that is shared, as its holder knows it from elsewhere.</param>
    /// <param name="sharePublicKeys">[s_i]B of all shares in order, 2 to 32.</param>
    /// <param name="identifier">The number of this share, from 1 on.</param>
    /// <param name="scalar">s_i. Copied.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/> for a wrong number or group; <see cref="CryptoError.SmallOrder"/>;
    /// <see cref="CryptoError.InvalidShares"/> where share, public keys and shared key do not fit.
    /// </exception>
    public DirectShare(GroupElement publicKey, IReadOnlyList<GroupElement> sharePublicKeys, int identifier, PrivateScalar scalar)
    {
        Group = publicKey.Group;
        if (sharePublicKeys.Count is < 2 or > MaximumShares || identifier < 1 || identifier > sharePublicKeys.Count)
        {
            throw new CryptoException(
                CryptoError.InvalidParameter, $"Share {identifier} of {sharePublicKeys.Count} is not possible: 2 to {MaximumShares} shares, from 1 on.");
        }

        GroupPoint sum = Group.Neutral;
        foreach (GroupElement element in sharePublicKeys)
        {
            element.RequireGroup(Group);
            element.RequirePrimeOrder();
            Group.Add(out sum, sum, element.Point);
        }

        publicKey.RequirePrimeOrder();
        if (Group.EqualMask(sum, publicKey.Point) == 0)
        {
            throw new CryptoException(CryptoError.InvalidShares, "The public keys of the shares do not add up to the shared one.");
        }

        if (!Group.BaseMultiple(scalar).Equals(sharePublicKeys[identifier - 1]))
        {
            throw new CryptoException(CryptoError.InvalidShares, $"Share {identifier} does not fit its public key.");
        }

        PublicKey = publicKey;
        Identifier = identifier;
        _sharePublicKeys = [.. sharePublicKeys];
        Group.Read(scalar, out GroupScalar value);
        _value = Group.Keep(value);
        value.Clear();
    }

    /// <summary>The group.</summary>
    public PrimeGroup Group { get; }

    /// <summary>The number of this share, from 1 on.</summary>
    public int Identifier { get; }

    /// <summary>The public key that is shared.</summary>
    public GroupElement PublicKey { get; }

    /// <summary>[s_i]B of all shares in order.</summary>
    public IReadOnlyList<GroupElement> SharePublicKeys => _sharePublicKeys;

    /// <summary>Splits a key into <paramref name="count"/> shares. The dealer knows the key and erases it afterwards. Constant time.</summary>
    /// <param name="group">The group in which the key is used.</param>
    /// <param name="key">The key, of either kind; it is taken modulo L.</param>
    /// <param name="count">2 to 32.</param>
    /// <param name="random">Asked for 64 or 114 octets for each share but the last.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/>; <see cref="CryptoError.InvalidScalar"/> for a key that is 0 modulo L.
    /// </exception>
    public static IReadOnlyList<DirectShare> Split(PrimeGroup group, PrivateScalar key, int count, IRandomSource random)
    {
        if (count is < 2 or > MaximumShares)
        {
            throw new CryptoException(CryptoError.InvalidParameter, $"A key is split into 2 to {MaximumShares} shares, not {count}.");
        }

        var scalars = new PrivateScalar[count];
        try
        {
            do
            {
                group.Read(key, out GroupScalar rest);
                if (group.ZeroMask(rest) != 0)
                {
                    throw new CryptoException(CryptoError.InvalidScalar, "A key that is 0 modulo the order of the group cannot be shared.");
                }

                for (int i = 0; i < count - 1; i++)
                {
                    group.Random(random, out GroupScalar share);
                    group.Subtract(out rest, rest, share);
                    scalars[i] = group.ToPrivate(share);
                    share.Clear();
                }

                // The last share is 0 once in 2^252 splits; the others are then drawn again.
                scalars[count - 1] = group.ZeroMask(rest) == 0 ? group.ToPrivate(rest) : null!;
                rest.Clear();
            }
            while (scalars[count - 1] is null);

            GroupElement[] publicKeys = [.. scalars.Select(group.BaseMultiple)];
            GroupElement publicKey = group.BaseMultiple(key);
            return [.. scalars.Select((scalar, i) => new DirectShare(publicKey, publicKeys, i + 1, scalar))];
        }
        finally
        {
            foreach (PrivateScalar? scalar in scalars)
            {
                scalar?.Dispose();
            }
        }
    }

    /// <summary>
    /// Splits a key into a share that its holder has already and the remainder, so that the one holder needs no share sent.
    /// </summary>
    /// <returns>The held share and the remainder, in that order.</returns>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidScalar"/> where either would be 0 or the two are equal keys.</exception>
    public static (DirectShare Held, DirectShare Remainder) Split(PrimeGroup group, PrivateScalar key, PrivateScalar held)
    {
        group.Read(key, out GroupScalar rest);
        group.Read(held, out GroupScalar share);
        group.Subtract(out rest, rest, share);
        share.Clear();
        try
        {
            using PrivateScalar remainder = group.ToPrivate(rest);
            GroupElement publicKey = group.BaseMultiple(key);
            GroupElement[] publicKeys = [group.BaseMultiple(held), group.BaseMultiple(remainder)];
            return (new DirectShare(publicKey, publicKeys, 1, held), new DirectShare(publicKey, publicKeys, 2, remainder));
        }
        finally
        {
            rest.Clear();
        }
    }

    /// <summary>
    /// The same share in the form that any t of n sharing has, t = n: y_i = s_i / lambda_i (Mesh threshold, section 5.4). With it threshold
    /// signatures need no protocol of their own for direct shares.
    /// </summary>
    public KeyShare ToKeyShare()
    {
        int count = _sharePublicKeys.Length;
        int[] identifiers = [.. Enumerable.Range(1, count)];
        Group.InvertPublic(out GroupScalar inverse, Holders.Lagrange(Group, identifiers, Identifier));
        Read(out GroupScalar value);
        Group.Multiply(out value, value, inverse);
        try
        {
            return KeyShare.Create(Commitments(), Identifier, value);
        }
        finally
        {
            value.Clear();
        }
    }

    /// <summary>Writes s_i, little endian.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not 32 or 56 octets, as the group has it.</exception>
    public void WriteTo(Span<byte> destination) => Group.Copy(_value, destination);

    /// <summary>The group and the number of the share, never the share.</summary>
    public override string ToString() => $"{nameof(DirectShare)}({Group}, {Identifier})";

    /// <summary>Zeroes the share.</summary>
    public void Dispose() => _value.Dispose();

    /// <summary>s_i; who takes it clears it.</summary>
    internal void Read(out GroupScalar value) => Group.Take(_value, out value);

    // With l_i(x) = product over j of (x - j), the polynomial through all y_i is the sum of s_i l_i(x) / l_i(0), as lambda_i is what l_i(0)
    // becomes when divided by l_i(i). Its coefficients are committed to by the same sums of [s_i]B.
    private ShareCommitments Commitments()
    {
        int count = _sharePublicKeys.Length;
        var sums = new GroupPoint[count];
        Array.Fill(sums, Group.Neutral);
        for (int i = 0; i < count; i++)
        {
            GroupScalar[] basis = BasisPolynomial(i + 1, count);
            Group.InvertPublic(out GroupScalar inverse, basis[0]);
            for (int k = 0; k < count; k++)
            {
                Group.Multiply(out GroupScalar coefficient, basis[k], inverse);
                Group.Multiply(out GroupPoint term, coefficient, _sharePublicKeys[i].Point);
                Group.Add(out sums[k], sums[k], term);
            }
        }

        return new ShareCommitments(Group, [.. sums.Select(sum => new GroupElement(Group, sum))]);
    }

    // The coefficients of the product over j in 1..count other than i of (x - j), lowest first.
    private GroupScalar[] BasisPolynomial(int i, int count)
    {
        var coefficients = new GroupScalar[count];
        coefficients[0] = Group.FromInteger(1);
        for (int j = 1; j <= count; j++)
        {
            if (j == i)
            {
                continue;
            }

            Group.Negate(out GroupScalar root, Group.FromInteger(j));
            for (int k = count - 1; k > 0; k--)
            {
                Group.MultiplyAdd(out coefficients[k], coefficients[k], root, coefficients[k - 1]);
            }

            Group.Multiply(out coefficients[0], coefficients[0], root);
        }

        return coefficients;
    }
}
