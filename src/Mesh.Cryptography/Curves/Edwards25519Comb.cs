// [s]B on edwards25519 for a secret s, by a signed comb as in Edwards448Comb: eight combs of four teeth, 8 apart, which cover 256 bits;
// 8 rounds, 64 additions, 7 doublings. The table of 64 points is computed at first use, in the form that this machine works with.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

using Point = ExtendedPoint25519;

/// <summary>Fixed-base products on edwards25519.</summary>
internal static class Edwards25519Comb
{
    private const int Combs = 8;
    private const int Teeth = 4;
    private const int Spacing = 8;
    private const int Entries = 1 << (Teeth - 1);

    /// <summary>r = [s]B.</summary>
    [SkipLocalsInit]
    public static void Multiply(out Point r, in Scalar25519 s)
    {
        if (Field25519x4.IsWorthwhile())
        {
            MultiplyWithVectors(out r, s);
        }
        else
        {
            MultiplyPortably(out r, s);
        }
    }

    /// <summary>r = [s]B on machines with AVX2.</summary>
    [SkipLocalsInit]
    internal static void MultiplyWithVectors(out Point r, in Scalar25519 s)
    {
        Scalar25519 digits = Recode(s);
        var sum = new Point25519x4(Point.Neutral);
        PreparedPoint25519x4 entry;
        Unsafe.SkipInit(out entry);
        for (int i = Spacing - 1; i >= 0; i--)
        {
            if (i != Spacing - 1)
            {
                Point25519x4.Double(out sum, sum);
            }

            for (int j = 0; j < Combs; j++)
            {
                ulong index = Digit(digits, i, j, out ulong negative);
                PreparedPoint25519x4.Select(out entry, VectorTable.Entries[j * Entries], index, negative);
                Point25519x4.Add(out sum, sum, entry);
            }
        }

        r = sum.ToExtended();
        sum = default;
        entry = default;
        digits.Clear();
    }

    /// <summary>r = [s]B on any machine.</summary>
    [SkipLocalsInit]
    internal static void MultiplyPortably(out Point r, in Scalar25519 s)
    {
        Scalar25519 digits = Recode(s);
        r = Point.Neutral;
        for (int i = Spacing - 1; i >= 0; i--)
        {
            if (i != Spacing - 1)
            {
                Point.Double(out r, r);
            }

            for (int j = 0; j < Combs; j++)
            {
                ulong index = Digit(digits, i, j, out ulong negative);
                Select(out AffinePoint25519 entry, PortableTable.Entries.AsSpan(j * Entries, Entries), index);
                entry.NegateIf(negative);
                AffinePoint25519.Add(out r, r, entry);
            }
        }

        digits.Clear();
    }

    // The scalar whose bits, 1 for 1 and 0 for -1, make s: (s + 2^256 - 1) / 2 modulo L.
    private static Scalar25519 Recode(in Scalar25519 s) => Scalar25519.Halve(Scalar25519.Add(s, Scalar25519.AllOnes));

    // Where the sum of round i in comb j stands in the table, and all ones where it is to be negated.
    private static ulong Digit(in Scalar25519 digits, int i, int j, out ulong negative)
    {
        ulong index = 0;
        for (int k = 0; k < Teeth; k++)
        {
            index |= digits.Bit(i + (Spacing * (k + (Teeth * j)))) << k;
        }

        negative = unchecked((index >> (Teeth - 1)) - 1);
        return (index ^ negative) & (Entries - 1);
    }

    // Reads every entry and keeps the one at index.
    private static void Select(out AffinePoint25519 r, ReadOnlySpan<AffinePoint25519> entries, ulong index)
    {
        r = entries[0];
        for (int i = 1; i < entries.Length; i++)
        {
            ulong difference = index ^ (ulong)i;
            AffinePoint25519.Select(out r, r, entries[i], unchecked((ulong)((long)(difference - 1) >> 63)));
        }
    }

    private static Point[] BuildTable()
    {
        var table = new Point[Combs * Entries];
        Point power = Edwards25519.Base;
        Span<Point> twice = stackalloc Point[Teeth - 1];
        for (int j = 0; j < Combs; j++)
        {
            Span<Point> comb = table.AsSpan(j * Entries, Entries);
            comb[0] = Point.Neutral;
            for (int k = 0; k < Teeth; k++)
            {
                Point tooth = power;
                for (int i = 0; i < Spacing; i++)
                {
                    Point.Double(out power, power);
                    if (i == 0 && k < twice.Length)
                    {
                        twice[k] = power;
                    }
                }

                if (k < Teeth - 1)
                {
                    Point.Negate(out tooth, tooth);
                }

                Point.Add(out comb[0], comb[0], tooth);
            }

            for (int k = 0; k < twice.Length; k++)
            {
                for (int i = 0; i < 1 << k; i++)
                {
                    Point.Add(out comb[i + (1 << k)], comb[i], twice[k]);
                }
            }
        }

        return table;
    }

    // Each form of the table is made only where it is used.
    private static class VectorTable
    {
        public static readonly PreparedPoint25519x4[] Entries = Prepare();

        private static PreparedPoint25519x4[] Prepare()
        {
            Point[] points = BuildTable();
            var entries = new PreparedPoint25519x4[points.Length];
            for (int i = 0; i < points.Length; i++)
            {
                PreparedPoint25519x4.From(out entries[i], new Point25519x4(points[i]));
            }

            return entries;
        }
    }

    private static class PortableTable
    {
        public static readonly AffinePoint25519[] Entries = Array.ConvertAll(BuildTable(), point => AffinePoint25519.FromExtended(point));
    }
}
