// Products in the field of 2^448 - 2^224 - 1 elements.
//
// With phi = 2^224 and phi^2 = phi + 1, a = a0 + a1 phi, b = b0 + b1 phi (four limbs each):
//
//     a b = (P + Q) + phi (S - P),     P = a0 b0,  Q = a1 b1,  S = (a0 + a1)(b0 + b1)
//
// so that column k (0..3) of the low half is P[k] + Q[k] + S[k+4] - P[k+4] and of the high half Q[k+4] + S[k] - P[k] + S[k+4].
//
// A column is a sum of word products below 2^117, kept in two words without carry tests: the sum of (32 a) b >> 64, that is of
// ab >> 59, and the sum of ab modulo 2^64. The second less 2^59 times the first is the sum of ab mod 2^59, small enough to be
// exact. The first enters the next column with weight 8 = 2^59 / 2^56. A column as a whole is never negative, but either of its two
// parts can be; they are therefore signed, and carries shift arithmetically.
//
// Bounds, for loose operands (limbs below 2^57 + 2^9): sums of halves are below 2^58 + 2^10 and fit 64 bits after the shift;
// the sum of ab mod 2^59 lies between -2^61 and 7 * 2^59; eight times the sum of ab >> 59 is below 1.2 * 2^62; both of them and
// the carry together are below 1.95 * 2^62. The result is carried: limbs 1 and 5 below 2^56 + 2^8, the others below 2^56.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

internal partial struct Field448
{
    private const int Shift = 5;

    /// <summary>r = a b; operands may be loose, and r may be one of them.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(out Field448 r, in Field448 a, in Field448 b)
    {
        unchecked
        {
            ulong a0 = a._0, a1 = a._1, a2 = a._2, a3 = a._3, a4 = a._4, a5 = a._5, a6 = a._6, a7 = a._7;
            ulong b0 = b._0, b1 = b._1, b2 = b._2, b3 = b._3, b4 = b._4, b5 = b._5, b6 = b._6, b7 = b._7;
            ulong s0 = a0 + a4, s1 = a1 + a5, s2 = a2 + a6, s3 = a3 + a7;
            ulong t0 = b0 + b4, t1 = b1 + b5, t2 = b2 + b6, t3 = b3 + b7;
            long lowCarry = 0, highCarry = 0;

            // Column 0.
            Column low = default;
            low.Add(s1, t3);
            low.Add(s2, t2);
            low.Add(s3, t1);
            Column high = low;
            high.Add(s0, t0);
            high.Add(a5, b7);
            high.Add(a6, b6);
            high.Add(a7, b5);
            low.Add(a4, b4);
            low.Subtract(a1, b3);
            low.Subtract(a2, b2);
            low.Subtract(a3, b1);
            Column p = default;
            p.Add(a0, b0);
            low.Add(p);
            high.Subtract(p);
            ulong l0 = low.Limb(ref lowCarry);
            ulong h0 = high.Limb(ref highCarry);

            // Column 1.
            low = default;
            low.Add(s2, t3);
            low.Add(s3, t2);
            high = low;
            high.Add(s0, t1);
            high.Add(s1, t0);
            high.Add(a6, b7);
            high.Add(a7, b6);
            low.Add(a4, b5);
            low.Add(a5, b4);
            low.Subtract(a2, b3);
            low.Subtract(a3, b2);
            p = default;
            p.Add(a0, b1);
            p.Add(a1, b0);
            low.Add(p);
            high.Subtract(p);
            ulong l1 = low.Limb(ref lowCarry);
            ulong h1 = high.Limb(ref highCarry);

            // Column 2.
            low = default;
            low.Add(s3, t3);
            high = low;
            high.Add(s0, t2);
            high.Add(s1, t1);
            high.Add(s2, t0);
            high.Add(a7, b7);
            low.Add(a4, b6);
            low.Add(a5, b5);
            low.Add(a6, b4);
            low.Subtract(a3, b3);
            p = default;
            p.Add(a0, b2);
            p.Add(a1, b1);
            p.Add(a2, b0);
            low.Add(p);
            high.Subtract(p);
            ulong l2 = low.Limb(ref lowCarry);
            ulong h2 = high.Limb(ref highCarry);

            // Column 3.
            low = default;
            high = default;
            high.Add(s0, t3);
            high.Add(s1, t2);
            high.Add(s2, t1);
            high.Add(s3, t0);
            low.Add(a4, b7);
            low.Add(a5, b6);
            low.Add(a6, b5);
            low.Add(a7, b4);
            p = default;
            p.Add(a0, b3);
            p.Add(a1, b2);
            p.Add(a2, b1);
            p.Add(a3, b0);
            low.Add(p);
            high.Subtract(p);
            ulong l3 = low.Limb(ref lowCarry);
            ulong h3 = high.Limb(ref highCarry);

            Finish(out r, l0, l1, l2, l3, lowCarry, h0, h1, h2, h3, highCarry);
        }
    }

