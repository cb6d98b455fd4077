// Dealing a key to holders, t of n (Shamir 1979, Feldman 1987; Mesh threshold, section 2), and putting it together again.

namespace Mesh.Cryptography;

/// <summary>Sharing of private keys of any <see cref="PrimeGroup"/>.</summary>
public static partial class KeySharing
{
    /// <summary>The largest threshold.</summary>
    public const int MaximumThreshold = Holders.MaximumThreshold;

    /// <summary>The largest identifier of a holder.</summary>
    public const int MaximumIdentifier = Holders.MaximumIdentifier;

    /// <summary>Shares a key among holders 1 to <paramref name="count"/>, any <paramref name="threshold"/> of whom can use it.</summary>
    /// <inheritdoc cref="Split(PrimeGroup, PrivateScalar, int, IReadOnlyList{int}, IRandomSource)"/>
    public static IReadOnlyList<KeyShare> Split(PrimeGroup group, PrivateScalar key, int threshold, int count, IRandomSource random)
    {
        Holders.CheckThreshold(threshold, count);
        return Split(group, key, threshold, [.. Enumerable.Range(1, count)], random);
    }

    /// <summary>
    /// Shares a key, any <paramref name="threshold"/> shares of which can use it and fewer tell nothing of it. The dealer knows the key and
    /// erases it afterwards. The public key of the sharing is [key]B in <paramref name="group"/>. Constant time.
    /// </summary>
    /// <param name="group">The group in which the key is used.</param>
    /// <param name="key">The key, of either kind; it is taken modulo L.</param>
    /// <param name="threshold">1 to 255, and at most the number of holders.</param>
    /// <param name="identifiers">The numbers of the holders, distinct, 1 to 65,535.</param>
    /// <param name="random">Asked for 64 or 114 octets for each coefficient, a_1 first.</param>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidParameter"/>, <see cref="CryptoError.InvalidShares"/> for a holder twice or too few;
    /// <see cref="CryptoError.InvalidScalar"/> for a key that is 0 modulo L.
    /// </exception>
    public static IReadOnlyList<KeyShare> Split(
        PrimeGroup group, PrivateScalar key, int threshold, IReadOnlyList<int> identifiers, IRandomSource random)
    {
        Holders.CheckThreshold(threshold, identifiers.Count);
        Holders.Check(identifiers, threshold);
        group.Read(key, out GroupScalar secret);
        try
        {
            if (group.ZeroMask(secret) != 0)
            {
                throw new CryptoException(CryptoError.InvalidScalar, "A key that is 0 modulo the order of the group cannot be shared.");
            }

            using SharePolynomial polynomial = SharePolynomial.Draw(group, secret, threshold, random);
            var commitments = new ShareCommitments(group, polynomial.Commit());
            var shares = new KeyShare[identifiers.Count];
            for (int i = 0; i < shares.Length; i++)
            {
                polynomial.Evaluate(identifiers[i], out GroupScalar value);
                shares[i] = KeyShare.Create(commitments, identifiers[i], value);
                value.Clear();
            }

            return shares;
        }
        finally
        {
            secret.Clear();
        }
    }

    /// <summary>
    /// The shared key, from the threshold or more of its shares. This ends the sharing: whoever calls it knows the key.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> for too few shares, one holder twice, or shares of different sharings.
    /// </exception>
    public static PrivateScalar Recover(IReadOnlyList<KeyShare> shares)
    {
        ShareCommitments commitments = RequireOneSharing(shares);
        PrimeGroup group = commitments.Group;
        int[] identifiers = [.. shares.Select(s => s.Identifier)];
        Holders.Check(identifiers, commitments.Threshold);
        GroupScalar sum = default;
        foreach (KeyShare share in shares)
        {
            share.Read(out GroupScalar value);
            group.MultiplyAdd(out sum, value, Holders.Lagrange(group, identifiers, share.Identifier), sum);
            value.Clear();
        }

        PrivateScalar key = group.ToPrivate(sum);
        sum.Clear();
        return key;
    }

    private static ShareCommitments RequireOneSharing(IReadOnlyList<KeyShare> shares)
    {
        if (shares.Count == 0)
        {
            throw new CryptoException(CryptoError.InvalidShares, "There are no shares.");
        }

        ShareCommitments commitments = shares[0].Commitments;
        return shares.All(s => s.Commitments.Equals(commitments))
            ? commitments
            : throw new CryptoException(CryptoError.InvalidShares, "The shares are of different sharings.");
    }
}
