// The field of 2^255 - 19 elements (RFC 7748 4.1): representation, sums, selection, products.
//
// Five 64-bit limbs of radix 2^51. Two states of a value:
//   carried   every limb below 2^51 + 2^14    result of every operation but Add
//   loose     every limb below 2^53           sum of up to three carried values
// Add takes operands whose sum is loose; all others take loose ones. Nothing here branches or indexes on a value.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

internal partial struct Field25519
{
    /// <summary>Octets of an encoded element.</summary>
    public const int Size = 32;

    private const int Radix = 51;
    private const ulong Mask = (1UL << Radix) - 1;
    private const int Shift = 10;

    private ulong _0, _1, _2, _3, _4;

    /// <summary>The element <paramref name="value"/>, which is below 2^51.</summary>
    public Field25519(ulong value)
    {
        this = default;
        _0 = value;
    }

    /// <summary>Limb 0; the others follow.</summary>
    public readonly ulong Limb0 => _0;

    public readonly ulong Limb1 => _1;

    public readonly ulong Limb2 => _2;

    public readonly ulong Limb3 => _3;

    public readonly ulong Limb4 => _4;

    /// <summary>The element of five carried limbs.</summary>
    public static Field25519 FromLimbs(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        Field25519 r;
        r._0 = l0;
        r._1 = l1;
        r._2 = l2;
        r._3 = l3;
        r._4 = l4;
        return r;
    }

    /// <summary>r = a + b.</summary>
    public static void Add(out Field25519 r, in Field25519 a, in Field25519 b)
    {
        unchecked
        {
            r._0 = a._0 + b._0;
            r._1 = a._1 + b._1;
            r._2 = a._2 + b._2;
            r._3 = a._3 + b._3;
            r._4 = a._4 + b._4;
        }
    }

    /// <summary>r = a - b.</summary>
    public static void Subtract(out Field25519 r, in Field25519 a, in Field25519 b)
    {
        // 8p in limb form exceeds every loose limb of b.
        const ulong eightP = 8 * Mask;
        unchecked
        {
            Carry(
                out r,
                a._0 + (eightP - (8 * 18)) - b._0,
                a._1 + eightP - b._1,
                a._2 + eightP - b._2,
                a._3 + eightP - b._3,
                a._4 + eightP - b._4);
        }
    }

    /// <summary>r = -a.</summary>
    public static void Negate(out Field25519 r, in Field25519 a) => Subtract(out r, default, a);

    /// <summary>r = b where <paramref name="mask"/> is all ones, a where it is zero.</summary>
    public static void Select(out Field25519 r, in Field25519 a, in Field25519 b, ulong mask)
    {
        r._0 = a._0 ^ (mask & (a._0 ^ b._0));
        r._1 = a._1 ^ (mask & (a._1 ^ b._1));
        r._2 = a._2 ^ (mask & (a._2 ^ b._2));
        r._3 = a._3 ^ (mask & (a._3 ^ b._3));
        r._4 = a._4 ^ (mask & (a._4 ^ b._4));
    }

    /// <summary>Exchanges a and b where <paramref name="mask"/> is all ones; leaves them where it is zero.</summary>
    public static void Swap(ref Field25519 a, ref Field25519 b, ulong mask)
    {
        ulong x = mask & (a._0 ^ b._0);
        a._0 ^= x;
        b._0 ^= x;
        x = mask & (a._1 ^ b._1);
        a._1 ^= x;
        b._1 ^= x;
        x = mask & (a._2 ^ b._2);
        a._2 ^= x;
        b._2 ^= x;
        x = mask & (a._3 ^ b._3);
        a._3 ^= x;
        b._3 ^= x;
        x = mask & (a._4 ^ b._4);
        a._4 ^= x;
        b._4 ^= x;
    }

    /// <summary>r = -a where <paramref name="mask"/> is all ones, a where it is zero; the result is carried.</summary>
    public static void NegateIf(out Field25519 r, in Field25519 a, ulong mask)
    {
        Negate(out Field25519 negated, a);
        Select(out r, a, negated, mask);
    }

