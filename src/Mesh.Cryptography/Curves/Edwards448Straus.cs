// [s]B + [k]p on edwards448 for public values, in variable time (Straus): non-adjacent forms of width 7 for the base point, from a
// table of its odd multiples computed at first use, and of width 5 for p.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

using Point = ExtendedPoint448<Edwards448Form>;

/// <summary>Double products on edwards448 for verification. Never for secrets.</summary>
internal static class Edwards448Straus
{
    private const int BaseWidth = 7;
    private const int PointWidth = 5;

    // A scalar has 446 bits, its non-adjacent form may have one digit more.
    private const int Digits = 447;

    private static readonly AffinePoint448[] BaseTable = BuildBaseTable();

    /// <summary>r = [s]B + [k]p.</summary>
    [SkipLocalsInit]
    public static void Multiply(out Point r, in Scalar448 s, in Scalar448 k, in Point p)
    {
        var table = new Point[1 << (PointWidth - 2)];
        OddMultiples(p, table);
        Span<sbyte> baseDigits = stackalloc sbyte[Digits];
        Span<sbyte> pointDigits = stackalloc sbyte[Digits];
        NonAdjacentForm.Recode(s, BaseWidth, baseDigits);
        NonAdjacentForm.Recode(k, PointWidth, pointDigits);
        int i = Digits - 1;
        while (i >= 0 && (baseDigits[i] | pointDigits[i]) == 0)
        {
            i--;
        }

        r = Point.Neutral;
        for (; i >= 0; i--)
        {
            int b = baseDigits[i];
            int q = pointDigits[i];
            Point.Double(out r, r, withT: (b | q) != 0 || i == 0);
            if (q != 0)
            {
                Point entry = table[Math.Abs(q) >> 1];
                if (q < 0)
                {
                    Point.Negate(out entry, entry);
                }

                Point.Add(out r, r, entry);
            }

            if (b != 0)
            {
                AffinePoint448 entry = BaseTable[Math.Abs(b) >> 1];
                if (b < 0)
                {
                    entry.NegateIf(ulong.MaxValue);
                }

                AffinePoint448.Add(out r, r, entry);
            }
        }
    }

    // p, 3p, 5p, ...
    private static void OddMultiples(in Point p, Point[] table)
    {
        table[0] = p;
        Point.Double(out Point twice, p);
        for (int i = 1; i < table.Length; i++)
        {
            Point.Add(out table[i], table[i - 1], twice);
        }
    }

    private static AffinePoint448[] BuildBaseTable()
    {
        var points = new Point[1 << (BaseWidth - 2)];
        _ = Edwards448.TryDecode(Edwards448.EncodedBase, out Point generator);
        OddMultiples(generator, points);
        return AffinePoint448.FromExtended(points);
    }
}
