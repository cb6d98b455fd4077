using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Mesh.Cryptography.Tests.Threshold;

namespace Mesh.Cryptography.Tests.Groups;

public class GroupElementTests
{
    private const string Threshold = "threshold.json";

    private static readonly byte[] MinusOne = [0xFE, .. Enumerable.Repeat((byte)0xFF, 27), 0xFE, .. Enumerable.Repeat((byte)0xFF, 27), 0];

    public static TheoryData<string> Algorithms => Algorithm.All;

    public static TheoryData<string> Encodings => Vectors.Ids(Threshold, c => c.Text("group") == "encoding");

    public static TheoryData<string> Rejected => Vectors.Ids(Threshold, c => c.Text("group") == "encoding-reject" && c.Has("signed"));

    public static TheoryData<string> Maps => Vectors.Ids(Threshold, c => c.Text("group") == "map" && c.Has("edwards"));

    public static TheoryData<string> Torsion => new("agree-direct-X25519-torsion", "agree-direct-X448-torsion");

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Decodes_and_encodes_the_published_points(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        PrimeGroup group = Algorithm.Group(c.Text("alg"));
        GroupElement point = group.Decode(c.Hex("signed"));
        Assert.Equal(c.Hex("signed"), point.Encode());
        Assert.Equal(c.Hex("unsigned"), point.EncodeForAgreement());
        Assert.True(point.IsPrimeOrder);
        bool odd = (c.Hex("v")[0] & 1) != 0;
        GroupElement lifted = group.LiftEven(c.Hex("unsigned"));
        Assert.Equal(odd ? point.Negate() : point, lifted);
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Refuses_the_published_bad_points(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        CryptoError code = Assert.Throws<CryptoException>(() => Algorithm.Group(c.Text("alg")).Decode(c.Hex("signed"))).Code;
        Assert.Equal(c.GetProperty("expected").Text("error") == "low-order" ? CryptoError.SmallOrder : CryptoError.InvalidPoint, code);
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void Base_multiples_are_those_published_on_both_curves(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        string family = c.Text("alg")[1..];
        using PrivateScalar scalar = Algorithm.Reduced("X" + family, c.Hex("scalar"));
        Assert.Equal(c.Hex("edwards"), Algorithm.Group("Ed" + family).BaseMultiple(scalar).Encode());
        Assert.Equal(c.Hex("montgomerySigned"), Algorithm.Group("X" + family).BaseMultiple(scalar).Encode());
    }

    [Theory]
    [InlineData("Ed25519", 8)]
    [InlineData("Ed448", 4)]
    public void The_points_of_small_order_are_decoded_and_recognised_on_the_Edwards_curves(string algorithm, int cofactor)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        JsonElement points = Vectors.Case(Threshold, $"enc-{algorithm}-low-orders").GetProperty("points");
        Assert.Equal(cofactor, points.GetArrayLength());
        foreach (JsonElement octets in points.EnumerateArray())
        {
            GroupElement point = group.Decode(octets.Hex());
            Assert.True(point.IsSmallOrder);
            Assert.False(point.IsPrimeOrder);
            Assert.Equal(octets.Hex(), point.Encode());
            Assert.Equal(CryptoError.SmallOrder, Code(() => group.DecodePrimeOrder(octets.Hex())));
            GroupElement multiple = point;
            for (int i = 1; i < cofactor; i++)
            {
                multiple = multiple.Add(point);
            }

            Assert.True(multiple.IsNeutral);
        }
    }

    [Fact]
    public void Refuses_small_orders_in_either_form_of_the_Montgomery_curves()
    {
        byte[] order4 = Vectors.Case(Threshold, "agree-direct-X448-low-order").GetProperty("ephemeral").Hex("publicSigned");
        Assert.Equal(MinusOne, order4);
        PrimeGroup group = PrimeGroup.Curve448;
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.Decode(order4)));
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.LiftEven(order4.AsSpan(0, 56))));
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.Decode(new byte[57])));
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.LiftEven(new byte[56])));
        Assert.Equal(CryptoError.InvalidPoint, Code(() => group.Decode([.. new byte[56], 0x80])));

        group = PrimeGroup.Curve25519;
        byte[] small = Vectors.Case(Threshold, "agree-direct-X25519-low-order").GetProperty("ephemeral").Hex("publicSigned");
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.Decode(small)));
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.LiftEven(small.AsSpan(0, 32))));
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.LiftEven(new byte[32])));
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.LiftEven([1, .. new byte[31]])));
    }

    [Fact]
    public void An_unsigned_u_is_read_modulo_p_and_a_signed_one_is_not()
    {
        // u = 9 and u = 9 + p, with and without the top bit, are one point of curve25519.
        PrimeGroup group = PrimeGroup.Curve25519;
        byte[] nine = [9, .. new byte[31]];
        byte[] above = Octets((BigInteger.One << 255) - 19 + 9, 32);
        Assert.Equal(group.LiftEven(nine), group.LiftEven(above));
        Assert.Equal(group.LiftEven(nine), group.LiftEven([.. nine[..31], 0x80]));
        Assert.Equal(CryptoError.InvalidPoint, Code(() => group.Decode([.. above, 0])));
        Assert.Equal(CryptoError.InvalidPoint, Code(() => group.Decode([.. nine[..31], 0x80, 0])));

        group = PrimeGroup.Curve448;
        byte[] five = [5, .. new byte[55]];
        above = Octets((BigInteger.One << 448) - (BigInteger.One << 224) - 1 + 5, 56);
        Assert.Equal(group.LiftEven(five), group.LiftEven(above));
        Assert.Equal(CryptoError.InvalidPoint, Code(() => group.Decode([.. above, 0])));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Refuses_other_lengths_and_other_groups(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        foreach (int length in (int[])[0, group.ElementSize - 1, group.ElementSize + 1])
        {
            Assert.Equal(CryptoError.InvalidLength, Code(() => group.Decode(new byte[length])));
        }

        GroupElement element = group.BaseMultiple(Algorithm.Random(algorithm, "key"));
        if (algorithm[0] == 'E')
        {
            Assert.Equal(CryptoError.InvalidParameter, Code(() => group.LiftEven(new byte[group.AgreementSize])));
        }
        else
        {
            Assert.Equal(CryptoError.InvalidLength, Code(() => group.LiftEven(new byte[group.ElementSize])));
        }

        string other = algorithm.Contains("25519", StringComparison.Ordinal) ? "X448" : "X25519";
        Assert.Equal(CryptoError.InvalidParameter, Code(() => group.BaseMultiple(Algorithm.Random(other, "key"))));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => element.Add(Algorithm.Group(other).BaseMultiple(Algorithm.Random(other, "key")))));
    }

    [Theory]
    [InlineData("X25519")]
    [InlineData("X448")]
    public void Every_sign_octet_but_two_is_refused(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        byte[] encoded = group.BaseMultiple(Algorithm.Random(algorithm, "sign")).Encode();
        for (int sign = 0; sign < 256; sign++)
        {
            encoded[^1] = (byte)sign;
            if (sign is 0 or 0x80)
            {
                Assert.Equal(encoded, group.Decode(encoded).Encode());
            }
            else
            {
                Assert.Equal(CryptoError.InvalidPoint, Code(() => group.Decode(encoded)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Sums_satisfy_the_laws_of_a_group(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        List<GroupElement> points = [.. Enumerable.Range(0, 5).Select(i => group.BaseMultiple(Algorithm.Random(algorithm, $"{i}")))];
        bool edwards = algorithm[0] == 'E';
        if (edwards)
        {
            points.AddRange(Vectors.Case(Threshold, $"enc-{algorithm}-low-orders").GetProperty("points").EnumerateArray().Select(e => group.Decode(e.Hex())));
        }

        foreach (GroupElement p in points)
        {
            Assert.Equal(p, group.Decode(p.Encode()));
            Assert.Equal(p.GetHashCode(), group.Decode(p.Encode()).GetHashCode());
            Assert.Equal(p.Negate().Negate(), p);
            if (edwards)
            {
                Assert.True(p.Add(p.Negate()).IsNeutral);
            }
            else
            {
                Assert.NotEqual(p, p.Negate());
                Assert.Equal(p.Negate().EncodeForAgreement(), p.EncodeForAgreement());
                Assert.Equal(CryptoError.NeutralPoint, Code(() => p.Add(p.Negate())));
            }

            foreach (GroupElement q in points.Where(q => edwards || q != p))
            {
                Assert.Equal(p.Add(q), q.Add(p));
                Assert.Equal(p.Add(q).Encode(), q.Add(p).Encode());
                Assert.Equal(p, p.Add(q).Add(q.Negate()));
                foreach (GroupElement r in points)
                {
                    Assert.Equal(p.Add(q).Add(r), p.Add(q.Add(r)));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Sums_of_keys_are_keys_of_sums(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        for (int i = 0; i < 20; i++)
        {
            using PrivateScalar a = Algorithm.Random(algorithm, $"a{i}");
            using PrivateScalar b = Algorithm.Random(algorithm, $"b{i}");
            using PrivateScalar sum = Algorithm.Sum(a, b);
            GroupElement point = group.BaseMultiple(a).Add(group.BaseMultiple(b));
            Assert.Equal(group.BaseMultiple(sum), point);
            Assert.Equal(group.BaseMultiple(sum).Encode(), point.Encode());
            Assert.True(point.IsPrimeOrder);
        }
    }

    [Fact]
    public void Every_group_fits_the_rooms_for_its_numbers_and_points()
    {
        // A group reads the room as its own type: one that were larger would write beyond it.
        Assert.InRange(Unsafe.SizeOf<Scalar448>(), 1, Unsafe.SizeOf<GroupScalar>());
        Assert.InRange(Unsafe.SizeOf<Scalar25519>(), 1, Unsafe.SizeOf<GroupScalar>());
        Assert.InRange(Unsafe.SizeOf<ExtendedPoint448<Edwards448Form>>(), 1, Unsafe.SizeOf<GroupPoint>());
        Assert.InRange(Unsafe.SizeOf<ExtendedPoint448<Curve448Form>>(), 1, Unsafe.SizeOf<GroupPoint>());
        Assert.InRange(Unsafe.SizeOf<ExtendedPoint25519>(), 1, Unsafe.SizeOf<GroupPoint>());
    }

    [Fact]
    public void Public_keys_are_base_multiples()
    {
        using var x448 = ClampedScalar448.Random(new SeededRandom("x448"));
        Assert.Equal(X448.PublicKey(x448), PrimeGroup.Curve448.BaseMultiple(x448).Encode());
        using var x25519 = ClampedScalar25519.Random(new SeededRandom("x25519"));
        Assert.Equal(X25519.PublicKey(x25519), PrimeGroup.Curve25519.BaseMultiple(x25519).EncodeForAgreement());
        using var ed448 = Ed448Seed.Random(new SeededRandom("ed448"));
        Assert.Equal(Ed448.PublicKey(ed448), PrimeGroup.Edwards448.BaseMultiple(ed448.ToResidue()).Encode());
        using var ed25519 = Ed25519Seed.Random(new SeededRandom("ed25519"));
        Assert.Equal(Ed25519.PublicKey(ed25519), PrimeGroup.Edwards25519.BaseMultiple(ed25519.ToResidue()).Encode());
    }

    [Theory]
    [MemberData(nameof(Torsion))]
    public void Points_with_a_part_of_small_order_are_recognised_and_added_correctly(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        PrimeGroup group = Algorithm.Group(c.Text("alg"));
        byte[] octets = c.GetProperty("ephemeral").Hex("publicSigned");
        GroupElement mixed = group.Decode(octets);
        Assert.False(mixed.IsPrimeOrder);
        Assert.False(mixed.IsSmallOrder);
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.DecodePrimeOrder(octets)));

        // h times the point is of prime order; the sum of that and the point is not.
        GroupElement cleared = mixed;
        for (int h = group.Cofactor; h > 1; h /= 2)
        {
            cleared = cleared.Add(cleared);
        }

        Assert.True(cleared.IsPrimeOrder);
        Assert.False(cleared.Add(mixed).IsPrimeOrder);
        Assert.Equal(cleared, group.Decode(cleared.Encode()));
    }

    [Theory]
    [MemberData(nameof(Torsion))]
    public void A_sum_of_order_2_has_an_encoding_that_is_refused_as_a_key(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        PrimeGroup group = Algorithm.Group(c.Text("alg"));
        GroupElement mixed = group.Decode(c.GetProperty("ephemeral").Hex("publicSigned"));

        // What remains of P without its part of prime order has the order that the vector states.
        GroupElement torsion = mixed.Add(MixedOrder.PrimePart(mixed).Negate());
        for (int order = c.GetProperty("ephemeral").GetProperty("orderOfTorsion").GetInt32(); order > 2; order /= 2)
        {
            torsion = torsion.Add(torsion);
        }

        Assert.Equal(new byte[group.ElementSize], torsion.Encode());
        Assert.Equal(CryptoError.NeutralPoint, Code(() => torsion.Add(torsion)));
        Assert.Equal(CryptoError.SmallOrder, Code(() => group.Decode(torsion.Encode())));
    }

    private static byte[] Octets(BigInteger value, int size)
    {
        byte[] octets = value.ToByteArray(isUnsigned: true);
        Array.Resize(ref octets, size);
        return octets;
    }

    private static CryptoError Code(Func<object> action) => Assert.Throws<CryptoException>(action).Code;
}
