// Products in the field of 2^448 - 2^224 - 1 elements.
//
// With phi = 2^224 and phi^2 = phi + 1, a = a0 + a1 phi, b = b0 + b1 phi (four limbs each):
//
//     a b = (P + Q) + phi (S - P),     P = a0 b0,  Q = a1 b1,  S = (a0 + a1)(b0 + b1)
//
// so that column k (0..3) of the low half is P[k] + Q[k] + S[k+4] - P[k+4] and of the high half Q[k+4] + S[k] - P[k] + S[k+4].
//
// One operand is shifted left by 5 beforehand: of each 128-bit word product the high word is then ab >> 59 and the low word >> 5
// is ab mod 2^59, and both are summed in plain 64-bit accumulators without carry tests. A high word enters the next column with
// weight 8 = 2^59 / 2^56. A column as a whole is never negative, but its low sum or its high sum alone can be; they are therefore
// signed, and carries shift arithmetically.
//
// Bounds, for loose operands (limbs below 2^57 + 2^9): sums of halves are below 2^58 + 2^10 and fit 64 bits after the shift;
// low sums lie between -2^61 and 7 * 2^59; eight times a high sum is below 1.2 * 2^62; low sum, carry and eight times the high sum
// before it are below 1.95 * 2^62. The result is carried: limbs 1 and 5 below 2^56 + 2^8, the others below 2^56.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

internal partial struct Field448
{
    private const int Shift = 5;

    /// <summary>r = a b; operands may be loose, and r may be one of them.</summary>
    [SkipLocalsInit]
    public static void Multiply(out Field448 r, in Field448 a, in Field448 b)
    {
        unchecked
        {
            ulong b0 = b._0, b1 = b._1, b2 = b._2, b3 = b._3, b4 = b._4, b5 = b._5, b6 = b._6, b7 = b._7;
            ulong t0 = b0 + b4, t1 = b1 + b5, t2 = b2 + b6, t3 = b3 + b7;
            ulong a0 = a._0 << Shift, a1 = a._1 << Shift, a2 = a._2 << Shift, a3 = a._3 << Shift;
            ulong a4 = a._4 << Shift, a5 = a._5 << Shift, a6 = a._6 << Shift, a7 = a._7 << Shift;
            ulong s0 = a0 + a4, s1 = a1 + a5, s2 = a2 + a6, s3 = a3 + a7;

            // Column 0. (x, y) collects a pair of sums; l/h are the low and high halves of the result.
            long pl = 0, ph = 0, ql = 0, qh = 0;
            Accumulate(ref pl, ref ph, s1, t3);
            Accumulate(ref pl, ref ph, s2, t2);
            Accumulate(ref pl, ref ph, s3, t1);
            ql = pl;
            qh = ph;
            Accumulate(ref ql, ref qh, s0, t0);
            Accumulate(ref ql, ref qh, a5, b7);
            Accumulate(ref ql, ref qh, a6, b6);
            Accumulate(ref ql, ref qh, a7, b5);
            Accumulate(ref pl, ref ph, a4, b4);
            Deduct(ref pl, ref ph, a1, b3);
            Deduct(ref pl, ref ph, a2, b2);
            Deduct(ref pl, ref ph, a3, b1);
            long cl = 0, ch = 0;
            Accumulate(ref cl, ref ch, a0, b0);
            pl += cl;
            ph += ch;
            ql -= cl;
            qh -= ch;
            ulong l0 = (ulong)pl & Mask;
            ulong h0 = (ulong)ql & Mask;
            long lowCarry = (pl >> 56) + (ph << 3);
            long highCarry = (ql >> 56) + (qh << 3);

            // Column 1.
            pl = 0;
            ph = 0;
            Accumulate(ref pl, ref ph, s2, t3);
            Accumulate(ref pl, ref ph, s3, t2);
            ql = pl;
            qh = ph;
            Accumulate(ref ql, ref qh, s0, t1);
            Accumulate(ref ql, ref qh, s1, t0);
            Accumulate(ref ql, ref qh, a6, b7);
            Accumulate(ref ql, ref qh, a7, b6);
            Accumulate(ref pl, ref ph, a4, b5);
            Accumulate(ref pl, ref ph, a5, b4);
            Deduct(ref pl, ref ph, a2, b3);
            Deduct(ref pl, ref ph, a3, b2);
            cl = 0;
            ch = 0;
            Accumulate(ref cl, ref ch, a0, b1);
            Accumulate(ref cl, ref ch, a1, b0);
            pl += cl + lowCarry;
            ph += ch;
            ql += highCarry - cl;
            qh -= ch;
            ulong l1 = (ulong)pl & Mask;
            ulong h1 = (ulong)ql & Mask;
            lowCarry = (pl >> 56) + (ph << 3);
            highCarry = (ql >> 56) + (qh << 3);

            // Column 2.
            pl = 0;
            ph = 0;
            Accumulate(ref pl, ref ph, s3, t3);
            ql = pl;
            qh = ph;
            Accumulate(ref ql, ref qh, s0, t2);
            Accumulate(ref ql, ref qh, s1, t1);
            Accumulate(ref ql, ref qh, s2, t0);
            Accumulate(ref ql, ref qh, a7, b7);
            Accumulate(ref pl, ref ph, a4, b6);
            Accumulate(ref pl, ref ph, a5, b5);
            Accumulate(ref pl, ref ph, a6, b4);
            Deduct(ref pl, ref ph, a3, b3);
            cl = 0;
            ch = 0;
            Accumulate(ref cl, ref ch, a0, b2);
            Accumulate(ref cl, ref ch, a1, b1);
            Accumulate(ref cl, ref ch, a2, b0);
            pl += cl + lowCarry;
            ph += ch;
            ql += highCarry - cl;
            qh -= ch;
            ulong l2 = (ulong)pl & Mask;
            ulong h2 = (ulong)ql & Mask;
            lowCarry = (pl >> 56) + (ph << 3);
            highCarry = (ql >> 56) + (qh << 3);

            // Column 3.
            pl = lowCarry;
            ph = 0;
            ql = highCarry;
            qh = 0;
            Accumulate(ref ql, ref qh, s0, t3);
            Accumulate(ref ql, ref qh, s1, t2);
            Accumulate(ref ql, ref qh, s2, t1);
            Accumulate(ref ql, ref qh, s3, t0);
            Accumulate(ref pl, ref ph, a4, b7);
            Accumulate(ref pl, ref ph, a5, b6);
            Accumulate(ref pl, ref ph, a6, b5);
            Accumulate(ref pl, ref ph, a7, b4);
            cl = 0;
            ch = 0;
            Accumulate(ref cl, ref ch, a0, b3);
            Accumulate(ref cl, ref ch, a1, b2);
            Accumulate(ref cl, ref ch, a2, b1);
            Accumulate(ref cl, ref ch, a3, b0);
            pl += cl;
            ph += ch;
            ql -= cl;
            qh -= ch;

            Finish(out r, l0, l1, l2, pl, ph, h0, h1, h2, ql, qh);
        }
    }