    /// <summary>r = a^2; a may be loose and may be r.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(out Field448 r, in Field448 a)
    {
        // As Multiply; a product of two different limbs counts twice.
        unchecked
        {
            ulong a0 = a._0, a1 = a._1, a2 = a._2, a3 = a._3, a4 = a._4, a5 = a._5, a6 = a._6, a7 = a._7;
            ulong s0 = a0 + a4, s1 = a1 + a5, s2 = a2 + a6, s3 = a3 + a7;
            long lowCarry = 0, highCarry = 0;

            // Column 0.
            Column low = default;
            low.Add(s1, 2 * s3);
            low.Add(s2, s2);
            Column high = low;
            high.Add(s0, s0);
            high.Add(a5, 2 * a7);
            high.Add(a6, a6);
            low.Add(a4, a4);
            low.Subtract(a1, 2 * a3);
            low.Subtract(a2, a2);
            Column p = default;
            p.Add(a0, a0);
            low.Add(p);
            high.Subtract(p);
            ulong l0 = low.Limb(ref lowCarry);
            ulong h0 = high.Limb(ref highCarry);

            // Column 1.
            low = default;
            low.Add(s2, 2 * s3);
            high = low;
            high.Add(s0, 2 * s1);
            high.Add(a6, 2 * a7);
            low.Add(a4, 2 * a5);
            low.Subtract(a2, 2 * a3);
            p = default;
            p.Add(a0, 2 * a1);
            low.Add(p);
            high.Subtract(p);
            ulong l1 = low.Limb(ref lowCarry);
            ulong h1 = high.Limb(ref highCarry);

            // Column 2.
            low = default;
            low.Add(s3, s3);
            high = low;
            high.Add(s0, 2 * s2);
            high.Add(s1, s1);
            high.Add(a7, a7);
            low.Add(a4, 2 * a6);
            low.Add(a5, a5);
            low.Subtract(a3, a3);
            p = default;
            p.Add(a0, 2 * a2);
            p.Add(a1, a1);
            low.Add(p);
            high.Subtract(p);
            ulong l2 = low.Limb(ref lowCarry);
            ulong h2 = high.Limb(ref highCarry);

            // Column 3.
            low = default;
            high = default;
            high.Add(s0, 2 * s3);
            high.Add(s1, 2 * s2);
            low.Add(a4, 2 * a7);
            low.Add(a5, 2 * a6);
            p = default;
            p.Add(a0, 2 * a3);
            p.Add(a1, 2 * a2);
            low.Add(p);
            high.Subtract(p);
            ulong l3 = low.Limb(ref lowCarry);
            ulong h3 = high.Limb(ref highCarry);

            Finish(out r, l0, l1, l2, l3, lowCarry, h0, h1, h2, h3, highCarry);
        }
    }

