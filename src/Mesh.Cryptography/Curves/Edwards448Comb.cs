// [s]B on edwards448 for a secret s, by a signed comb (Hamburg 2012): five combs of five teeth, 18 apart, which cover 450 bits.
//
// With s' = (s + 2^450 - 1)/2 modulo L the digits 2 s'[i] - 1 are 1 or -1 and sum up to s. The teeth of comb j stand at bits
// i + 18 (k + 5j), k = 0..4. An entry of its table is P4 + sum of (2 b[k] - 1) P[k] over k = 0..3, P[k] = 2^(18 (k + 5j)) B, where b is
// the index; digits whose top tooth is -1 take the negative of the entry at the complement. 18 rounds, 90 additions, 17
// doublings; the table of 80 affine points is 15,360 octets and is computed at first use.

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mesh.Cryptography;

using Point = ExtendedPoint448<Edwards448Form>;

/// <summary>Fixed-base products on edwards448.</summary>
internal static class Edwards448Comb
{
    private const int Combs = 5;
    private const int Teeth = 5;
    private const int Spacing = 18;
    private const int Entries = 1 << (Teeth - 1);
    private const int Bits = Combs * Teeth * Spacing;

    // Vectors of 32 octets in one entry of three field elements.
    private const int EntryVectors = 3 * 64 / 32;

    private static readonly AffinePoint448[] Table = BuildTable();

    // 2^450 - 1 modulo L
    private static readonly Scalar448 Offset = Scalar448.ReduceWide([.. Enumerable.Repeat((byte)0xFF, Bits / 8), 0x03]);

    /// <summary>r = [s]B.</summary>
    [SkipLocalsInit]
    public static void Multiply(out Point r, in Scalar448 s)
    {
        Scalar448 digits = Scalar448.Halve(Scalar448.Add(s, Offset));
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
                Select(out AffinePoint448 entry, Table.AsSpan(j * Entries, Entries), index);
                entry.NegateIf(negative);
                AffinePoint448.Add(out r, r, entry);
            }
        }

        digits = default;
    }

    // Reads every entry and keeps the one at index.
    private static void Select(out AffinePoint448 r, ReadOnlySpan<AffinePoint448> entries, ulong index)
    {
        ReadOnlySpan<Vector256<ulong>> vectors = MemoryMarshal.Cast<AffinePoint448, Vector256<ulong>>(entries);
        Vector256<ulong> r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default;
        for (int i = 0; i < Entries; i++)
        {
            ulong difference = index ^ (ulong)i;
            Vector256<ulong> mask = Vector256.Create(unchecked((ulong)((long)(difference - 1) >> 63)));
            ReadOnlySpan<Vector256<ulong>> entry = vectors.Slice(i * EntryVectors, EntryVectors);
            r0 |= mask & entry[0];
            r1 |= mask & entry[1];
            r2 |= mask & entry[2];
            r3 |= mask & entry[3];
            r4 |= mask & entry[4];
            r5 |= mask & entry[5];
        }

        Unsafe.SkipInit(out r);
        Span<Vector256<ulong>> result = MemoryMarshal.Cast<AffinePoint448, Vector256<ulong>>(new Span<AffinePoint448>(ref r));
        result[0] = r0;
        result[1] = r1;
        result[2] = r2;
        result[3] = r3;
        result[4] = r4;
        result[5] = r5;
    }

    private static AffinePoint448[] BuildTable()
    {
        var points = new Point[Combs * Entries];
        _ = Edwards448.TryDecode(Edwards448.EncodedBase, out Point power);
        Span<Point> twice = stackalloc Point[Teeth - 1];
        for (int j = 0; j < Combs; j++)
        {
            Span<Point> comb = points.AsSpan(j * Entries, Entries);
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

        return AffinePoint448.FromExtended(points);
    }
}
