using System.Numerics;
using System.Text.Json;
using Mesh.Cryptography.Tests.Arithmetic;
using Mesh.Cryptography.Tests.Differential;
using Mesh.Cryptography.Tests.Groups;
using Mesh.Cryptography.Tests.Threshold;

namespace Mesh.Cryptography.Tests.Curves;

using Point = ExtendedPoint448<Edwards448Form>;

public class Edwards448Tests
{
    private const string Threshold = "threshold.json";

    public static TheoryData<string> Maps => Vectors.Ids(Threshold, c => c.Text("group") == "map" && c.Text("alg") == "X448" && c.Has("edwards"));

    [Theory]
    [MemberData(nameof(Maps))]
    public void Base_multiples_map_to_curve448_as_published(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        byte[] scalar = c.Hex("scalar");
        Scalar448 s = Scalar448.ReduceWide(scalar);
        Edwards448.MultiplyBase(out Point point, s);
        byte[] edwards = new byte[57];
        Edwards448.Encode(point, edwards);
        Assert.Equal(c.Hex("edwards"), edwards);
        byte[] montgomery = new byte[57];
        Edwards448.EncodeMontgomery(point, montgomery);
        Assert.Equal(c.Hex("montgomerySigned"), montgomery);
    }

    [Fact]
    public void The_form_of_curve448_has_its_published_base_point()
    {
        JsonElement c = Vectors.Case(Threshold, "map-curve448-edwards-birational");
        ref readonly ExtendedPoint448<Curve448Form> p = ref Algorithm.Extended<Curve448Form>(PrimeGroup.Curve448.Decode([5, .. new byte[56]]));

        // Our form scales the published x by a root of 156324.
        Field448.Invert(out Field448 z, p.Z);
        Field448.Multiply(out Field448 y, p.Y, z);
        byte[] octets = new byte[56];
        y.Write(octets);
        Assert.Equal(c.Hex("baseY"), octets);
        Field448.Multiply(out Field448 x, p.X, z);
        Field448.Multiply(out x, x, Field448.Read(c.Hex("sqrt156324odd")));
        x.Write(octets);
        Assert.Equal(c.Hex("baseX"), octets);
    }

    [Fact]
    public void The_four_points_of_small_order_are_decoded_and_recognised()
    {
        foreach (JsonElement octets in Vectors.Case(Threshold, "enc-Ed448-low-orders").GetProperty("points").EnumerateArray())
        {
            GroupElement point = PrimeGroup.Edwards448.Decode(octets.Hex());
            Assert.True(point.IsSmallOrder);
            Assert.False(point.IsPrimeOrder);
            Assert.Equal(octets.Hex(), point.Encode());
            Assert.True(point.Add(point).Add(point.Add(point)).IsNeutral);
        }
    }

    [Fact]
    public void Refuses_octets_that_encode_no_point()
    {
        byte[] p = [.. Enumerable.Repeat((byte)0xFF, 28), 0xFE, .. Enumerable.Repeat((byte)0xFF, 27), 0];
        Refused(p); // y = p
        Refused([.. p[..56], 0x80]);
        Refused([1, .. new byte[55], 0x80]); // x = 0 with sign 1
        Refused([0xFE, .. p[1..56], 0x80]); // x = 0 with sign 1 at y = -1
        Refused([1, .. new byte[55], 1]); // a bit between y and the sign
        Refused([1, .. new byte[55], 0x40]);
        Refused([2, .. new byte[56]]); // not on the curve
        Assert.Equal(CryptoError.InvalidLength, Assert.Throws<CryptoException>(() => PrimeGroup.Edwards448.Decode(new byte[56])).Code);

        static void Refused(byte[] octets) =>
            Assert.Equal(CryptoError.InvalidPoint, Assert.Throws<CryptoException>(() => PrimeGroup.Edwards448.Decode(octets)).Code);
    }

    [Fact]
    public void Sums_satisfy_the_laws_of_a_group_small_orders_included()
    {
        JsonElement torsion = Vectors.Case(Threshold, "enc-Ed448-low-orders").GetProperty("points");
        GroupElement[] points =
        [
            .. torsion.EnumerateArray().Select(e => PrimeGroup.Edwards448.Decode(e.Hex())),
            .. Enumerable.Range(0, 4).Select(i => Random($"{i}")),
        ];
        GroupElement neutral = PrimeGroup.Edwards448.Decode([1, .. new byte[56]]);
        foreach (GroupElement p in points)
        {
            Assert.Equal(p, p.Add(neutral));
            Assert.True(p.Add(p.Negate()).IsNeutral);
            Assert.Equal(p, PrimeGroup.Edwards448.Decode(p.Encode()));
            Assert.Equal(p.GetHashCode(), PrimeGroup.Edwards448.Decode(p.Encode()).GetHashCode());
            foreach (GroupElement q in points)
            {
                Assert.Equal(p.Add(q), q.Add(p));
                Assert.Equal(p, p.Add(q).Add(q.Negate()));
                foreach (GroupElement r in points)
                {
                    Assert.Equal(p.Add(q).Add(r), p.Add(q.Add(r)));
                }
            }
        }
    }