    /// <summary>r = c a; a may be loose, c is below 2^20.</summary>
    public static void MultiplySmall(out Field448 r, in Field448 a, ulong c)
    {
        unchecked
        {
            // In halves of 28 bits: the products are below 2^50 and 2^48, what goes to the next limb below 2^22.
            const ulong halfMask = (1UL << 28) - 1;
            ulong h0 = (a._0 >> 28) * c;
            ulong h1 = (a._1 >> 28) * c;
            ulong h2 = (a._2 >> 28) * c;
            ulong h3 = (a._3 >> 28) * c;
            ulong h4 = (a._4 >> 28) * c;
            ulong h5 = (a._5 >> 28) * c;
            ulong h6 = (a._6 >> 28) * c;
            ulong h7 = (a._7 >> 28) * c;
            ulong l0 = ((a._0 & halfMask) * c) + ((h0 & halfMask) << 28) + (h7 >> 28);
            ulong l1 = ((a._1 & halfMask) * c) + ((h1 & halfMask) << 28) + (h0 >> 28);
            ulong l2 = ((a._2 & halfMask) * c) + ((h2 & halfMask) << 28) + (h1 >> 28);
            ulong l3 = ((a._3 & halfMask) * c) + ((h3 & halfMask) << 28) + (h2 >> 28);
            ulong l4 = ((a._4 & halfMask) * c) + ((h4 & halfMask) << 28) + (h3 >> 28) + (h7 >> 28);
            ulong l5 = ((a._5 & halfMask) * c) + ((h5 & halfMask) << 28) + (h4 >> 28);
            ulong l6 = ((a._6 & halfMask) * c) + ((h6 & halfMask) << 28) + (h5 >> 28);
            ulong l7 = ((a._7 & halfMask) * c) + ((h7 & halfMask) << 28) + (h6 >> 28);
            ulong top = l7 >> 56;
            r._7 = (l7 & Mask) + (l6 >> 56);
            r._6 = (l6 & Mask) + (l5 >> 56);
            r._5 = (l5 & Mask) + (l4 >> 56);
            r._4 = (l4 & Mask) + (l3 >> 56) + top;
            r._3 = (l3 & Mask) + (l2 >> 56);
            r._2 = (l2 & Mask) + (l1 >> 56);
            r._1 = (l1 & Mask) + (l0 >> 56);
            r._0 = (l0 & Mask) + top;
        }
    }

    // The carry out of the low half has weight phi, that out of the high half phi^2 = phi + 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(
        out Field448 r, ulong l0, ulong l1, ulong l2, ulong l3, long low, ulong h0, ulong h1, ulong h2, ulong h3, long high)
    {
        unchecked
        {
            l0 += (ulong)high;
            h0 += (ulong)(low + high);
            r._0 = l0 & Mask;
            r._1 = l1 + (l0 >> 56);
            r._2 = l2;
            r._3 = l3;
            r._4 = h0 & Mask;
            r._5 = h1 + (h0 >> 56);
            r._6 = h2;
            r._7 = h3;
        }
    }

    // One column: see the head of this file.
    private struct Column
    {
        private long _low, _high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(ulong a, ulong b)
        {
            unchecked
            {
                _high += (long)HighWord(a << Shift, b);
                _low += (long)(a * b);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Subtract(ulong a, ulong b)
        {
            unchecked
            {
                _high -= (long)HighWord(a << Shift, b);
                _low -= (long)(a * b);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Column other)
        {
            unchecked
            {
                _high += other._high;
                _low += other._low;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Subtract(Column other)
        {
            unchecked
            {
                _high -= other._high;
                _low -= other._low;
            }
        }

        // The limb of this column; carry goes in from the column before and out to the next.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly ulong Limb(ref long carry)
        {
            unchecked
            {
                long sum = _low - (_high << (64 - Shift)) + carry;
                carry = (sum >> 56) + (_high << (64 - Shift - 56));
                return (ulong)sum & Mask;
            }
        }

        // Asked for the high word alone, the compiler of .NET 10 keeps mulx in registers; for both it goes through memory.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong HighWord(ulong a, ulong b) =>
            Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(a, b) : Math.BigMul(a, b, out _);
    }
}
