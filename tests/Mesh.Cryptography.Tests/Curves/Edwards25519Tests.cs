using System.Numerics;
using System.Text.Json;
using Mesh.Cryptography.Tests.Arithmetic;
using Mesh.Cryptography.Tests.Differential;
using Mesh.Cryptography.Tests.Threshold;

namespace Mesh.Cryptography.Tests.Curves;

using Point = ExtendedPoint25519;

public class Edwards25519Tests
{
    private const string Threshold = "threshold.json";

    public static TheoryData<string> Maps => Vectors.Ids(Threshold, c => c.Text("group") == "map" && c.Text("alg") == "X25519");

    [Theory]
    [MemberData(nameof(Maps))]
    public void Base_multiples_map_to_curve25519_as_published(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        Scalar25519 s = Scalar25519.ReduceWide(c.Hex("scalar"));
        Assert.Equal(c.Hex("edwards"), Edwards25519.EncodeBaseMultiple(s));
        Edwards25519Comb.Multiply(out Point point, s);
        byte[] u = new byte[32];
        Edwards25519.EncodeMontgomery(point, u);
        Assert.Equal(c.Hex("montgomerySigned")[..32], u);
    }

    [Fact]
    public void All_ways_to_multiply_agree_on_weighted_scalars()
    {
        var random = new SeededRandom(nameof(All_ways_to_multiply_agree_on_weighted_scalars));
        Scalar25519 one = Scalar25519.ReduceWide([1]);
        Scalar25519 half = Scalar25519.Halve(one);
        byte[] order = Convert.FromHexString("EDD3F55C1A631258D69CF7A2DEF9DE1400000000000000000000000000000010");
        order[0]--;
        List<Scalar25519> scalars = [default, one, half, Scalar25519.ReduceWide(order)];
        for (int i = 0; i < 253; i += 17)
        {
            byte[] power = new byte[32];
            power[i / 8] = (byte)(1 << (i % 8));
            scalars.Add(Scalar25519.ReduceWide(power));
            scalars.Add(Scalar25519.ReduceWide(random.Bytes(64)));
        }

        Edwards25519Comb.Multiply(out Point p, Scalar25519.ReduceWide(random.Bytes(64)));
        foreach (Scalar25519 s in scalars)
        {
            Point expected = Plain(s, Edwards25519.Base);
            Edwards25519Comb.Multiply(out Point comb, s);
            Assert.NotEqual(0UL, Point.EqualMask(expected, comb));
            Point.Multiply(out Point windows, s, Edwards25519.Base);
            Assert.NotEqual(0UL, Point.EqualMask(expected, windows));
            Scalar25519 k = Scalar25519.ReduceWide(random.Bytes(64));
            Edwards25519Straus.Multiply(out Point straus, s, k, p);
            Point.Add(out expected, expected, Plain(k, p));
            Assert.NotEqual(0UL, Point.EqualMask(expected, straus));
            Edwards25519Straus.Multiply(out straus, k, s, p);
            Point.Add(out expected, Plain(k, Edwards25519.Base), Plain(s, p));
            Assert.NotEqual(0UL, Point.EqualMask(expected, straus));
        }
    }

    [Fact]
    public void Windows_give_the_product_for_every_edge_and_any_point()
    {
        Point mixed = Decode(MixedOrder.Of(PrimeGroup.Edwards25519));
        Point small = Decode(MixedOrder.Torsion(PrimeGroup.Edwards25519).Encode());
        Assert.Equal((0UL, ulong.MaxValue, 0UL), (mixed.SmallOrderMask(), small.SmallOrderMask(), small.NeutralMask()));
        Point[] points = [Edwards25519.Base, mixed, small, Point.Neutral];
        int i = 0;
        foreach (BigInteger value in EdgeScalars.Of(Weighted.L25519))
        {
            Assert.True(Scalar25519.TryRead(Weighted.LittleEndian(value, Scalar25519.Size), out Scalar25519 scalar));

            // All points for the numbers near zero, then one after the other.
            int few = i < EdgeScalars.NearZero ? points.Length : 1;
            foreach (Point p in Enumerable.Range(0, few).Select(j => points[(i + j) % points.Length]))
            {
                Point expected = Plain(scalar, p);
                Point r = p;
                Point.MultiplyPortably(out r, scalar, r);
                Same(expected, r);
                if (Field25519x4.IsSupported)
                {
                    r = p;
                    Point.MultiplyWithVectors(out r, scalar, r);
                    Same(expected, r);
                }
            }

            i++;
        }

        static void Same(in Point expected, in Point actual)
        {
            Assert.Equal(ulong.MaxValue, Point.EqualMask(expected, actual));
            Field25519.Multiply(out Field25519 xy, actual.X, actual.Y);
            Field25519.Multiply(out Field25519 zt, actual.Z, actual.T);
            Assert.Equal(ulong.MaxValue, Field25519.EqualMask(xy, zt));
        }
    }