    /// <summary>
    /// r = a b; r may be one of them. Columns as in <see cref="Field448"/>: the sum of ab >> 54 and the sum of ab modulo 2^64, which together
    /// give that of ab mod 2^54; the first enters the next column with weight 8 = 2^54 / 2^51. Products that pass 2^255 count 19 times.
    /// With loose operands a column stays below 2^62.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(out Field25519 r, in Field25519 a, in Field25519 b)
    {
        unchecked
        {
            ulong a0 = a._0, a1 = a._1, a2 = a._2, a3 = a._3, a4 = a._4;
            ulong b0 = b._0, b1 = b._1, b2 = b._2, b3 = b._3, b4 = b._4;
            ulong w1 = 19 * b1, w2 = 19 * b2, w3 = 19 * b3, w4 = 19 * b4;

            Column c0 = default;
            c0.Add(a0, b0);
            c0.Add(a1, w4);
            c0.Add(a2, w3);
            c0.Add(a3, w2);
            c0.Add(a4, w1);
            Column c1 = default;
            c1.Add(a0, b1);
            c1.Add(a1, b0);
            c1.Add(a2, w4);
            c1.Add(a3, w3);
            c1.Add(a4, w2);
            Column c2 = default;
            c2.Add(a0, b2);
            c2.Add(a1, b1);
            c2.Add(a2, b0);
            c2.Add(a3, w4);
            c2.Add(a4, w3);
            Column c3 = default;
            c3.Add(a0, b3);
            c3.Add(a1, b2);
            c3.Add(a2, b1);
            c3.Add(a3, b0);
            c3.Add(a4, w4);
            Column c4 = default;
            c4.Add(a0, b4);
            c4.Add(a1, b3);
            c4.Add(a2, b2);
            c4.Add(a3, b1);
            c4.Add(a4, b0);
            Finish(out r, c0, c1, c2, c3, c4);
        }
    }

    /// <summary>r = a^2; a may be r.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(out Field25519 r, in Field25519 a)
    {
        unchecked
        {
            ulong a0 = a._0, a1 = a._1, a2 = a._2, a3 = a._3, a4 = a._4;
            ulong d0 = 2 * a0, d1 = 2 * a1, w3 = 19 * a3, w4 = 19 * a4;

            Column c0 = default;
            c0.Add(a0, a0);
            c0.Add(a1, 2 * w4);
            c0.Add(a2, 2 * w3);
            Column c1 = default;
            c1.Add(a1, d0);
            c1.Add(a2, 2 * w4);
            c1.Add(a3, w3);
            Column c2 = default;
            c2.Add(a2, d0);
            c2.Add(a1, a1);
            c2.Add(a3, 2 * w4);
            Column c3 = default;
            c3.Add(a3, d0);
            c3.Add(a2, d1);
            c3.Add(a4, w4);
            Column c4 = default;
            c4.Add(a4, d0);
            c4.Add(a3, d1);
            c4.Add(a2, a2);
            Finish(out r, c0, c1, c2, c3, c4);
        }
    }

    /// <summary>r = c a; c is below 2^20.</summary>
    public static void MultiplySmall(out Field25519 r, in Field25519 a, ulong c)
    {
        unchecked
        {
            Column c0 = default, c1 = default, c2 = default, c3 = default, c4 = default;
            c0.Add(a._0, c);
            c1.Add(a._1, c);
            c2.Add(a._2, c);
            c3.Add(a._3, c);
            c4.Add(a._4, c);
            Carry(
                out r,
                c0.Low + (19 * c4.Carry),
                c1.Low + c0.Carry,
                c2.Low + c1.Carry,
                c3.Low + c2.Carry,
                c4.Low + c3.Carry);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(out Field25519 r, Column c0, Column c1, Column c2, Column c3, Column c4)
    {
        unchecked
        {
            ulong t0 = c0.Low + (19 * c4.Carry);
            ulong t1 = c1.Low + c0.Carry + (t0 >> Radix);
            ulong t2 = c2.Low + c1.Carry + (t1 >> Radix);
            ulong t3 = c3.Low + c2.Carry + (t2 >> Radix);
            ulong t4 = c4.Low + c3.Carry + (t3 >> Radix);
            r._0 = (t0 & Mask) + (19 * (t4 >> Radix));
            r._1 = t1 & Mask;
            r._2 = t2 & Mask;
            r._3 = t3 & Mask;
            r._4 = t4 & Mask;
        }
    }

    // One pass; limbs below 2^55 become carried.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(out Field25519 r, ulong t0, ulong t1, ulong t2, ulong t3, ulong t4)
    {
        unchecked
        {
            r._0 = (t0 & Mask) + (19 * (t4 >> Radix));
            r._1 = (t1 & Mask) + (t0 >> Radix);
            r._2 = (t2 & Mask) + (t1 >> Radix);
            r._3 = (t3 & Mask) + (t2 >> Radix);
            r._4 = (t4 & Mask) + (t3 >> Radix);
        }
    }

    private struct Column
    {
        private ulong _high, _low;

        public readonly ulong Low => unchecked(_low - (_high << (64 - Shift)));

        public readonly ulong Carry => unchecked(_high << (64 - Shift - Radix));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ulong a, ulong b)
        {
            unchecked
            {
                _high += Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a << Shift, b) : Math.BigMul(a << Shift, b, out _);
                _low += a * b;
            }
        }
    }
}
