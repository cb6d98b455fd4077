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
    /// r = a b; r may be one of them. A column is kept as the sum of ab >> 54 and the sum of ab modulo 2^64, which together give that of
    /// ab mod 2^54; the first enters the next column with weight 8 = 2^54 / 2^51. Products that pass 2^255 count 19 times. With loose operands
    /// a column stays below 2^62. The high halves come first and b is read anew for the low ones, so that all that lives at a time fits the
    /// registers.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(out Field25519 r, in Field25519 a, in Field25519 b)
    {
        unchecked
        {
            ulong a0 = a._0 << Shift, a1 = a._1 << Shift, a2 = a._2 << Shift, a3 = a._3 << Shift, a4 = a._4 << Shift;
            ulong y = b._0;
            ulong h0 = High(y, a0), h1 = High(y, a1), h2 = High(y, a2), h3 = High(y, a3), h4 = High(y, a4);
            y = b._1;
            ulong w = 19 * y;
            h0 += High(w, a4);
            h1 += High(y, a0);
            h2 += High(y, a1);
            h3 += High(y, a2);
            h4 += High(y, a3);
            y = b._2;
            w = 19 * y;
            h0 += High(w, a3);
            h1 += High(w, a4);
            h2 += High(y, a0);
            h3 += High(y, a1);
            h4 += High(y, a2);
            y = b._3;
            w = 19 * y;
            h0 += High(w, a2);
            h1 += High(w, a3);
            h2 += High(w, a4);
            h3 += High(y, a0);
            h4 += High(y, a1);
            y = b._4;
            w = 19 * y;
            h0 += High(w, a1);
            h1 += High(w, a2);
            h2 += High(w, a3);
            h3 += High(w, a4);
            h4 += High(y, a0);

            ulong t0 = Low(h0) + (19 * Next(h4));
            ulong t1 = Low(h1) + Next(h0);
            ulong t2 = Low(h2) + Next(h1);
            ulong t3 = Low(h3) + Next(h2);
            ulong t4 = Low(h4) + Next(h3);
            a0 >>= Shift;
            a1 >>= Shift;
            a2 >>= Shift;
            a3 >>= Shift;
            a4 >>= Shift;
            y = b._0;
            t0 += y * a0;
            t1 += y * a1;
            t2 += y * a2;
            t3 += y * a3;
            t4 += y * a4;
            y = b._1;
            w = 19 * y;
            t0 += w * a4;
            t1 += y * a0;
            t2 += y * a1;
            t3 += y * a2;
            t4 += y * a3;
            y = b._2;
            w = 19 * y;
            t0 += w * a3;
            t1 += w * a4;
            t2 += y * a0;
            t3 += y * a1;
            t4 += y * a2;
            y = b._3;
            w = 19 * y;
            t0 += w * a2;
            t1 += w * a3;
            t2 += w * a4;
            t3 += y * a0;
            t4 += y * a1;
            y = b._4;
            w = 19 * y;
            t0 += w * a1;
            t1 += w * a2;
            t2 += w * a3;
            t3 += w * a4;
            t4 += y * a0;
            CarryChain(out r, t0, t1, t2, t3, t4);
        }
    }

    /// <summary>r = a^2; a may be r.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(out Field25519 r, in Field25519 a)
    {
        unchecked
        {
            // The shift is shared by both factors.
            const int half = Shift / 2;
            ulong a0 = a._0 << half, a1 = a._1 << half, a2 = a._2 << half, a3 = a._3 << half, a4 = a._4 << half;
            ulong w3 = 19 * a3, w4 = 19 * a4;
            ulong h0 = (2 * (High(a1, w4) + High(a2, w3))) + High(a0, a0);
            ulong h1 = (2 * (High(a0, a1) + High(a2, w4))) + High(a3, w3);
            ulong h2 = (2 * (High(a0, a2) + High(a3, w4))) + High(a1, a1);
            ulong h3 = (2 * (High(a0, a3) + High(a1, a2))) + High(a4, w4);
            ulong h4 = (2 * (High(a0, a4) + High(a1, a3))) + High(a2, a2);
            ulong t0 = Low(h0) + (19 * Next(h4));
            ulong t1 = Low(h1) + Next(h0);
            ulong t2 = Low(h2) + Next(h1);
            ulong t3 = Low(h3) + Next(h2);
            ulong t4 = Low(h4) + Next(h3);
            a0 >>= half;
            a1 >>= half;
            a2 >>= half;
            a3 >>= half;
            a4 >>= half;
            w3 >>= half;
            w4 >>= half;
            t0 += (2 * ((a1 * w4) + (a2 * w3))) + (a0 * a0);
            t1 += (2 * ((a0 * a1) + (a2 * w4))) + (a3 * w3);
            t2 += (2 * ((a0 * a2) + (a3 * w4))) + (a1 * a1);
            t3 += (2 * ((a0 * a3) + (a1 * a2))) + (a4 * w4);
            t4 += (2 * ((a0 * a4) + (a1 * a3))) + (a2 * a2);
            CarryChain(out r, t0, t1, t2, t3, t4);
        }
    }

    /// <summary>r = c a; c is below 2^20.</summary>
    public static void MultiplySmall(out Field25519 r, in Field25519 a, ulong c)
    {
        unchecked
        {
            ulong shifted = c << Shift;
            ulong h0 = High(a._0, shifted), h1 = High(a._1, shifted), h2 = High(a._2, shifted), h3 = High(a._3, shifted), h4 = High(a._4, shifted);
            Carry(
                out r,
                (a._0 * c) + Low(h0) + (19 * Next(h4)),
                (a._1 * c) + Low(h1) + Next(h0),
                (a._2 * c) + Low(h2) + Next(h1),
                (a._3 * c) + Low(h3) + Next(h2),
                (a._4 * c) + Low(h4) + Next(h3));
        }
    }

    // What the high part of a column leaves of the low part, and what it brings to the next column.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Low(ulong high) => unchecked(0UL - (high << (64 - Shift)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Next(ulong high) => unchecked(high << (64 - Shift - Radix));

    // The upper word of a b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong High(ulong a, ulong b) => Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CarryChain(out Field25519 r, ulong t0, ulong t1, ulong t2, ulong t3, ulong t4)
    {
        unchecked
        {
            t1 += t0 >> Radix;
            t2 += t1 >> Radix;
            t3 += t2 >> Radix;
            t4 += t3 >> Radix;
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
}