    /// <summary>r = a^2; a may be loose and may be r.</summary>
    [SkipLocalsInit]
    public static void Square(out Field448 r, in Field448 a)
    {
        unchecked
        {
            ulong b0 = a._0, b1 = a._1, b2 = a._2, b3 = a._3, b4 = a._4, b5 = a._5, b6 = a._6, b7 = a._7;
            ulong t0 = b0 + b4, t1 = b1 + b5, t2 = b2 + b6, t3 = b3 + b7;
            ulong a0 = b0 << Shift, a1 = b1 << Shift, a2 = b2 << Shift, a3 = b3 << Shift;
            ulong a4 = b4 << Shift, a5 = b5 << Shift, a6 = b6 << Shift, a7 = b7 << Shift;
            ulong s0 = a0 + a4, s1 = a1 + a5, s2 = a2 + a6, s3 = a3 + a7;

            // Column 0; a product of two different limbs counts twice, by doubling the operand that is not shifted.
            long pl = 0, ph = 0;
            Accumulate(ref pl, ref ph, s1, 2 * t3);
            Accumulate(ref pl, ref ph, s2, t2);
            long ql = pl, qh = ph;
            Accumulate(ref ql, ref qh, s0, t0);
            Accumulate(ref ql, ref qh, a5, 2 * b7);
            Accumulate(ref ql, ref qh, a6, b6);
            Accumulate(ref pl, ref ph, a4, b4);
            Deduct(ref pl, ref ph, a1, 2 * b3);
            Deduct(ref pl, ref ph, a2, b2);
            long cl = 0, ch = 0;
            Accumulate(ref cl, ref ch, a0, b0);
            pl += cl;
            ph += ch;
            ql -= cl;
            qh -= ch;
            ulong l0 = (ulong)pl & Mask;
            ulong h0 = (ulong)ql & Mask;
            long lowCarry = (pl >> 56) + (ph << 3);
            long highCarry = (ql >> 56) + (qh << 3);

            // Column 1.
            pl = 0;
            ph = 0;
            Accumulate(ref pl, ref ph, s2, 2 * t3);
            ql = pl;
            qh = ph;
            Accumulate(ref ql, ref qh, s0, 2 * t1);
            Accumulate(ref ql, ref qh, a6, 2 * b7);
            Accumulate(ref pl, ref ph, a4, 2 * b5);
            Deduct(ref pl, ref ph, a2, 2 * b3);
            cl = 0;
            ch = 0;
            Accumulate(ref cl, ref ch, a0, 2 * b1);
            pl += cl + lowCarry;
            ph += ch;
            ql += highCarry - cl;
            qh -= ch;
            ulong l1 = (ulong)pl & Mask;
            ulong h1 = (ulong)ql & Mask;
            lowCarry = (pl >> 56) + (ph << 3);
            highCarry = (ql >> 56) + (qh << 3);

            // Column 2.
            pl = 0;
            ph = 0;
            Accumulate(ref pl, ref ph, s3, t3);
            ql = pl;
            qh = ph;
            Accumulate(ref ql, ref qh, s0, 2 * t2);
            Accumulate(ref ql, ref qh, s1, t1);
            Accumulate(ref ql, ref qh, a7, b7);
            Accumulate(ref pl, ref ph, a4, 2 * b6);
            Accumulate(ref pl, ref ph, a5, b5);
            Deduct(ref pl, ref ph, a3, b3);
            cl = 0;
            ch = 0;
            Accumulate(ref cl, ref ch, a0, 2 * b2);
            Accumulate(ref cl, ref ch, a1, b1);
            pl += cl + lowCarry;
            ph += ch;
            ql += highCarry - cl;
            qh -= ch;
            ulong l2 = (ulong)pl & Mask;
            ulong h2 = (ulong)ql & Mask;
            lowCarry = (pl >> 56) + (ph << 3);
            highCarry = (ql >> 56) + (qh << 3);

            // Column 3.
            pl = lowCarry;
            ph = 0;
            ql = highCarry;
            qh = 0;
            Accumulate(ref ql, ref qh, s0, 2 * t3);
            Accumulate(ref ql, ref qh, s1, 2 * t2);
            Accumulate(ref pl, ref ph, a4, 2 * b7);
            Accumulate(ref pl, ref ph, a5, 2 * b6);
            cl = 0;
            ch = 0;
            Accumulate(ref cl, ref ch, a0, 2 * b3);
            Accumulate(ref cl, ref ch, a1, 2 * b2);
            pl += cl;
            ph += ch;
            ql -= cl;
            qh -= ch;

            Finish(out r, l0, l1, l2, pl, ph, h0, h1, h2, ql, qh);
        }
    }

