// Renewal of shares without change of the key (Mesh threshold, section 2.4): a sharing of zero is added. Octets: the commitments to its
// coefficients from the first on, t - 1 elements, and the value for the holder.

namespace Mesh.Cryptography;

/// <summary>
/// What one dealer sends one holder to renew its share, checked against the commitments. Any holder, or several, may deal; all holders apply
/// the same refreshes in the same sharing, and compare their commitments afterwards. Old shares are worthless together with new ones; they
/// remain a secret until all of them are erased.
/// </summary>
public sealed class ShareRefresh : IDisposable
{
    private readonly GroupElement[] _commitments;
    private readonly SecretBytes _value;

    /// <summary>Reads a refresh and checks it: it belongs to a sharing of zero.</summary>
    /// <param name="group">The group.</param>
    /// <param name="identifier">The holder to whom it is sent.</param>
    /// <param name="commitments">One element less than the threshold.</param>
    /// <param name="octets">The value, little endian, 32 or 56 octets. Copied.</param>
    /// <exception cref="CryptoException">
    /// As for <see cref="KeyShare"/>; <see cref="CryptoError.InvalidShares"/> where value and commitments do not fit.
    /// </exception>
    public ShareRefresh(PrimeGroup group, int identifier, ReadOnlySpan<byte> commitments, ReadOnlySpan<byte> octets)
        : this(group, identifier, ShareCommitments.Decode(group, commitments).Elements.ToArray(), group.KeepRead(octets))
    {
    }

    private ShareRefresh(PrimeGroup group, int identifier, GroupElement[] commitments, SecretBytes value)
    {
        Holders.Check(identifier);
        Group = group;
        Identifier = identifier;
        _commitments = commitments;
        _value = value;

        // f(x) = x (a_1 + a_2 x + ...)
        SharePolynomial.Evaluate(group, commitments, identifier, out GroupPoint expected);
        group.MultiplySmall(out expected, identifier, expected);
        Read(out GroupScalar secret);
        group.MultiplyBase(out GroupPoint computed, secret);
        secret.Clear();
        if (group.EqualMask(computed, expected) == 0)
        {
            value.Dispose();
            throw new CryptoException(CryptoError.InvalidShares, $"The refresh for holder {identifier} does not fit its commitments.");
        }
    }

    /// <summary>The group.</summary>
    public PrimeGroup Group { get; }

    /// <summary>The holder to whom it is sent.</summary>
    public int Identifier { get; }

    internal ReadOnlySpan<GroupElement> Commitments => _commitments;

    /// <summary>Deals a refresh of a sharing to all of its holders.</summary>
    /// <param name="sharing">The sharing as it is; its threshold is at least 2.</param>
    /// <param name="identifiers">Everyone who holds a share: who is left out has a share that is worthless afterwards.</param>
    /// <param name="random">Asked for 64 or 114 octets for each coefficient.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/> also for a threshold of 1, whose shares are the key itself and cannot be renewed;
    /// <see cref="CryptoError.InvalidShares"/>.
    /// </exception>
    public static IReadOnlyList<ShareRefresh> Deal(ShareCommitments sharing, IReadOnlyList<int> identifiers, IRandomSource random)
    {
        if (sharing.Threshold < 2)
        {
            throw new CryptoException(CryptoError.InvalidParameter, "Shares of threshold 1 are the key itself: there is nothing to renew.");
        }

        Holders.Check(identifiers, sharing.Threshold);
        using SharePolynomial polynomial = SharePolynomial.Draw(sharing.Group, default, sharing.Threshold, random);
        GroupElement[] commitments = polynomial.Commit(first: 1);
        var refreshes = new ShareRefresh[identifiers.Count];
        for (int i = 0; i < refreshes.Length; i++)
        {
            polynomial.Evaluate(identifiers[i], out GroupScalar value);
            refreshes[i] = new ShareRefresh(sharing.Group, identifiers[i], commitments, sharing.Group.Keep(value));
            value.Clear();
        }

        return refreshes;
    }

    /// <summary>The commitments, t - 1 elements in order; the same for all holders.</summary>
    public byte[] EncodeCommitments() => new ShareCommitments(Group, _commitments).Encode();

    /// <summary>Writes the value, little endian.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not 32 or 56 octets, as the group has it.</exception>
    public void WriteTo(Span<byte> destination) => Group.Copy(_value, destination);

    /// <summary>The group and the holder, never the value.</summary>
    public override string ToString() => $"{nameof(ShareRefresh)}({Group}, {Identifier})";

    /// <summary>Zeroes the value.</summary>
    public void Dispose() => _value.Dispose();

    /// <summary>The value; who takes it clears it.</summary>
    internal void Read(out GroupScalar value) => Group.Take(_value, out value);
}
