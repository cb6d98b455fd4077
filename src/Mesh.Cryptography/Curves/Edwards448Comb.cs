// [s]B on edwards448 for a secret s, by a signed comb (Hamburg 2012): five combs of five teeth, 18 apart, which cover 450 bits.
//
// With s' = (s + 2^450 - 1)/2 modulo L the digits 2 s'[i] - 1 are 1 or -1 and sum up to s. The teeth of comb j stand at bits
// i + 18 (k + 5j), k = 0..4. An entry of its table is P4 + sum of (2 b[k] - 1) P[k] over k = 0..3, P[k] = 2^(18 (k + 5j)) B, where b is
// the index; digits whose top tooth is -1 take the negative of the entry at the complement. 18 rounds, 90 additions, 17
// doublings; the table of 80 affine points is 15,360 octets and is computed at first use.

using System.Runtime.CompilerServices;
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

    // Vectors of 16 octets in one entry of three field elements.
    private const int EntryVectors = 3 * 64 / 16;

    private static readonly AffinePoint448[] Table = BuildTable();

    // 2^450 - 1 modulo L
    private static readonly Scalar448 Offset = ComputeOffset();

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
                Select(out AffinePoint448 entry, ref Table[j * Entries], index);
                entry.NegateIf(negative);
                AffinePoint448.Add(out r, r, entry);
            }
        }

        digits.Clear();
    }

    // Reads every entry and keeps the one at index.
    private static void Select(out AffinePoint448 r, ref AffinePoint448 entries, ulong index)
    {
        ref Vector128<ulong> vectors = ref Unsafe.As<AffinePoint448, Vector128<ulong>>(ref entries);
        Vector128<ulong> r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default;
        Vector128<ulong> r6 = default, r7 = default, r8 = default, r9 = default, r10 = default, r11 = default;
        for (int i = 0; i < Entries; i++)
        {
            ulong difference = index ^ (ulong)i;
            Vector128<ulong> mask = Vector128.Create(unchecked((ulong)((long)(difference - 1) >> 63)));
            ref Vector128<ulong> entry = ref Unsafe.Add(ref vectors, i * EntryVectors);
            r0 |= mask & entry;
            r1 |= mask & Unsafe.Add(ref entry, 1);
            r2 |= mask & Unsafe.Add(ref entry, 2);
            r3 |= mask & Unsafe.Add(ref entry, 3);
            r4 |= mask & Unsafe.Add(ref entry, 4);
            r5 |= mask & Unsafe.Add(ref entry, 5);
            r6 |= mask & Unsafe.Add(ref entry, 6);
            r7 |= mask & Unsafe.Add(ref entry, 7);
            r8 |= mask & Unsafe.Add(ref entry, 8);
            r9 |= mask & Unsafe.Add(ref entry, 9);
            r10 |= mask & Unsafe.Add(ref entry, 10);
            r11 |= mask & Unsafe.Add(ref entry, 11);
        }

        Unsafe.SkipInit(out r);
        ref Vector128<ulong> result = ref Unsafe.As<AffinePoint448, Vector128<ulong>>(ref r);
        result = r0;
        Unsafe.Add(ref result, 1) = r1;
        Unsafe.Add(ref result, 2) = r2;
        Unsafe.Add(ref result, 3) = r3;
        Unsafe.Add(ref result, 4) = r4;
        Unsafe.Add(ref result, 5) = r5;
        Unsafe.Add(ref result, 6) = r6;
        Unsafe.Add(ref result, 7) = r7;
        Unsafe.Add(ref result, 8) = r8;
        Unsafe.Add(ref result, 9) = r9;
        Unsafe.Add(ref result, 10) = r10;
        Unsafe.Add(ref result, 11) = r11;
    }

    private static Scalar448 ComputeOffset()
    {
        Span<byte> octets = stackalloc byte[(Bits / 8) + 1];
        for (int i = 0; i < octets.Length; i++)
        {
            octets[i] = 0xFF;
        }

        octets[^1] = (1 << (Bits % 8)) - 1;
        return Scalar448.ReduceWide(octets);
    }

    private static AffinePoint448[] BuildTable()
    {
        var points = new Point[Combs * Entries];
        _ = Edwards448.TryDecode(Edwards448.EncodedBase, out Point power);
        var twice = new Point[Teeth - 1];
        for (int j = 0; j < Combs; j++)
        {
            int first = j * Entries;
            points[first] = Point.Neutral;
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

                Point.Add(out points[first], points[first], tooth);
            }

            for (int k = 0; k < twice.Length; k++)
            {
                for (int i = 0; i < 1 << k; i++)
                {
                    Point.Add(out points[first + i + (1 << k)], points[first + i], twice[k]);
                }
            }
        }

        return AffinePoint448.FromExtended(points);
    }
}
