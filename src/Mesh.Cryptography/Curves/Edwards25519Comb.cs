// [s]B on edwards25519 for a secret s, by a signed comb as in Edwards448Comb: eight combs of four teeth, 8 apart, which cover 256 bits;
// 8 rounds, 64 additions, 7 doublings. The table of 64 affine points is computed at first use.

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
    private const int Bits = Combs * Teeth * Spacing;

    private static readonly AffinePoint25519[] Table = BuildTable();

    // 2^256 - 1 modulo L
    private static readonly Scalar25519 Offset = Scalar25519.ReduceWide([.. Enumerable.Repeat((byte)0xFF, Bits / 8)]);

    /// <summary>r = [s]B.</summary>
    [SkipLocalsInit]
    public static void Multiply(out Point r, in Scalar25519 s)
    {
        Scalar25519 digits = Scalar25519.Halve(Scalar25519.Add(s, Offset));
        r = Point.Neutral;
        for (int i = Spacing - 1; i >= 0; i--)
        {
            if (i != Spacing - 1)
            {
                Point.Double(out r, r);
            }

            for (int j = 0; j < Combs; j++)
            {
                ulong index = 0;
                for (int k = 0; k < Teeth; k++)
                {
                    index |= digits.Bit(i + (Spacing * (k + (Teeth * j)))) << k;
                }

                ulong negative = unchecked((index >> (Teeth - 1)) - 1);
                index = (index ^ negative) & (Entries - 1);
                Select(out AffinePoint25519 entry, Table.AsSpan(j * Entries, Entries), index);
                entry.NegateIf(negative);
                AffinePoint25519.Add(out r, r, entry);
            }
        }

        digits.Clear();
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

    private static AffinePoint25519[] BuildTable()
    {
        var table = new AffinePoint25519[Combs * Entries];
        Point power = Edwards25519.Base;
        Span<Point> twice = stackalloc Point[Teeth - 1];
        Span<Point> comb = stackalloc Point[Entries];
        for (int j = 0; j < Combs; j++)
        {
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

            for (int i = 0; i < Entries; i++)
            {
                table[(j * Entries) + i] = AffinePoint25519.FromExtended(comb[i]);
            }
        }

        return table;
    }
}