    /// <summary>r = c a; a may be loose, c is below 2^20.</summary>
    public static void MultiplySmall(out Field448 r, in Field448 a, ulong c)
    {
        unchecked
        {
            ulong h0 = Math.BigMul(a._0 << 6, c, out ulong l0);
            ulong h1 = Math.BigMul(a._1 << 6, c, out ulong l1);
            ulong h2 = Math.BigMul(a._2 << 6, c, out ulong l2);
            ulong h3 = Math.BigMul(a._3 << 6, c, out ulong l3);
            ulong h4 = Math.BigMul(a._4 << 6, c, out ulong l4);
            ulong h5 = Math.BigMul(a._5 << 6, c, out ulong l5);
            ulong h6 = Math.BigMul(a._6 << 6, c, out ulong l6);
            ulong h7 = Math.BigMul(a._7 << 6, c, out ulong l7);

            // The high words stand at 2^58 and are below 2^20; the low words >> 6 are below 2^58.
            l0 = (l0 >> 6) + (h7 << 2);
            l1 = (l1 >> 6) + (h0 << 2);
            l2 = (l2 >> 6) + (h1 << 2);
            l3 = (l3 >> 6) + (h2 << 2);
            l4 = (l4 >> 6) + ((h3 + h7) << 2);
            l5 = (l5 >> 6) + (h4 << 2);
            l6 = (l6 >> 6) + (h5 << 2);
            l7 = (l7 >> 6) + (h6 << 2);
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
        out Field448 r, ulong l0, ulong l1, ulong l2, long pl, long ph, ulong h0, ulong h1, ulong h2, long ql, long qh)
    {
        unchecked
        {
            ulong low = (ulong)((pl >> 56) + (ph << 3));
            ulong high = (ulong)((ql >> 56) + (qh << 3));
            r._3 = (ulong)pl & Mask;
            r._7 = (ulong)ql & Mask;
            r._2 = l2;
            r._6 = h2;
            l0 += high;
            h0 += low + high;
            r._0 = l0 & Mask;
            r._4 = h0 & Mask;
            r._1 = l1 + (l0 >> 56);
            r._5 = h1 + (h0 >> 56);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(ref long low, ref long high, ulong shifted, ulong plain)
    {
        unchecked
        {
            high += (long)Math.BigMul(shifted, plain, out ulong word);
            low += (long)(word >> Shift);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Deduct(ref long low, ref long high, ulong shifted, ulong plain)
    {
        unchecked
        {
            high -= (long)Math.BigMul(shifted, plain, out ulong word);
            low -= (long)(word >> Shift);
        }
    }
}
