// [s]B + [k]p on edwards25519 for public values, in variable time (Straus): non-adjacent forms, on machines with AVX2 of width 8 for B, whose
// odd multiples are computed at first use, else of width 5 for both points.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

using Point = ExtendedPoint25519;

/// <summary>Double products on edwards25519 for verification. Never for secrets.</summary>
internal static class Edwards25519Straus
{
    private const int Width = 5;
    private const int BaseWidth = 8;

    // A scalar has 253 bits, its non-adjacent form may have one digit more.
    private const int Digits = 254;

    /// <summary>r = [s]B + [k]p.</summary>
    public static void Multiply(out Point r, in Scalar25519 s, in Scalar25519 k, in Point p)
    {
        if (Field25519x4.IsWorthwhile())
        {
            MultiplyWithVectors(out r, s, k, p);
        }
        else
        {
            MultiplyPortably(out r, s, k, p);
        }
    }

    /// <summary>r = [s]B + [k]p on machines with AVX2.</summary>
    [SkipLocalsInit]
    internal static void MultiplyWithVectors(out Point r, in Scalar25519 s, in Scalar25519 k, in Point p)
    {
        Span<PreparedPoint25519x4> table = stackalloc PreparedPoint25519x4[1 << (Width - 2)];
        OddMultiples(p, table);
        Span<sbyte> baseDigits = stackalloc sbyte[Digits];
        Span<sbyte> pointDigits = stackalloc sbyte[Digits];
        NonAdjacentForm.Recode(s, BaseWidth, baseDigits);
        NonAdjacentForm.Recode(k, Width, pointDigits);
        int i = Digits - 1;
        while (i > 0 && (baseDigits[i] | pointDigits[i]) == 0)
        {
            i--;
        }

        var sum = new Point25519x4(Point.Neutral);
        for (; i >= 0; i--)
        {
            Point25519x4.Double(out sum, sum);
            AddDigit(ref sum, VectorTable.OddMultiplesOfBase, baseDigits[i]);
            AddDigit(ref sum, table, pointDigits[i]);
        }

        r = sum.ToExtended();
    }

    /// <summary>r = [s]B + [k]p on any machine.</summary>
    [SkipLocalsInit]
    internal static void MultiplyPortably(out Point r, in Scalar25519 s, in Scalar25519 k, in Point p)
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

    private static void AddDigit(ref Point25519x4 r, ReadOnlySpan<PreparedPoint25519x4> table, int digit)
    {
        if (digit > 0)
        {
            Point25519x4.Add(out r, r, table[digit >> 1]);
        }
        else if (digit < 0)
        {
            PreparedPoint25519x4.Negate(out PreparedPoint25519x4 entry, table[-digit >> 1]);
            Point25519x4.Add(out r, r, entry);
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
    private static void OddMultiples(in Point p, Span<PreparedPoint25519x4> table)
    {
        var multiple = new Point25519x4(p);
        Point25519x4.Double(out Point25519x4 doubled, multiple);
        PreparedPoint25519x4.From(out PreparedPoint25519x4 twice, doubled);
        PreparedPoint25519x4.From(out table[0], multiple);
        for (int i = 1; i < table.Length; i++)
        {
            Point25519x4.Add(out multiple, multiple, twice);
            PreparedPoint25519x4.From(out table[i], multiple);
        }
    }

    private static void OddMultiples(in Point p, Span<Point> table)
    {
        table[0] = p;
        Point.Double(out Point twice, p);
        for (int i = 1; i < table.Length; i++)
        {
            Point.Add(out table[i], table[i - 1], twice);
        }
    }

    private static class VectorTable
    {
        public static readonly PreparedPoint25519x4[] OddMultiplesOfBase = Build();

        private static PreparedPoint25519x4[] Build()
        {
            var table = new PreparedPoint25519x4[1 << (BaseWidth - 2)];
            OddMultiples(Edwards25519.Base, table);
            return table;
        }
    }
}
