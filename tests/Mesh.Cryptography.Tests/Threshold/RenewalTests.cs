using Mesh.Cryptography.Tests.Groups;

namespace Mesh.Cryptography.Tests.Threshold;

/// <summary>Refresh, dealing anew to others, and repair of a lost share, without putting the key together.</summary>
public class RenewalTests
{
    public static TheoryData<string> Algorithms => Algorithm.All;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Refreshed_shares_are_of_the_same_key_and_do_not_mix_with_old_ones(string algorithm)
    {
        IReadOnlyList<KeyShare> old = Deal(algorithm, 3, [1, 2, 3, 300], out PrivateScalar key);
        KeyShare[] renewed = [.. old];
        foreach (string dealer in (string[])["one", "another"])
        {
            IReadOnlyList<ShareRefresh> refreshes = ShareRefresh.Deal(
                renewed[0].Commitments, [.. renewed.Select(s => s.Identifier)], new SeededRandom(dealer));
            renewed = [.. renewed.Zip(refreshes, (share, refresh) => share.Refresh(Transported(refresh)))];
        }

        Assert.All(renewed, share => Assert.Equal(renewed[0].Commitments, share.Commitments));
        Assert.NotEqual(old[0].Commitments, renewed[0].Commitments);
        Assert.Equal(old[0].Commitments.PublicKey, renewed[0].Commitments.PublicKey);
        Assert.Equal(Octets(key), Octets(KeySharing.Recover(renewed[1..])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Recover([renewed[0], renewed[1], old[2]])));
        Assert.Equal(
            CryptoError.InvalidShares, Code(() => new KeyShare(renewed[0].Commitments, 1, Octets(old[0]))));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_refresh_that_would_change_the_key_or_spoil_a_share_is_refused(string algorithm)
    {
        IReadOnlyList<KeyShare> shares = Deal(algorithm, 2, [1, 2, 3], out PrivateScalar key);
        PrimeGroup group = shares[0].Group;
        IReadOnlyList<ShareRefresh> refreshes = ShareRefresh.Deal(shares[0].Commitments, [1, 2, 3], new SeededRandom("refresh"));
        Assert.Equal(CryptoError.InvalidShares, Code(() => shares[0].Refresh(refreshes[1])));
        byte[] octets = Octets(refreshes[0]);
        Assert.Equal(CryptoError.InvalidShares, Code(() => new ShareRefresh(group, 2, refreshes[0].EncodeCommitments(), octets)));
        octets[1] ^= 4;
        Assert.Equal(CryptoError.InvalidShares, Code(() => new ShareRefresh(group, 1, refreshes[0].EncodeCommitments(), octets)));

        // A sharing of something else than zero: its value fits its commitments as a whole, but not without the first one.
        KeyShare other = KeySharing.Split(group, key, 2, 3, new SeededRandom("other"))[0];
        byte[] commitments = other.Commitments.Encode();
        Assert.Equal(
            CryptoError.InvalidShares,
            Code(() => new ShareRefresh(group, 1, commitments.AsSpan(group.ElementSize), Octets(other))));
        Assert.Equal(CryptoError.InvalidShares, Code(() => shares[0].Refresh(Longer())));
        Assert.Equal(
            CryptoError.InvalidParameter,
            Code(() => ShareRefresh.Deal(KeySharing.Split(group, key, 1, 2, new SeededRandom("1"))[0].Commitments, [1, 2], new SeededRandom("r"))));
        Assert.Equal(
            CryptoError.InvalidShares, Code(() => ShareRefresh.Deal(shares[0].Commitments, [1], new SeededRandom("r"))));

        ShareRefresh Longer() => ShareRefresh.Deal(
            KeySharing.Split(group, key, 3, 3, new SeededRandom("3"))[0].Commitments, [1, 2, 3], new SeededRandom("r"))[0];
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_refresh_that_would_lower_the_threshold_is_refused(string algorithm)
    {
        // The dealer of the key knows a_1 and takes it out again: f(x) = a_0 + a_1 x - a_1 x.
        IReadOnlyList<KeyShare> shares = Deal(algorithm, 2, [1, 2], out PrivateScalar key);
        PrimeGroup group = shares[0].Group;
        shares[0].Read(out GroupScalar change);
        key.CopyResidue(out GroupScalar constant);
        group.Subtract(out change, constant, change);
        byte[] octets = new byte[group.ScalarSize];
        group.Write(change, octets);
        byte[] commitment = shares[0].Commitments.Elements[1].Negate().Encode();
        var refresh = new ShareRefresh(group, 1, commitment, octets);
        Assert.Equal(CryptoError.NeutralPoint, Code(() => shares[0].Refresh(refresh)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void What_comes_from_another_group_is_refused(string algorithm)
    {
        IReadOnlyList<KeyShare> shares = Deal(algorithm, 2, [1, 2, 3], out _);
        int[] helpers = [1, 2];
        foreach (string other in ((string[])["X25519", "X448", "Ed25519", "Ed448"]).Where(name => name != algorithm))
        {
            IReadOnlyList<KeyShare> foreign = Deal(other, 2, [1, 2, 3], out _);
            ShareRefresh refresh = ShareRefresh.Deal(foreign[0].Commitments, [1, 2, 3], new SeededRandom("r"))[0];
            Assert.Equal(CryptoError.InvalidShares, Code(() => shares[0].Refresh(refresh)));
            var dealt = new Dictionary<int, KeyShare>
            {
                [1] = shares[0].Redeal(helpers, 2, helpers, new SeededRandom("1"))[0],
                [2] = foreign[1].Redeal(helpers, 2, helpers, new SeededRandom("2"))[0],
            };
            Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Combine(shares[0].Commitments, dealt)));
            RepairPiece[] one = [.. helpers.Select(h => foreign[h - 1].StartRepair(3, helpers, new SeededRandom($"{h}"))[0])];
            RepairPiece[] two = [.. helpers.Select(h => foreign[h - 1].StartRepair(3, helpers, new SeededRandom($"{h}"))[1])];
            RepairPiece[] sums = [RepairPiece.Sum(one, 3), RepairPiece.Sum(two, 3)];
            Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Repair(shares[0].Commitments, helpers, sums)));
            GroupElement peer = foreign[0].Commitments.PublicKey;
            AgreementContribution[] contributions = [.. foreign.Select(s => ThresholdAgreement.ContributeWithProof(s, peer, [], new SeededRandom("p")))];
            Assert.Equal(CryptoError.InvalidShares, Code(() => ThresholdAgreement.Combine(shares[0].Commitments, contributions)));
            Assert.False(ThresholdAgreement.Verify(contributions[0], shares[0].PublicKey, []));
            Assert.True(ThresholdAgreement.Verify(contributions[0], foreign[0].PublicKey, []));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_key_is_dealt_anew_to_other_holders_with_another_threshold(string algorithm)
    {
        IReadOnlyList<KeyShare> old = Deal(algorithm, 2, [1, 2, 3], out PrivateScalar key);
        int[] quorum = [3, 1];
        int[] holders = [10, 20, 30, 40];
        Dictionary<int, IReadOnlyList<KeyShare>> dealt = quorum.ToDictionary(
            q => q, q => old[q - 1].Redeal(quorum, 3, holders, new SeededRandom($"dealer {q}")));
        KeyShare[] renewed =
            [.. holders.Select((_, i) => KeySharing.Combine(old[0].Commitments, quorum.ToDictionary(q => q, q => dealt[q][i])))];
        Assert.All(renewed, share => Assert.Equal(renewed[0].Commitments, share.Commitments));
        Assert.Equal(3, renewed[0].Commitments.Threshold);
        Assert.Equal(old[0].Commitments.PublicKey, renewed[0].Commitments.PublicKey);
        Assert.Equal(Octets(key), Octets(KeySharing.Recover([renewed[0], renewed[2], renewed[3]])));

        // All old holders may deal as well.
        int[] all = [1, 2, 3];
        KeyShare again = KeySharing.Combine(
            old[0].Commitments, all.ToDictionary(q => q, q => old[q - 1].Redeal(all, 1, [5], new SeededRandom($"{q}"))[0]));
        Assert.Equal(Octets(key), Octets(again));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Dealers_who_deal_something_else_are_named(string algorithm)
    {
        IReadOnlyList<KeyShare> old = Deal(algorithm, 2, [1, 2, 3], out PrivateScalar key);
        PrimeGroup group = old[0].Group;
        KeyShare honest = old[0].Redeal([1, 2], 2, [1, 2], new SeededRandom("1"))[0];

        // A share weighted for another quorum, a key of the dealer's own, another threshold, another receiver.
        KeyShare[] wrong =
        [
            old[1].Redeal([2, 3], 2, [1, 2], new SeededRandom("2"))[0],
            KeySharing.Split(group, key, 2, 2, new SeededRandom("2"))[0],
            old[1].Redeal([1, 2], 1, [1, 2], new SeededRandom("2"))[0],
            old[1].Redeal([1, 2], 2, [1, 2], new SeededRandom("2"))[1],
        ];
        foreach (KeyShare share in wrong)
        {
            var e = Assert.Throws<CryptoException>(
                () => KeySharing.Combine(old[0].Commitments, new Dictionary<int, KeyShare> { [1] = honest, [2] = share }));
            Assert.Equal(CryptoError.InvalidShares, e.Code);
            Assert.Equal([2], e.Culprits);
        }

        Assert.Equal(
            CryptoError.InvalidShares, Code(() => KeySharing.Combine(old[0].Commitments, new Dictionary<int, KeyShare> { [1] = honest })));
        Assert.Equal(CryptoError.InvalidShares, Code(() => old[0].Redeal([2, 3], 2, [1, 2], new SeededRandom("1"))[0]));
        Assert.Equal(CryptoError.InvalidShares, Code(() => old[0].Redeal([1], 2, [1, 2], new SeededRandom("1"))[0]));
        Assert.Equal(CryptoError.InvalidShares, Code(() => old[0].Redeal([1, 1], 2, [1, 2], new SeededRandom("1"))[0]));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_lost_share_is_repaired_and_a_new_holder_joins(string algorithm)
    {
        IReadOnlyList<KeyShare> shares = Deal(algorithm, 3, [1, 2, 3, 4, 5], out PrivateScalar key);
        int[] helpers = [5, 2, 4, 1];
        Assert.Equal(Octets(shares[2]), Octets(Repair(shares, helpers, lost: 3)));
        KeyShare added = Repair(shares, helpers, lost: 77);
        Assert.Equal(shares[0].Commitments, added.Commitments);
        Assert.Equal(Octets(key), Octets(KeySharing.Recover([added, shares[0], shares[2]])));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_repair_with_a_wrong_piece_or_without_all_helpers_is_refused(string algorithm)
    {
        IReadOnlyList<KeyShare> shares = Deal(algorithm, 2, [1, 2, 3], out _);
        PrimeGroup group = shares[0].Group;
        int[] helpers = [1, 2];
        IReadOnlyList<RepairPiece> one = shares[0].StartRepair(3, helpers, new SeededRandom("1"));
        IReadOnlyList<RepairPiece> two = shares[1].StartRepair(3, helpers, new SeededRandom("2"));
        RepairPiece first = RepairPiece.Sum([one[0], two[0]], 3);
        RepairPiece second = RepairPiece.Sum([one[1], two[1]], 3);
        ShareCommitments commitments = shares[0].Commitments;
        Assert.Equal(Octets(shares[2]), Octets(KeySharing.Repair(commitments, helpers, [second, first])));
        byte[] octets = Octets(second);
        octets[2] ^= 1;
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Repair(commitments, helpers, [first, new RepairPiece(group, 2, 3, octets)])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Repair(commitments, helpers, [first])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Repair(commitments, helpers, [first, first])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Repair(commitments, [1], [first])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Repair(commitments, [1, 3], [first, second])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => RepairPiece.Sum([one[0], two[1]], 3)));
        Assert.Equal(CryptoError.InvalidShares, Code(() => RepairPiece.Sum([one[0], one[0]], 3)));
        Assert.Equal(CryptoError.InvalidShares, Code(() => shares[0].StartRepair(2, helpers, new SeededRandom("1"))[0]));
        Assert.Equal(CryptoError.InvalidShares, Code(() => shares[2].StartRepair(4, helpers, new SeededRandom("1"))[0]));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => shares[0].StartRepair(0, helpers, new SeededRandom("1"))[0]));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void What_a_helper_gets_in_a_repair_does_not_tell_the_shares_of_others(string algorithm)
    {
        // Two runs with the same shares give a helper unrelated pieces, and no piece is the weighted share of its sender.
        IReadOnlyList<KeyShare> shares = Deal(algorithm, 2, [1, 2, 3], out _);
        int[] helpers = [1, 2];
        byte[] Piece(string seed, int to) => Octets(shares[0].StartRepair(3, helpers, new SeededRandom(seed))[to]);
        Assert.NotEqual(Piece("a", 0), Piece("b", 0));
        Assert.NotEqual(Piece("a", 1), Piece("b", 1));
        shares[0].Read(out GroupScalar value);
        PrimeGroup group = shares[0].Group;
        group.Multiply(out value, value, Holders.Lagrange(group, helpers, 1, 3));
        byte[] weighted = new byte[group.ScalarSize];
        group.Write(value, weighted);
        Assert.NotEqual(weighted, Piece("a", 0));
        Assert.NotEqual(weighted, Piece("a", 1));
    }

    private static KeyShare Repair(IReadOnlyList<KeyShare> shares, int[] helpers, int lost)
    {
        IReadOnlyList<RepairPiece>[] pieces =
            [.. helpers.Select(h => shares.Single(s => s.Identifier == h).StartRepair(lost, helpers, new SeededRandom($"helper {h}")))];
        RepairPiece[] sums = [.. helpers.Select((h, i) => RepairPiece.Sum([.. pieces.Select(p => Transported(p[i]))], lost))];
        return KeySharing.Repair(shares[0].Commitments, helpers, sums);
    }

    private static IReadOnlyList<KeyShare> Deal(string algorithm, int threshold, int[] identifiers, out PrivateScalar key)
    {
        key = Algorithm.Random(algorithm, "key");
        return KeySharing.Split(Algorithm.Group(algorithm), key, threshold, identifiers, new SeededRandom("split"));
    }

    private static ShareRefresh Transported(ShareRefresh refresh) =>
        new(refresh.Group, refresh.Identifier, refresh.EncodeCommitments(), Octets(refresh));

    private static RepairPiece Transported(RepairPiece piece) => new(piece.Group, piece.From, piece.To, Octets(piece));

    private static byte[] Octets(PrivateScalar scalar) => Written(scalar.ResidueSize, scalar.WriteTo);

    private static byte[] Octets(KeyShare share) => Written(share.Group.ScalarSize, share.WriteTo);

    private static byte[] Octets(ShareRefresh refresh) => Written(refresh.Group.ScalarSize, refresh.WriteTo);

    private static byte[] Octets(RepairPiece piece) => Written(piece.Group.ScalarSize, piece.WriteTo);

    private static byte[] Written(int size, SecretBytes.Filler write)
    {
        byte[] octets = new byte[size];
        write(octets);
        return octets;
    }

    private static CryptoError Code(Func<object> action) => Assert.Throws<CryptoException>(action).Code;
}