    [Fact]
    public void Doubling_is_adding_to_itself_and_a_result_may_take_the_place_of_an_operand()
    {
        for (int i = 0; i < 10; i++)
        {
            Point p = Extended(Random($"p{i}"));
            Point q = Extended(Random($"q{i}"));
            Point.Add(out Point sum, p, p);
            Point.Double(out Point twice, p);
            Assert.NotEqual(0UL, Point.EqualMask(sum, twice));
            Point.Add(out sum, p, q);
            Point x = p;
            Point.Add(out x, x, q);
            Assert.NotEqual(0UL, Point.EqualMask(sum, x));
            x = q;
            Point.Add(out x, p, x);
            Assert.NotEqual(0UL, Point.EqualMask(sum, x));
            x = p;
            Point.Double(out x, x);
            Assert.NotEqual(0UL, Point.EqualMask(twice, x));
            Point.Negate(out x, x);
            Point.Add(out x, x, twice);
            Assert.NotEqual(0UL, x.NeutralMask());
        }
    }

    [Fact]
    public void All_ways_to_multiply_agree_on_weighted_scalars()
    {
        var random = new SeededRandom(nameof(All_ways_to_multiply_agree_on_weighted_scalars));
        Point b = Extended(PrimeGroup.Edwards448.Decode(Edwards448.EncodedBase));
        Scalar448 minusOne = Scalar448.Negate(Scalar448.One);
        Scalar448 half = Scalar448.Halve(Scalar448.One);
        List<Scalar448> scalars = [default, Scalar448.One, minusOne, half, Scalar448.Negate(half), Scalar448.Add(minusOne, minusOne)];
        for (int i = 0; i < 446; i += 31)
        {
            byte[] power = new byte[57];
            power[i / 8] = (byte)(1 << (i % 8));
            scalars.Add(Scalar448.ReduceWide(power));
            scalars.Add(Scalar448.Subtract(Scalar448.ReduceWide(power), Scalar448.One));
            scalars.Add(Scalar448.ReduceWide(random.Bytes(114)));
        }

        Point p = Extended(Random("p"));
        foreach (Scalar448 s in scalars)
        {
            byte[] octets = new byte[56];
            s.Write(octets);
            Point.MultiplyPublic(out Point expected, octets, b);
            Edwards448.MultiplyBase(out Point fixedBase, s);
            Assert.NotEqual(0UL, Point.EqualMask(expected, fixedBase));
            Point.Multiply(out Point windows, s, b);
            Assert.NotEqual(0UL, Point.EqualMask(expected, windows));

            // [s]B - [k]p = r
            foreach (Scalar448 k in (Scalar448[])[Scalar448.ReduceWide(random.Bytes(114)), s, Scalar448.Negate(s)])
            {
                Point.Multiply(out Point r, Scalar448.Negate(k), p);
                Point.Add(out r, r, expected);
                Assert.True(Holds(s, k, p, r));
                Assert.Equal(k.ZeroMask() != 0, Holds(s, k, b, r));
                Assert.False(Holds(Scalar448.Add(s, Scalar448.One), k, p, r));
                Assert.False(Holds(s, Scalar448.Add(k, Scalar448.One), p, r));
                Point.Add(out r, r, b);
                Assert.False(Holds(s, k, p, r));
            }
        }
    }

    [Fact]
    public void Windows_give_the_product_for_every_edge_and_any_point()
    {
        WindowsGiveTheProduct<Edwards448Form>(PrimeGroup.Edwards448, 1);
        WindowsGiveTheProduct<Curve448Form>(PrimeGroup.Curve448, 5);
    }

    [Fact]
    public void Selection_reads_the_point_at_the_index()
    {
        var table = new Point[8];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = Extended(Random($"entry {i}"));
        }