    [Fact]
    public void Two_encodings_decode_together_where_each_decodes_alone()
    {
        var random = new SeededRandom(nameof(Two_encodings_decode_together_where_each_decodes_alone));
        List<byte[]> encodings = [new byte[32], [1, .. new byte[31]], [1, .. new byte[30], 0x80], [.. Enumerable.Repeat((byte)0xFF, 32)], new byte[31]];
        encodings.AddRange(Enumerable.Range(0, 12).Select(_ => random.Bytes(32)));
        foreach (byte[] first in encodings)
        {
            foreach (byte[] second in encodings)
            {
                bool expected = Edwards25519.TryDecode(first, out Point p) & Edwards25519.TryDecode(second, out Point q);
                Assert.Equal(expected, Edwards25519.TryDecode(first, second, out Point r, out Point s));
                if (expected)
                {
                    Assert.NotEqual(0UL, Point.EqualMask(p, r));
                    Assert.NotEqual(0UL, Point.EqualMask(q, s));
                }
            }
        }
    }

    [Fact]
    public void Sums_satisfy_the_laws_of_a_group_small_orders_included()
    {
        var random = new SeededRandom("law");
        List<Point> points = [Point.Neutral, Decode(new byte[32]), Decode([0xEC, .. Enumerable.Repeat((byte)0xFF, 30), 0x7F])];
        for (int i = 0; i < 4; i++)
        {
            points.Add(Plain(Scalar25519.ReduceWide(random.Bytes(64)), Edwards25519.Base));
        }

        foreach (Point p in points)
        {
            Point.Negate(out Point negative, p);
            Point.Add(out Point sum, p, negative);
            Assert.NotEqual(0UL, sum.NeutralMask());
            Point.Add(out sum, p, p);
            Point.Double(out Point twice, p);
            Assert.NotEqual(0UL, Point.EqualMask(sum, twice));
            foreach (Point q in points)
            {
                Point.Add(out Point pq, p, q);
                Point.Add(out Point qp, q, p);
                Assert.NotEqual(0UL, Point.EqualMask(pq, qp));
                foreach (Point r in points)
                {
                    Point.Add(out Point left, pq, r);
                    Point.Add(out Point right, q, r);
                    Point.Add(out right, p, right);
                    Assert.NotEqual(0UL, Point.EqualMask(left, right));
                    Point.Add(out right, right, Point.Neutral);
                    Assert.NotEqual(0UL, Point.EqualMask(left, right));
                }
            }
        }
    }

    [Fact]
    public void Refuses_octets_that_encode_no_point()
    {
        byte[] p = [0xED, .. Enumerable.Repeat((byte)0xFF, 30), 0x7F];
        Assert.False(Edwards25519.TryDecode(p, out _)); // y = p
        Assert.False(Edwards25519.TryDecode([0xEE, .. p[1..]], out _)); // y = p + 1
        Assert.False(Edwards25519.TryDecode([1, .. new byte[30], 0x80], out _)); // x = 0 with sign 1
        Assert.False(Edwards25519.TryDecode([0xEC, .. p[1..31], 0xFF], out _)); // x = 0 with sign 1 at y = -1
        Assert.False(Edwards25519.TryDecode([2, .. new byte[31]], out _)); // not on the curve
        Assert.False(Edwards25519.TryDecode(new byte[31], out _));
    }

    [Fact]
    public void The_published_points_of_small_order_are_recognised()
    {
        foreach (JsonElement octets in Vectors.Case(Threshold, "enc-Ed25519-low-orders").GetProperty("points").EnumerateArray())
        {
            Point point = Decode(octets.Hex());
            Assert.NotEqual(0UL, point.SmallOrderMask());
            byte[] encoded = new byte[32];
            Edwards25519.Encode(point, encoded);
            Assert.Equal(octets.Hex(), encoded);
        }

        Assert.Equal(0UL, Edwards25519.Base.SmallOrderMask());
    }

    private static Point Decode(byte[] octets)
    {
        Assert.True(Edwards25519.TryDecode(octets, out Point point));
        return point;
    }

    private static Point Plain(Scalar25519 s, Point p)
    {
        Point r = Point.Neutral;
        for (int i = 255; i >= 0; i--)
        {
            Point.Double(out r, r);
            if (s.Bit(i) != 0)
            {
                Point.Add(out r, r, p);
            }
        }

        return r;
    }
}
