// Four elements of the field of p = 2^448 - 2^224 - 1 elements side by side, one in each lane of vectors of 256 bits, for AVX2.
//
// Sixteen limbs of radix 2^28 in lanes of 64 bits, limb 8 being the one of weight phi = 2^224. Two states of a value:
//   carried   every limb below 2^28 + 2^9      result of Multiply, Square, Carry
//   loose     every limb below 2^29 + 2^10     sum of two carried values
// Multiply and Square take loose operands; Multiply also takes one with limbs below 2^30 where those of the other are below 2^28 + 2^20. Nothing
// here branches or indexes on a value.
//
// Products are those of Field448: with halves a0, a1, b0, b1 of eight limbs, P = a0 b0, Q = a1 b1, S = (a0 + a1)(b0 + b1), column k of the low half is
// P[k] + Q[k] + (S - P)[k+8] and that of the high half Q[k+8] + (S - P)[k] + S[k+8]. A column of S is not below the sum of those of P and Q, so that no
// column is negative. The largest is the high one of k = 0, below (3 + 7 * 5) 2^58 (1 + 2^-7) < 2^64.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

using Lanes = Vector256<ulong>;

[InlineArray(Limbs)]
internal partial struct Field448x4
{
    private const int Limbs = 16;
    private const int Half = Limbs / 2;
    private const int Radix = 28;
    private const int Columns = (2 * Half) - 1;

    private const int UsesBefore = 64;

    private static int _uses;

    private Lanes _first;

    /// <summary>Whether the machine has what the operations need.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>
    /// Whether the next agreement or verification is to use them: not the first of a process. To compile them takes as long, about 10 ms, as this
    /// number of uses saves.
    /// </summary>
    public static bool IsWorthwhile()
    {
        if (_uses < UsesBefore)
        {
            _uses++;
            return false;
        }

        return IsSupported;
    }

    private static Lanes Mask => Vector256.Create((1UL << Radix) - 1);

    /// <summary>r = a b; operands may be loose, and r may be one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(out Field448x4 r, ref Field448x4 a, ref Field448x4 b, ref Workspace w)
    {
        Unsafe.SkipInit(out r);
        ref Lanes x = ref First(ref a);
        ref Lanes y = ref First(ref b);
        ref Lanes sums = ref Unsafe.As<Workspace, Lanes>(ref w);
        Sums(ref sums, ref x);
        Sums(ref At(ref sums, Half), ref y);
        ref Lanes s = ref At(ref sums, 2 * Half);
        MultiplyHalves(ref s, ref sums, ref At(ref sums, Half));
        ref Lanes p = ref At(ref s, Columns);
        MultiplyHalves(ref p, ref x, ref y);
        ref Lanes q = ref At(ref p, Columns);
        MultiplyHalves(ref q, ref At(ref x, Half), ref At(ref y, Half));
        Finish(ref First(ref r), ref p, ref q, ref s);
    }

    /// <summary>r = a^2; a may be loose and may be r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(out Field448x4 r, ref Field448x4 a, ref Workspace w)
    {
        Unsafe.SkipInit(out r);
        ref Lanes x = ref First(ref a);
        ref Lanes sums = ref Unsafe.As<Workspace, Lanes>(ref w);
        Sums(ref sums, ref x);
        ref Lanes s = ref At(ref sums, 2 * Half);
        SquareHalf(ref s, ref sums);
        ref Lanes p = ref At(ref s, Columns);
        SquareHalf(ref p, ref x);
        ref Lanes q = ref At(ref p, Columns);
        SquareHalf(ref q, ref At(ref x, Half));
        Finish(ref First(ref r), ref p, ref q, ref s);
    }

    // The sums of the two halves of a.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums(ref Lanes r, ref Lanes a)
    {
        At(ref r, 0) = At(ref a, 0) + At(ref a, 0 + Half);
        At(ref r, 1) = At(ref a, 1) + At(ref a, 1 + Half);
        At(ref r, 2) = At(ref a, 2) + At(ref a, 2 + Half);
        At(ref r, 3) = At(ref a, 3) + At(ref a, 3 + Half);
        At(ref r, 4) = At(ref a, 4) + At(ref a, 4 + Half);
        At(ref r, 5) = At(ref a, 5) + At(ref a, 5 + Half);
        At(ref r, 6) = At(ref a, 6) + At(ref a, 6 + Half);
        At(ref r, 7) = At(ref a, 7) + At(ref a, 7 + Half);
    }

