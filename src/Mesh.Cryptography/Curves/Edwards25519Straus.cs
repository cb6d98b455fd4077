// [s]B + [k]p on edwards25519 for public values, in variable time (Straus): non-adjacent forms of width 5 for both points.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

using Point = ExtendedPoint25519;

/// <summary>Double products on edwards25519 for verification. Never for secrets.</summary>
internal static class Edwards25519Straus
{
    private const int Width = 5;

    // A scalar has 253 bits, its non-adjacent form may have one digit more.
    private const int Digits = 254;

    /// <summary>r = [s]B + [k]p.</summary>
    [SkipLocalsInit]
    public static void Multiply(out Point r, in Scalar25519 s, in Scalar25519 k, in Point p)
    {
        Span<Point> baseTable = stackalloc Point[1 << (Width - 2)];
        Span<Point> pointTable = stackalloc Point[1 << (Width - 2)];
        OddMultiples(Edwards25519.Base, baseTable);
        OddMultiples(p, pointTable);
        Span<sbyte> baseDigits = stackalloc sbyte[Digits];
        Span<sbyte> pointDigits = stackalloc sbyte[Digits];
        NonAdjacentForm.Recode(s, Width, baseDigits);
        NonAdjacentForm.Recode(k, Width, pointDigits);
        r = Point.Neutral;
        for (int i = Digits - 1; i >= 0; i--)
        {
            int b = baseDigits[i];
            int q = pointDigits[i];
            Point.Double(out r, r, withT: (b | q) != 0 || i == 0);
            AddDigit(ref r, baseTable, b);
            AddDigit(ref r, pointTable, q);
        }
    }

    private static void AddDigit(ref Point r, ReadOnlySpan<Point> table, int digit)
    {
        if (digit == 0)
        {
            return;
        }

        Point entry = table[Math.Abs(digit) >> 1];
        if (digit < 0)
        {
            Point.Negate(out entry, entry);
        }

        Point.Add(out r, r, entry);
    }

    // p, 3p, 5p, ...
    private static void OddMultiples(in Point p, Span<Point> table)
    {
        table[0] = p;
        Point.Double(out Point twice, p);
        for (int i = 1; i < table.Length; i++)
        {
            Point.Add(out table[i], table[i - 1], twice);
        }
    }
}
