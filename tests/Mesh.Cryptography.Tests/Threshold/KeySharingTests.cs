using System.Text.Json;
using Mesh.Cryptography.Tests.Groups;

namespace Mesh.Cryptography.Tests.Threshold;

/// <summary>Sharing a key t of n with verifiable shares (Mesh threshold, sections 2.2 and 2.3).</summary>
public class KeySharingTests
{
    private const string File = "threshold.json";

    public static TheoryData<string> Algorithms => Algorithm.All;

    public static TheoryData<string> Cases => Vectors.Ids(File, c => c.Text("group") == "agree-shamir");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Published_sharings_are_dealt_checked_and_recovered(string id)
    {
        JsonElement c = Vectors.Case(File, id);
        string algorithm = c.Text("alg");
        PrimeGroup group = Algorithm.Group(algorithm);
        byte[][] polynomial = [.. c.GetProperty("polynomial").EnumerateArray().Select(e => Algorithm.Unpadded(e.Hex()))];
        using PrivateScalar key = Algorithm.Reduced(algorithm, c.GetProperty("base").Hex("scalar"));
        Assert.Equal(polynomial[0], Algorithm.Octets(key));
        int threshold = c.GetProperty("threshold").GetInt32();
        var random = new FixedRandom(polynomial.Skip(1).Select(octets => Padded(octets, group.WideSize)));
        IReadOnlyList<KeyShare> shares = KeySharing.Split(group, key, threshold, c.GetProperty("count").GetInt32(), random);
        JsonElement feldman = c.GetProperty("feldman");
        Assert.Equal(
            feldman.GetProperty("coefficientCommitments").EnumerateArray().SelectMany(e => e.Hex()), shares[0].Commitments.Encode());
        byte[][] sharePublic = [.. feldman.GetProperty("sharePublic").EnumerateArray().Select(e => e.Hex())];
        ShareCommitments read = ShareCommitments.Decode(group, shares[0].Commitments.Encode());
        int index = 0;
        foreach (JsonElement expected in c.GetProperty("shares").EnumerateArray())
        {
            KeyShare share = shares[index];
            Assert.Equal(expected.GetProperty("x").GetInt32(), share.Identifier);
            Assert.Equal(Algorithm.Unpadded(expected.Hex("y")), Octets(share));
            Assert.Equal(sharePublic[index], share.PublicKey.Encode());
            Assert.Equal(share.PublicKey, read.SharePublicKey(share.Identifier));
            using var again = new KeyShare(read, share.Identifier, Octets(share));
            index++;
        }

        foreach (JsonElement subset in c.GetProperty("subsets").EnumerateArray())
        {
            int[] holders = [.. subset.GetProperty("holders").EnumerateArray().Select(e => e.GetInt32())];
            byte[][] lagrange = [.. subset.GetProperty("lagrange").EnumerateArray().Select(e => Algorithm.Unpadded(e.Hex()))];
            for (int i = 0; i < holders.Length; i++)
            {
                byte[] octets = new byte[group.ScalarSize];
                group.Write(Holders.Lagrange(group, holders, holders[i]), octets);
                Assert.Equal(lagrange[i], octets);
            }

            using PrivateScalar recovered = KeySharing.Recover([.. holders.Select(h => shares[h - 1])]);
            Assert.Equal(polynomial[0], Algorithm.Octets(recovered));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_share_that_does_not_fit_is_refused(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        IReadOnlyList<KeyShare> shares = KeySharing.Split(group, key, 2, 3, new SeededRandom("split"));
        byte[] octets = Octets(shares[0]);
        Assert.Equal(CryptoError.InvalidShares, Code(() => new KeyShare(shares[0].Commitments, 2, octets)));
        octets[0] ^= 1;
        Assert.Equal(CryptoError.InvalidShares, Code(() => new KeyShare(shares[0].Commitments, 1, octets)));
        octets[0] ^= 1;
        Assert.Equal(CryptoError.InvalidScalar, Code(() => new KeyShare(shares[0].Commitments, 1, new byte[group.ScalarSize])));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => new KeyShare(shares[0].Commitments, 1, [.. Enumerable.Repeat((byte)0xFF, group.ScalarSize)])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => new KeyShare(shares[0].Commitments, 1, octets.AsSpan(1))));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => new KeyShare(shares[0].Commitments, 0, octets)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => new KeyShare(shares[0].Commitments, 65_536, octets)));

        // Of another sharing of the same key.
        IReadOnlyList<KeyShare> others = KeySharing.Split(group, key, 2, 3, new SeededRandom("another"));
        Assert.Equal(CryptoError.InvalidShares, Code(() => new KeyShare(others[0].Commitments, 1, octets)));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Recover([shares[0], others[1]])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Recover([shares[0], shares[0]])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Recover([shares[0]])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Recover([])));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Any_quorum_and_any_superset_recovers_the_key_and_fewer_shares_give_another(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        int[] identifiers = [65_535, 3, 256, 1, 7];
        IReadOnlyList<KeyShare> shares = KeySharing.Split(group, key, 3, identifiers, new SeededRandom("split"));
        Assert.Equal(group.BaseMultiple(key), shares[0].Commitments.PublicKey);
        for (int chosen = 0; chosen < 32; chosen++)
        {
            KeyShare[] some = [.. shares.Where((_, i) => (chosen >> i & 1) != 0)];
            if (some.Length >= 3)
            {
                using PrivateScalar recovered = KeySharing.Recover(some);
                Assert.Equal(Algorithm.Octets(key), Algorithm.Octets(recovered));
            }
            else
            {
                Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Recover(some)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Impossible_sharings_are_refused(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        var random = new SeededRandom("split");
        Assert.Equal(CryptoError.InvalidParameter, Code(() => KeySharing.Split(group, key, 0, 3, random)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => KeySharing.Split(group, key, 4, 3, random)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => KeySharing.Split(group, key, 256, 300, random)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => KeySharing.Split(group, key, 2, 65_536, random)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => KeySharing.Split(group, key, 2, [0, 1], random)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => KeySharing.Split(group, key, 2, [1, 65_536], random)));
        Assert.Equal(CryptoError.InvalidShares, Code(() => KeySharing.Split(group, key, 2, [1, 1, 2], random)));
        using PrivateScalar foreign = Algorithm.Random(algorithm.Contains("448", StringComparison.Ordinal) ? "X25519" : "X448", "key");
        Assert.Equal(CryptoError.InvalidParameter, Code(() => KeySharing.Split(group, foreign, 2, 3, random)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Commitments_of_bad_elements_and_bad_lengths_are_refused(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        byte[] octets = KeySharing.Split(group, key, 2, 2, new SeededRandom("split"))[0].Commitments.Encode();
        Assert.Equal(CryptoError.InvalidLength, Code(() => ShareCommitments.Decode(group, [])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => ShareCommitments.Decode(group, octets.AsSpan(1))));
        Assert.Equal(CryptoError.InvalidLength, Code(() => ShareCommitments.Decode(group, new byte[256 * group.ElementSize])));

        // A commitment with a part of small order would let a dealer give shares that fit and do not belong together.
        byte[] mixed = MixedOrder.Of(group);
        mixed.CopyTo(octets, group.ElementSize);
        Assert.Equal(CryptoError.SmallOrder, Code(() => ShareCommitments.Decode(group, octets)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_holder_whose_share_would_be_0_has_no_public_key(string algorithm)
    {
        // f(x) = a - a x is 0 at 1.
        PrimeGroup group = Algorithm.Group(algorithm);
        GroupElement key = group.BaseMultiple(Algorithm.Random(algorithm, "key"));
        var commitments = ShareCommitments.Decode(group, [.. key.Encode(), .. key.Negate().Encode()]);
        Assert.Equal(CryptoError.NeutralPoint, Code(() => commitments.SharePublicKey(1)));
        Assert.Equal(key.Negate(), commitments.SharePublicKey(2));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => commitments.SharePublicKey(0)));
    }

    private static byte[] Octets(KeyShare share)
    {
        byte[] octets = new byte[share.Group.ScalarSize];
        share.WriteTo(octets);
        return octets;
    }

    private static byte[] Padded(byte[] octets, int size) => [.. octets, .. new byte[size - octets.Length]];

    private static CryptoError Code(Func<object> action) => Assert.Throws<CryptoException>(action).Code;
}