    // The columns of the product of two halves.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyHalves(ref Lanes r, ref Lanes a, ref Lanes b)
    {
        // b stays in registers, a is taken from memory.
        Lanes b0 = At(ref b, 0), b1 = At(ref b, 1), b2 = At(ref b, 2), b3 = At(ref b, 3);
        Lanes b4 = At(ref b, 4), b5 = At(ref b, 5), b6 = At(ref b, 6), b7 = At(ref b, 7);
        At(ref r, 0) = Product(b0, At(ref a, 0));
        At(ref r, 1) = Product(b1, At(ref a, 0)) + Product(b0, At(ref a, 1));
        At(ref r, 2) = Product(b2, At(ref a, 0)) + Product(b1, At(ref a, 1)) + Product(b0, At(ref a, 2));
        At(ref r, 3) = Product(b3, At(ref a, 0)) + Product(b2, At(ref a, 1)) + Product(b1, At(ref a, 2)) + Product(b0, At(ref a, 3));
        At(ref r, 4) = Product(b4, At(ref a, 0)) + Product(b3, At(ref a, 1)) + Product(b2, At(ref a, 2)) + Product(b1, At(ref a, 3)) + Product(b0, At(ref a, 4));
        At(ref r, 5) = Product(b5, At(ref a, 0)) + Product(b4, At(ref a, 1)) + Product(b3, At(ref a, 2)) + Product(b2, At(ref a, 3)) + Product(b1, At(ref a, 4)) + Product(b0, At(ref a, 5));
        At(ref r, 6) = Product(b6, At(ref a, 0)) + Product(b5, At(ref a, 1)) + Product(b4, At(ref a, 2)) + Product(b3, At(ref a, 3)) + Product(b2, At(ref a, 4)) + Product(b1, At(ref a, 5)) + Product(b0, At(ref a, 6));
        At(ref r, 7) = Product(b7, At(ref a, 0)) + Product(b6, At(ref a, 1)) + Product(b5, At(ref a, 2)) + Product(b4, At(ref a, 3)) + Product(b3, At(ref a, 4)) + Product(b2, At(ref a, 5)) + Product(b1, At(ref a, 6)) + Product(b0, At(ref a, 7));
        At(ref r, 8) = Product(b7, At(ref a, 1)) + Product(b6, At(ref a, 2)) + Product(b5, At(ref a, 3)) + Product(b4, At(ref a, 4)) + Product(b3, At(ref a, 5)) + Product(b2, At(ref a, 6)) + Product(b1, At(ref a, 7));
        At(ref r, 9) = Product(b7, At(ref a, 2)) + Product(b6, At(ref a, 3)) + Product(b5, At(ref a, 4)) + Product(b4, At(ref a, 5)) + Product(b3, At(ref a, 6)) + Product(b2, At(ref a, 7));
        At(ref r, 10) = Product(b7, At(ref a, 3)) + Product(b6, At(ref a, 4)) + Product(b5, At(ref a, 5)) + Product(b4, At(ref a, 6)) + Product(b3, At(ref a, 7));
        At(ref r, 11) = Product(b7, At(ref a, 4)) + Product(b6, At(ref a, 5)) + Product(b5, At(ref a, 6)) + Product(b4, At(ref a, 7));
        At(ref r, 12) = Product(b7, At(ref a, 5)) + Product(b6, At(ref a, 6)) + Product(b5, At(ref a, 7));
        At(ref r, 13) = Product(b7, At(ref a, 6)) + Product(b6, At(ref a, 7));
        At(ref r, 14) = Product(b7, At(ref a, 7));
    }

    // The columns of the square of a half.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SquareHalf(ref Lanes r, ref Lanes a)
    {
        Lanes a0 = At(ref a, 0), a1 = At(ref a, 1), a2 = At(ref a, 2), a3 = At(ref a, 3);
        Lanes a4 = At(ref a, 4), a5 = At(ref a, 5), a6 = At(ref a, 6), a7 = At(ref a, 7);
        At(ref r, 0) = Product(a0, a0);
        At(ref r, 1) = Product(a0, a1) << 1;
        At(ref r, 2) = (Product(a0, a2) << 1) + Product(a1, a1);
        At(ref r, 3) = (Product(a0, a3) + Product(a1, a2)) << 1;
        At(ref r, 4) = ((Product(a0, a4) + Product(a1, a3)) << 1) + Product(a2, a2);
        At(ref r, 5) = (Product(a0, a5) + Product(a1, a4) + Product(a2, a3)) << 1;
        At(ref r, 6) = ((Product(a0, a6) + Product(a1, a5) + Product(a2, a4)) << 1) + Product(a3, a3);
        At(ref r, 7) = (Product(a0, a7) + Product(a1, a6) + Product(a2, a5) + Product(a3, a4)) << 1;
        At(ref r, 8) = ((Product(a1, a7) + Product(a2, a6) + Product(a3, a5)) << 1) + Product(a4, a4);
        At(ref r, 9) = (Product(a2, a7) + Product(a3, a6) + Product(a4, a5)) << 1;
        At(ref r, 10) = ((Product(a3, a7) + Product(a4, a6)) << 1) + Product(a5, a5);
        At(ref r, 11) = (Product(a4, a7) + Product(a5, a6)) << 1;
        At(ref r, 12) = (Product(a5, a7) << 1) + Product(a6, a6);
        At(ref r, 13) = Product(a6, a7) << 1;
        At(ref r, 14) = Product(a7, a7);
    }

