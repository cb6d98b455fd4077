namespace Mesh.Cryptography;

public static partial class KeySharing
{
    /// <summary>
    /// A new holder's share of a key that the old holders dealt anew (<see cref="KeyShare.Redeal"/>). It is checked that each dealt what its old
    /// share obliges it to, so that the public key is the same; new holders compare their <see cref="KeyShare.Commitments"/> before the old
    /// shares are erased, as a dealer may have dealt different things to them.
    /// </summary>
    /// <param name="old">The commitments of the old sharing.</param>
    /// <param name="received">What each dealer sent, by the dealer's identifier; the dealers are the quorum that all of them were told.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> for too few dealers, and, with <see cref="CryptoException.Culprits"/>, for dealers who dealt
    /// something else than their weighted share, or with another threshold or for another holder than the first one.
    /// </exception>
    public static KeyShare Combine(ShareCommitments old, IReadOnlyDictionary<int, KeyShare> received)
    {
        PrimeGroup group = old.Group;
        int[] quorum = [.. received.Keys.Order()];
        Holders.Check(quorum, old.Threshold);
        KeyShare first = received[quorum[0]];
        var culprits = new List<int>();
        foreach (int dealer in quorum)
        {
            KeyShare part = received[dealer];
            group.Multiply(out GroupPoint expected, Holders.Lagrange(group, quorum, dealer), old.SharePublicKey(dealer).Point);
            if (part.Group != group || part.Identifier != first.Identifier || part.Commitments.Threshold != first.Commitments.Threshold
                || group.EqualMask(expected, part.Commitments.PublicKey.Point) == 0)
            {
                culprits.Add(dealer);
            }
        }

        if (culprits.Count > 0)
        {
            throw new CryptoException(
                CryptoError.InvalidShares, $"What holder {string.Join(", ", culprits)} dealt does not come from the old sharing.", culprits);
        }

        ShareCommitments commitments = first.Commitments;
        first.Read(out GroupScalar sum);
        foreach (int dealer in quorum[1..])
        {
            commitments = commitments.Add(received[dealer].Commitments.Elements);
            received[dealer].Read(out GroupScalar value);
            group.Add(out sum, sum, value);
            value.Clear();
        }

        try
        {
            return KeyShare.Create(commitments, first.Identifier, sum);
        }
        finally
        {
            sum.Clear();
        }
    }

    /// <summary>
    /// The last step of a repair, at the holder who lost the share: the sums of the helpers together, checked against the commitments.
    /// </summary>
    /// <param name="commitments">The commitments of the sharing.</param>
    /// <param name="helpers">The helpers as all of them were told.</param>
    /// <param name="sums">One sum of each helper.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> for too few helpers, sums that are not one of each helper, or a share that does not fit: one of
    /// them sent something wrong, and it cannot be told which.
    /// </exception>
    public static KeyShare Repair(ShareCommitments commitments, IReadOnlyList<int> helpers, IReadOnlyList<RepairPiece> sums)
    {
        Holders.Check(helpers, commitments.Threshold);
        PrimeGroup group = RepairPiece.RequireOneReceiver(sums);
        if (group != commitments.Group || !sums.Select(s => s.From).Order().SequenceEqual(helpers.Order()))
        {
            throw new CryptoException(CryptoError.InvalidShares, "A repair needs exactly one sum of each helper.");
        }

        RepairPiece.AddUp(sums, out GroupScalar value);
        try
        {
            return KeyShare.Create(commitments, sums[0].To, value);
        }
        finally
        {
            value.Clear();
        }
    }
}
