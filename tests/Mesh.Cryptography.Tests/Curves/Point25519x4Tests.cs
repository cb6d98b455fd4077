namespace Mesh.Cryptography.Tests.Curves;

using Point = ExtendedPoint25519;

/// <summary>The operations on points in four lanes against those that run on any machine, also where formulas have exceptions.</summary>
public class Point25519x4Tests
{
    private readonly SeededRandom _random = new(nameof(Point25519x4Tests));

    [VectorFact]
    public void Sums_and_doubles_are_those_of_the_portable_code()
    {
        Point[] points = Points();
        foreach (Point p in points)
        {
            var vector = new Point25519x4(p);
            Equal(p, vector);
            Point.Double(out Point expected, p);
            Point25519x4.Double(out Point25519x4 r, vector);
            Equal(expected, r);
            Point25519x4.Double(out vector, vector);
            Equal(expected, vector);
            foreach (Point q in points)
            {
                vector = new Point25519x4(p);
                PreparedPoint25519x4.From(out PreparedPoint25519x4 prepared, new Point25519x4(q));
                Point.Add(out expected, p, q);
                Point25519x4.Add(out r, vector, prepared);
                Equal(expected, r);
                PreparedPoint25519x4.Negate(out prepared, prepared);
                Point.Negate(out Point negative, q);
                Point.Add(out expected, p, negative);
                Point25519x4.Add(out vector, vector, prepared);
                Equal(expected, vector);
            }
        }
    }

    [VectorFact]
    public void Selection_reads_the_entry_at_the_index()
    {
        Point[] points = Points()[..8];
        var table = new PreparedPoint25519x4[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            PreparedPoint25519x4.From(out table[i], new Point25519x4(points[i]));
        }

        var neutral = new Point25519x4(Point.Neutral);
        for (int i = 0; i < points.Length; i++)
        {
            PreparedPoint25519x4.Select(out PreparedPoint25519x4 entry, table[0], (ulong)i, 0);
            Point25519x4.Add(out Point25519x4 r, neutral, entry);
            Equal(points[i], r);
            PreparedPoint25519x4.Select(out entry, table[0], (ulong)i, ulong.MaxValue);
            Point25519x4.Add(out r, neutral, entry);
            Point.Negate(out Point expected, points[i]);
            Equal(expected, r);
        }
    }

    [VectorFact]
    public void Products_are_those_of_the_portable_code()
    {
        foreach (Scalar25519 s in Scalars())
        {
            Edwards25519Comb.MultiplyPortably(out Point expected, s);
            Edwards25519Comb.MultiplyWithVectors(out Point r, s);
            Equal(expected, new Point25519x4(r));
            foreach (Point p in Points()[..5])
            {
                Point.MultiplyPortably(out expected, s, p);
                Point.MultiplyWithVectors(out r, s, p);
                Equal(expected, new Point25519x4(r));
                Scalar25519 k = Random();
                Edwards25519Straus.MultiplyPortably(out expected, s, k, p);
                Edwards25519Straus.MultiplyWithVectors(out r, s, k, p);
                Equal(expected, new Point25519x4(r));
                Edwards25519Straus.MultiplyWithVectors(out r, k, s, p);
                Edwards25519Straus.MultiplyPortably(out expected, k, s, p);
                Equal(expected, new Point25519x4(r));
            }
        }
    }

    [VectorFact]
    public void The_ladder_is_that_of_the_portable_code()
    {
        var us = new List<byte[]> { new byte[32], One(), Minus(0xEC), Minus(0xED), Minus(0xEE), Minus(0xFF) };
        us.AddRange(Enumerable.Range(0, 50).Select(_ => _random.Bytes(32)));
        foreach (byte[] u in us)
        {
            foreach (byte[] k in (byte[][])[new byte[32], One(), Minus(0xFF), _random.Bytes(32)])
            {
                Ladder25519.Multiply(k, Field25519.Read(u), out Field25519 x, out Field25519 z);
                Ladder25519x4.Multiply(k, Field25519.Read(u), out Field25519 vectorX, out Field25519 vectorZ);
                Field25519.Multiply(out Field25519 left, x, vectorZ);
                Field25519.Multiply(out Field25519 right, z, vectorX);
                Assert.Equal(ulong.MaxValue, Field25519.EqualMask(left, right));
                Assert.Equal(z.ZeroMask(), vectorZ.ZeroMask());
                Assert.Equal(x.ZeroMask(), vectorX.ZeroMask());
            }
        }

        static byte[] One() => [1, .. new byte[31]];
        static byte[] Minus(byte first) => [first, .. Enumerable.Repeat((byte)0xFF, 30), 0x7F];
    }

    private static void Equal(in Point expected, in Point25519x4 actual)
    {
        Point point = actual.ToExtended();
        Assert.Equal(ulong.MaxValue, Point.EqualMask(expected, point));
        Field25519.Multiply(out Field25519 xy, point.X, point.Y);
        Field25519.Multiply(out Field25519 zt, point.Z, point.T);
        Assert.Equal(ulong.MaxValue, Field25519.EqualMask(xy, zt));
    }

    // Multiples of the base point, every point of small order, and sums of the two.
    private Point[] Points()
    {
        var points = new List<Point> { Point.Neutral, Edwards25519.Base };
        Edwards25519Comb.MultiplyPortably(out Point random, Random());
        points.Add(random);
        Point.Negate(out Point negative, random);
        points.Add(negative);

        // y of a point of order 8 (Wycheproof); its multiples are the eight points of small order.
        Assert.True(Edwards25519.TryDecode(
            Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), out Point eighth));
        Point multiple = eighth;
        for (int i = 1; i < 8; i++)
        {
            points.Add(multiple);
            Point.Add(out Point mixed, multiple, random);
            points.Add(mixed);
            Point.Add(out multiple, multiple, eighth);
        }

        return [.. points];
    }

    private Scalar25519[] Scalars()
    {
        Scalar25519 one = default;
        one[0] = 1;
        return [default, one, Scalar25519.Negate(one), Scalar25519.InverseOfEight, .. Enumerable.Range(0, 10).Select(_ => Random())];
    }

    private Scalar25519 Random() => Scalar25519.ReduceWide(_random.Bytes(64));
}