    // The columns of the whole product, with all carries.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(ref Lanes r, ref Lanes p, ref Lanes q, ref Lanes s)
    {
        Lanes mask = Mask;
        Lanes low = At(ref p, 0) + At(ref q, 0) + At(ref s, 8) - At(ref p, 8);
        Lanes high = At(ref s, 0) - At(ref p, 0) + At(ref q, 8) + At(ref s, 8);
        Lanes l0 = low & mask, h0 = high & mask;
        low = (low >>> Radix) + (At(ref p, 1) + At(ref q, 1) + At(ref s, 9) - At(ref p, 9));
        high = (high >>> Radix) + (At(ref s, 1) - At(ref p, 1) + At(ref q, 9) + At(ref s, 9));
        Lanes l1 = low & mask, h1 = high & mask;
        low = (low >>> Radix) + (At(ref p, 2) + At(ref q, 2) + At(ref s, 10) - At(ref p, 10));
        high = (high >>> Radix) + (At(ref s, 2) - At(ref p, 2) + At(ref q, 10) + At(ref s, 10));
        At(ref r, 2) = low & mask;
        At(ref r, 10) = high & mask;
        low = (low >>> Radix) + (At(ref p, 3) + At(ref q, 3) + At(ref s, 11) - At(ref p, 11));
        high = (high >>> Radix) + (At(ref s, 3) - At(ref p, 3) + At(ref q, 11) + At(ref s, 11));
        At(ref r, 3) = low & mask;
        At(ref r, 11) = high & mask;
        low = (low >>> Radix) + (At(ref p, 4) + At(ref q, 4) + At(ref s, 12) - At(ref p, 12));
        high = (high >>> Radix) + (At(ref s, 4) - At(ref p, 4) + At(ref q, 12) + At(ref s, 12));
        At(ref r, 4) = low & mask;
        At(ref r, 12) = high & mask;
        low = (low >>> Radix) + (At(ref p, 5) + At(ref q, 5) + At(ref s, 13) - At(ref p, 13));
        high = (high >>> Radix) + (At(ref s, 5) - At(ref p, 5) + At(ref q, 13) + At(ref s, 13));
        At(ref r, 5) = low & mask;
        At(ref r, 13) = high & mask;
        low = (low >>> Radix) + (At(ref p, 6) + At(ref q, 6) + At(ref s, 14) - At(ref p, 14));
        high = (high >>> Radix) + (At(ref s, 6) - At(ref p, 6) + At(ref q, 14) + At(ref s, 14));
        At(ref r, 6) = low & mask;
        At(ref r, 14) = high & mask;
        low = (low >>> Radix) + (At(ref p, 7) + At(ref q, 7));
        high = (high >>> Radix) + (At(ref s, 7) - At(ref p, 7));
        At(ref r, 7) = low & mask;
        At(ref r, 15) = high & mask;

        // The carry out of the low half has weight phi, that out of the high half phi^2 = phi + 1.
        low >>>= Radix;
        high >>>= Radix;
        l0 += high;
        h0 += low + high;
        At(ref r, 0) = l0 & mask;
        At(ref r, 1) = l1 + (l0 >>> Radix);
        At(ref r, 8) = h0 & mask;
        At(ref r, 9) = h1 + (h0 >>> Radix);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Product(Lanes a, Lanes b) => Avx2.Multiply(a.AsUInt32(), b.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Lanes At(ref Lanes first, int limb) => ref Unsafe.Add(ref first, limb);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Lanes First(ref Field448x4 a) => ref Unsafe.As<Field448x4, Lanes>(ref a);

    /// <summary>Room for the columns of a product. Whoever multiplies secrets clears it at the end.</summary>
    [InlineArray((2 * Half) + (3 * Columns))]
    internal struct Workspace
    {
        private Lanes _first;
    }
}
