namespace Mesh.Cryptography;

public sealed partial class KeyShare
{
    /// <summary>The share after a refresh (Mesh threshold, section 2.4). This share stays as it is: erase it when all holders have theirs.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> for a refresh of another holder, group or threshold.
    /// </exception>
    public KeyShare Refresh(ShareRefresh refresh)
    {
        if (refresh.Group != Group || refresh.Identifier != Identifier || refresh.Commitments.Length != Commitments.Threshold - 1)
        {
            throw new CryptoException(
                CryptoError.InvalidShares, $"The {refresh} is not for {this} with threshold {Commitments.Threshold}.");
        }

        Read(out GroupScalar value);
        refresh.Read(out GroupScalar change);
        Group.Add(out value, value, change);
        change.Clear();
        try
        {
            return Create(Commitments.Add(refresh.Commitments), Identifier, value);
        }
        finally
        {
            value.Clear();
        }
    }

    /// <summary>
    /// This holder's part in dealing the key anew to other holders or with another threshold, without putting it together: a sharing of its
    /// weighted share. Every member of the quorum deals; each new holder puts what it got together with
    /// <see cref="KeySharing.Combine(ShareCommitments, IReadOnlyDictionary{int, KeyShare})"/>.
    /// </summary>
    /// <param name="quorum">The old holders who deal, this one among them: the threshold or more.</param>
    /// <param name="threshold">The new threshold.</param>
    /// <param name="identifiers">The numbers of the new holders.</param>
    /// <param name="random">As for <see cref="KeySharing.Split(PrimeGroup, PrivateScalar, int, IReadOnlyList{int}, IRandomSource)"/>.</param>
    /// <returns>One share for each new holder, in the order of <paramref name="identifiers"/>.</returns>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidParameter"/>, <see cref="CryptoError.InvalidShares"/>.</exception>
    public IReadOnlyList<KeyShare> Redeal(
        IReadOnlyList<int> quorum, int threshold, IReadOnlyList<int> identifiers, IRandomSource random)
    {
        RequireMember(quorum);
        Weigh(quorum, at: 0, out GroupScalar weighted);
        using PrivateScalar key = Group.ToPrivate(weighted);
        weighted.Clear();
        return KeySharing.Split(Group, key, threshold, identifiers, random);
    }

    /// <summary>
    /// This holder's first step in the repair of the share of <paramref name="lost"/>, who may also be one more holder: a piece for each
    /// helper, itself included. Each helper sums up what it got (<see cref="RepairPiece.Sum"/>) and sends the sum to that holder.
    /// </summary>
    /// <param name="lost">The holder whose share is repaired; not a helper.</param>
    /// <param name="helpers">The helpers, this holder among them: the threshold or more, the same list for all.</param>
    /// <param name="random">Asked for 64 or 114 octets for each piece but one.</param>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidParameter"/>, <see cref="CryptoError.InvalidShares"/>.</exception>
    public IReadOnlyList<RepairPiece> StartRepair(int lost, IReadOnlyList<int> helpers, IRandomSource random)
    {
        Holders.Check(lost);
        RequireMember(helpers);
        if (helpers.Contains(lost))
        {
            throw new CryptoException(CryptoError.InvalidShares, $"Holder {lost} cannot help to repair its own share.");
        }

        Weigh(helpers, at: lost, out GroupScalar weighted);
        IReadOnlyList<RepairPiece> pieces = RepairPiece.Divide(Group, Identifier, helpers, weighted, random);
        weighted.Clear();
        return pieces;
    }

    private void RequireMember(IReadOnlyList<int> holders)
    {
        Holders.Check(holders, Commitments.Threshold);
        if (!holders.Contains(Identifier))
        {
            throw new CryptoException(CryptoError.InvalidShares, $"Holder {Identifier} is not among those who take part.");
        }
    }

    private void Weigh(IReadOnlyList<int> holders, int at, out GroupScalar weighted)
    {
        Read(out GroupScalar value);
        Group.Multiply(out weighted, value, Holders.Lagrange(Group, holders, Identifier, at));
        value.Clear();
    }
}
