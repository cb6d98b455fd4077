using System.Numerics;
using System.Text.Json;
using Mesh.Cryptography.Tests.Groups;

namespace Mesh.Cryptography.Tests.Threshold;

/// <summary>Splitting a key n of n (Mesh threshold, sections 2.1 and 5.4).</summary>
public class DirectShareTests
{
    public static TheoryData<string> Algorithms => Algorithm.All;

    public static TheoryData<string> Additive => Vectors.Ids("threshold.json", c => c.Text("group") == "sign-frost-additive");

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Shares_add_up_to_the_key_and_fewer_do_not(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        foreach (int count in (int[])[2, 3, 32])
        {
            IReadOnlyList<DirectShare> shares = DirectShare.Split(group, key, count, new SeededRandom("split"));
            PrivateScalar sum = shares.Select(Scalar).Aggregate(Algorithm.Sum);
            Assert.Equal(Algorithm.Octets(key), Algorithm.Octets(sum));
            Assert.Equal(group.BaseMultiple(key), shares[0].PublicKey);
            Assert.NotEqual(Algorithm.Octets(key), Algorithm.Octets(shares.Skip(1).Select(Scalar).Aggregate(Algorithm.Sum)));
            Assert.Equal(count, shares.Select(s => Convert.ToHexString(Algorithm.Octets(Scalar(s)))).Distinct().Count());
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_key_is_split_into_one_that_its_holder_has_and_the_remainder(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        using PrivateScalar held = Algorithm.Random(algorithm, "held");
        (DirectShare first, DirectShare second) = DirectShare.Split(group, key, held);
        Assert.Equal(Algorithm.Octets(held), Algorithm.Octets(Scalar(first)));
        Assert.Equal(Algorithm.Octets(key), Algorithm.Octets(Algorithm.Sum(Scalar(first), Scalar(second))));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => DirectShare.Split(group, key, key)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void What_does_not_fit_is_refused(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        IReadOnlyList<DirectShare> shares = DirectShare.Split(group, key, 2, new SeededRandom("split"));
        GroupElement publicKey = shares[0].PublicKey;
        IReadOnlyList<GroupElement> publicKeys = shares[0].SharePublicKeys;
        using PrivateScalar scalar = Scalar(shares[0]);
        using var fits = new DirectShare(publicKey, publicKeys, 1, scalar);
        Assert.Equal(CryptoError.InvalidShares, Code(() => new DirectShare(publicKey, publicKeys, 2, scalar)));
        Assert.Equal(CryptoError.InvalidShares, Code(() => new DirectShare(publicKeys[0], publicKeys, 1, scalar)));
        Assert.Equal(CryptoError.InvalidShares, Code(() => new DirectShare(publicKey, [publicKeys[0], publicKeys[0]], 1, scalar)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => new DirectShare(publicKey, publicKeys, 0, scalar)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => new DirectShare(publicKey, publicKeys, 3, scalar)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => new DirectShare(publicKey, [publicKey], 1, key)));

        // Parts of small order that cancel in the sum.
        GroupElement mixed = group.Decode(MixedOrder.Of(group));
        GroupElement[] spoiled = [publicKeys[0], publicKeys[1].Add(mixed), mixed.Negate()];
        Assert.Equal(CryptoError.SmallOrder, Code(() => new DirectShare(publicKey, spoiled, 1, scalar)));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => DirectShare.Split(group, key, 1, new SeededRandom("s"))));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => DirectShare.Split(group, key, 33, new SeededRandom("s"))));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => DirectShare.Split(group, key, 0, new SeededRandom("s"))));
    }

    [Fact]
    public void A_key_that_is_0_modulo_the_order_is_not_shared()
    {
        // 4L is the one clamped scalar of that kind.
        byte[] octets = (new BigInteger(Scalar448.OrderOctets, isUnsigned: true) * 4).ToByteArray(isUnsigned: true);
        using var zero = ClampedScalar448.FromOctets(octets);
        Assert.Equal(octets, Algorithm.Octets(zero));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => DirectShare.Split(PrimeGroup.Curve448, zero, 2, new SeededRandom("s"))));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => KeySharing.Split(PrimeGroup.Curve448, zero, 2, 3, new SeededRandom("s"))));
        Assert.Equal(CryptoError.InvalidScalar, Code(() => zero.ToResidue()));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Direct_shares_are_shares_of_a_sharing_with_the_full_threshold(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        KeyShare[] shares = [.. DirectShare.Split(group, key, 4, new SeededRandom("split")).Select(s => s.ToKeyShare())];
        Assert.All(shares, s => Assert.Equal(shares[0].Commitments, s.Commitments));
        Assert.Equal(4, shares[0].Commitments.Threshold);
        Assert.Equal(group.BaseMultiple(key), shares[0].Commitments.PublicKey);
        using PrivateScalar recovered = KeySharing.Recover(shares);
        Assert.Equal(Algorithm.Octets(key), Algorithm.Octets(recovered));
    }

    [Theory]
    [MemberData(nameof(Additive))]
    public void Published_direct_shares_become_the_published_ones_of_a_sharing(string id)
    {
        JsonElement c = Vectors.Case("threshold.json", id);
        string algorithm = c.Text("alg");
        PrimeGroup group = Algorithm.Group(algorithm);
        JsonElement[] signers = [.. c.GetProperty("signers").EnumerateArray()];
        PrivateScalar[] scalars = [.. signers.Select(s => Algorithm.Reduced(algorithm, s.Hex("additive")))];
        GroupElement[] publicKeys = [.. scalars.Select(group.BaseMultiple)];
        GroupElement publicKey = group.DecodePrimeOrder(c.Hex("groupPublic"));
        for (int i = 0; i < signers.Length; i++)
        {
            using KeyShare share = new DirectShare(publicKey, publicKeys, i + 1, scalars[i]).ToKeyShare();
            Assert.Equal(signers[i].GetProperty("identifier").GetInt32(), share.Identifier);
            byte[] octets = new byte[group.ScalarSize];
            share.WriteTo(octets);
            Assert.Equal(Algorithm.Unpadded(signers[i].Hex("secretShare")), octets);
            Assert.Equal(signers[i].Hex("sharePublic"), share.PublicKey.Encode());
        }
    }

    private static PrivateScalar Scalar(DirectShare share)
    {
        byte[] octets = new byte[share.Group.ScalarSize];
        share.WriteTo(octets);
        return share.Group.ScalarSize == ResidueScalar25519.Size ? ResidueScalar25519.FromOctets(octets) : ResidueScalar448.FromOctets(octets);
    }

    private static CryptoError Code(Func<object> action) => Assert.Throws<CryptoException>(action).Code;
}