        for (int i = 0; i < table.Length; i++)
        {
            Point.Select(out Point r, table[0], (ulong)i, 0);
            Assert.Equal(ulong.MaxValue, Point.EqualMask(table[i], r));
            Point.Select(out r, table[0], (ulong)i, ulong.MaxValue);
            Point.Add(out r, r, table[i]);
            Assert.Equal(ulong.MaxValue, r.NeutralMask());
        }
    }

    [Fact]
    public void Base_multiples_of_composite_keys_are_of_prime_order()
    {
        using var key = ResidueScalar448.Random(new SeededRandom("key"));
        GroupElement point = PrimeGroup.Edwards448.BaseMultiple(key);
        Assert.True(point.IsPrimeOrder);
        Assert.False(point.IsSmallOrder);
        Assert.Equal(Ed448.PublicKey(key), point.Encode());
        GroupElement order4 = PrimeGroup.Edwards448.Decode(new byte[57]);
        Assert.False(point.Add(order4).IsPrimeOrder);
    }

    [VectorFact]
    public void Four_points_decode_as_each_alone()
    {
        var random = new SeededRandom(nameof(Four_points_decode_as_each_alone));
        byte[] top = [.. Enumerable.Repeat((byte)0xFF, 56), 0];
        byte[] p = [.. top];
        p[28] = 0xFE;
        byte[][] edges =
            [new byte[57], [1, .. new byte[56]], [1, .. new byte[55], 0x80], top, p, [0xFE, .. p[1..]], [.. new byte[56], 0x40], [2, .. new byte[56]]];
        int decoded = 0;
        for (int round = 0; round < 300; round++)
        {
            int count = 1 + (round % 4);
            byte[] octets = new byte[57 * count];
            for (int i = 0; i < count; i++)
            {
                byte[] one = random.Next(3) == 0 ? edges[random.Next(edges.Length)] : [.. random.Bytes(56), (byte)(random.Next(2) << 7)];
                one.CopyTo(octets, 57 * i);
            }

            var points = new Point[count];
            bool[] valid = new bool[count];
            bool all = Edwards448.DecodeFour(octets, points, valid);
            Assert.Equal(valid.All(v => v), all);
            for (int i = 0; i < count; i++)
            {
                bool expected = Edwards448.TryDecode(octets.AsSpan(57 * i, 57), out Point point);
                Assert.Equal(expected, valid[i]);
                if (expected)
                {
                    decoded++;
                    Assert.NotEqual(0UL, Point.EqualMask(point, points[i]));
                    Point.Add(out Point sum, point, point);
                    Point.Add(out Point sameSum, points[i], points[i]);
                    Assert.NotEqual(0UL, Point.EqualMask(sum, sameSum));
                }
            }
        }

        Assert.InRange(decoded, 100, 700);
    }

    // The points: of prime order, with a part of small order, of small order, and neutral.
    private static void WindowsGiveTheProduct<TForm>(PrimeGroup group, int step)
        where TForm : struct, IEdwardsForm448
    {
        ExtendedPoint448<TForm> mixed = Algorithm.Extended<TForm>(group.Decode(MixedOrder.Of(group)));
        ExtendedPoint448<TForm> prime = Algorithm.Extended<TForm>(MixedOrder.PrimePart(group.Decode(MixedOrder.Of(group))));
        ExtendedPoint448<TForm>.Negate(out ExtendedPoint448<TForm> small, prime);
        ExtendedPoint448<TForm>.Add(out small, small, mixed);
        Assert.Equal((0UL, ulong.MaxValue, 0UL), (mixed.SmallOrderMask(), small.SmallOrderMask(), small.NeutralMask()));
        ExtendedPoint448<TForm>[] points = [prime, mixed, small, ExtendedPoint448<TForm>.Neutral];
        int i = 0;
        foreach (BigInteger value in EdgeScalars.Of(Weighted.L448).Where((_, at) => at < EdgeScalars.NearZero || at % step == 0))
        {
            byte[] octets = Weighted.LittleEndian(value, Scalar448.Size);
            Assert.True(Scalar448.TryRead(octets, out Scalar448 scalar));

            // All points for the numbers near zero, then one after the other.
            int few = i < EdgeScalars.NearZero ? points.Length : 1;
            foreach (ExtendedPoint448<TForm> p in Enumerable.Range(0, few).Select(j => points[(i + j) % points.Length]))
            {
                ExtendedPoint448<TForm>.MultiplyPublic(out ExtendedPoint448<TForm> expected, octets, p);
                ExtendedPoint448<TForm> r = p;
                ExtendedPoint448<TForm>.Multiply(out r, scalar, r);
                Assert.Equal(ulong.MaxValue, ExtendedPoint448<TForm>.EqualMask(expected, r));
                Field448.Multiply(out Field448 xy, r.X, r.Y);
                Field448.Multiply(out Field448 zt, r.Z, r.T);
                Assert.Equal(ulong.MaxValue, Field448.EqualMask(xy, zt));
            }

            i++;
        }
    }

    private static bool Holds(in Scalar448 s, in Scalar448 k, in Point a, in Point r)
    {
        bool holds = VerificationEquation448.Holds(s, k, a, r);
        Assert.Equal(holds, Field448x4.IsSupported ? VerificationEquation448.HoldsByVectors(s, k, a, r) : holds);
        return holds;
    }

    private static Point Extended(GroupElement element) => Algorithm.Extended<Edwards448Form>(element);

    private static GroupElement Random(string seed)
    {
        using var key = ResidueScalar448.Random(new SeededRandom(seed));
        return PrimeGroup.Edwards448.BaseMultiple(key);
    }
}
