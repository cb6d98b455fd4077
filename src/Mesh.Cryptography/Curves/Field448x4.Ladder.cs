// The operations of a step of the ladder of curve448 on four elements side by side (RFC 7748 5): see Ladder448x4.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

using Lanes = Vector256<ulong>;

internal partial struct Field448x4
{
    // 0 1 2 3 becomes 2 3 0 1.
    private const byte HalvesExchanged = 0b01_00_11_10;

    // 0 1 2 3 becomes 0 1 1 0.
    private const byte CrossedPairs = 0b00_01_01_00;

    // Which words of 32 bits come from the second operand of a blend.
    private const byte FirstLane = 0b00_00_00_11;
    private const byte LastTwoLanes = 0b11_11_00_00;
    private const byte LastLane = 0b11_00_00_00;

    /// <summary>
    /// sums = (x2 + z2, x2 - z2, x3 + z3, x3 - z3) for v = (x2, z2, x3, z3), with the pairs exchanged where <paramref name="mask"/> is all ones, and
    /// crossed = (a, b, b, a) for sums = (a, b, c, d); all carried.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LadderSums(out Field448x4 sums, out Field448x4 crossed, ref Field448x4 v, ulong mask)
    {
        Unsafe.SkipInit(out sums);
        Unsafe.SkipInit(out crossed);
        ref Lanes x = ref First(ref sums);
        ref Lanes y = ref First(ref crossed);
        var masks = Vector256.Create(mask);
        SumsAndDifferences(ref x, ref First(ref v));
        ExchangeAndCross(ref At(ref x, 0), ref At(ref y, 0), masks);
        ExchangeAndCross(ref At(ref x, 1), ref At(ref y, 1), masks);
        ExchangeAndCross(ref At(ref x, 2), ref At(ref y, 2), masks);
        ExchangeAndCross(ref At(ref x, 3), ref At(ref y, 3), masks);
        ExchangeAndCross(ref At(ref x, 4), ref At(ref y, 4), masks);
        ExchangeAndCross(ref At(ref x, 5), ref At(ref y, 5), masks);
        ExchangeAndCross(ref At(ref x, 6), ref At(ref y, 6), masks);
        ExchangeAndCross(ref At(ref x, 7), ref At(ref y, 7), masks);
        ExchangeAndCross(ref At(ref x, 8), ref At(ref y, 8), masks);
        ExchangeAndCross(ref At(ref x, 9), ref At(ref y, 9), masks);
        ExchangeAndCross(ref At(ref x, 10), ref At(ref y, 10), masks);
        ExchangeAndCross(ref At(ref x, 11), ref At(ref y, 11), masks);
        ExchangeAndCross(ref At(ref x, 12), ref At(ref y, 12), masks);
        ExchangeAndCross(ref At(ref x, 13), ref At(ref y, 13), masks);
        ExchangeAndCross(ref At(ref x, 14), ref At(ref y, 14), masks);
        ExchangeAndCross(ref At(ref x, 15), ref At(ref y, 15), masks);
    }

    /// <summary>
    /// For t = (aa, bb, cb, da), with e = aa - bb: left = (aa, e, cb + da, cb - da) and right = (bb, aa + 39081 e, cb + da, cb - da), whose limbs are
    /// below 2^28 + 2^17.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LadderFactors(out Field448x4 left, out Field448x4 right, ref Field448x4 t)
    {
        Unsafe.SkipInit(out left);
        Unsafe.SkipInit(out right);
        ref Lanes x = ref First(ref left);
        ref Lanes y = ref First(ref right);
        ref Lanes z = ref First(ref t);
        SumsAndDifferences(ref x, ref z);

        // (A - 2) / 4 of curve448
        Lanes a24 = Vector256.Create(0, 39081UL, 0, 0);
        Lanes mask = Mask;
        Lanes t15 = LadderFactor(ref At(ref x, 15), At(ref z, 15), a24);
        Lanes t7 = LadderFactor(ref At(ref x, 7), At(ref z, 7), a24);
        Lanes top = t15 >>> Radix;
        Lanes t0 = LadderFactor(ref x, z, a24);
        y = (t0 & mask) + top;
        Lanes t8 = LadderFactor(ref At(ref x, 8), At(ref z, 8), a24);
        At(ref y, 8) = (t8 & mask) + (t7 >>> Radix) + top;
        Lanes t1 = LadderFactor(ref At(ref x, 1), At(ref z, 1), a24);
        At(ref y, 1) = (t1 & mask) + (t0 >>> Radix);
        Lanes t9 = LadderFactor(ref At(ref x, 9), At(ref z, 9), a24);
        At(ref y, 9) = (t9 & mask) + (t8 >>> Radix);
        Lanes t2 = LadderFactor(ref At(ref x, 2), At(ref z, 2), a24);
        At(ref y, 2) = (t2 & mask) + (t1 >>> Radix);
        Lanes t10 = LadderFactor(ref At(ref x, 10), At(ref z, 10), a24);
        At(ref y, 10) = (t10 & mask) + (t9 >>> Radix);
        Lanes t3 = LadderFactor(ref At(ref x, 3), At(ref z, 3), a24);
        At(ref y, 3) = (t3 & mask) + (t2 >>> Radix);
        Lanes t11 = LadderFactor(ref At(ref x, 11), At(ref z, 11), a24);
        At(ref y, 11) = (t11 & mask) + (t10 >>> Radix);
        Lanes t4 = LadderFactor(ref At(ref x, 4), At(ref z, 4), a24);
        At(ref y, 4) = (t4 & mask) + (t3 >>> Radix);
        Lanes t12 = LadderFactor(ref At(ref x, 12), At(ref z, 12), a24);
        At(ref y, 12) = (t12 & mask) + (t11 >>> Radix);
        Lanes t5 = LadderFactor(ref At(ref x, 5), At(ref z, 5), a24);
        At(ref y, 5) = (t5 & mask) + (t4 >>> Radix);
        Lanes t13 = LadderFactor(ref At(ref x, 13), At(ref z, 13), a24);
        At(ref y, 13) = (t13 & mask) + (t12 >>> Radix);
        Lanes t6 = LadderFactor(ref At(ref x, 6), At(ref z, 6), a24);
        At(ref y, 6) = (t6 & mask) + (t5 >>> Radix);
        Lanes t14 = LadderFactor(ref At(ref x, 14), At(ref z, 14), a24);
        At(ref y, 14) = (t14 & mask) + (t13 >>> Radix);
        At(ref y, 7) = (t7 & mask) + (t6 >>> Radix);
        At(ref y, 15) = (t15 & mask) + (t14 >>> Radix);
    }

    /// <summary>Multiplies lane 3 of v, which is carried, by the element of the matrix; the result is carried.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyLastLane(ref Field448x4 v, ref Matrix m)
    {
        ref Lanes x = ref First(ref v);
        ref ulong last = ref Unsafe.Add(ref Unsafe.As<Lanes, ulong>(ref x), 3);
        ref Lanes rows = ref Unsafe.As<Matrix, Lanes>(ref m);
        Lanes c0 = default, c1 = default, c2 = default, c3 = default;
        AddRow(ref At(ref rows, 0), Unsafe.Add(ref last, 0), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 4), Unsafe.Add(ref last, 4), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 8), Unsafe.Add(ref last, 8), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 12), Unsafe.Add(ref last, 12), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 16), Unsafe.Add(ref last, 16), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 20), Unsafe.Add(ref last, 20), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 24), Unsafe.Add(ref last, 24), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 28), Unsafe.Add(ref last, 28), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 32), Unsafe.Add(ref last, 32), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 36), Unsafe.Add(ref last, 36), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 40), Unsafe.Add(ref last, 40), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 44), Unsafe.Add(ref last, 44), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 48), Unsafe.Add(ref last, 48), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 52), Unsafe.Add(ref last, 52), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 56), Unsafe.Add(ref last, 56), ref c0, ref c1, ref c2, ref c3);
        AddRow(ref At(ref rows, 60), Unsafe.Add(ref last, 60), ref c0, ref c1, ref c2, ref c3);

        // Column 4i + j of the product is in lane j of ci; all go to lane 3.
        LastLaneFrom(ref x, c0);
        LastLaneFrom(ref At(ref x, 4), c1);
        LastLaneFrom(ref At(ref x, 8), c2);
        LastLaneFrom(ref At(ref x, 12), c3);
        CarryAll(ref x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExchangeAndCross(ref Lanes v, ref Lanes crossed, Lanes mask)
    {
        Lanes x = v;
        x ^= mask & (x ^ Avx2.Permute4x64(x, HalvesExchanged));
        v = x;
        crossed = Avx2.Permute4x64(x, CrossedPairs);
    }

    // Sets lane 0 of s, the sums and differences of v, to that of v; returns the other factor without carries.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes LadderFactor(ref Lanes s, Lanes v, Lanes a24)
    {
        Lanes u = s;
        s = Avx2.Blend(u.AsUInt32(), v.AsUInt32(), FirstLane).AsUInt64();
        return Avx2.Blend(ExchangePairs(v).AsUInt32(), u.AsUInt32(), LastTwoLanes).AsUInt64() + Product(u, a24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(ref Lanes row, ulong limb, ref Lanes c0, ref Lanes c1, ref Lanes c2, ref Lanes c3)
    {
        var factor = Vector256.Create(limb);
        c0 += Product(factor, row);
        c1 += Product(factor, At(ref row, 1));
        c2 += Product(factor, At(ref row, 2));
        c3 += Product(factor, At(ref row, 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LastLaneFrom(ref Lanes x, Lanes columns)
    {
        x = Avx2.Blend(x.AsUInt32(), Avx2.Permute4x64(columns, 0b00_00_00_00).AsUInt32(), LastLane).AsUInt64();
        At(ref x, 1) = Avx2.Blend(At(ref x, 1).AsUInt32(), Avx2.Permute4x64(columns, 0b01_01_01_01).AsUInt32(), LastLane).AsUInt64();
        At(ref x, 2) = Avx2.Blend(At(ref x, 2).AsUInt32(), Avx2.Permute4x64(columns, 0b10_10_10_10).AsUInt32(), LastLane).AsUInt64();
        At(ref x, 3) = Avx2.Blend(At(ref x, 3).AsUInt32(), columns.AsUInt32(), LastLane).AsUInt64();
    }

    // All carries, in place, of columns below 2^63.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CarryAll(ref Lanes a)
    {
        Lanes mask = Mask;
        Lanes low = At(ref a, 0);
        Lanes high = At(ref a, Half);
        Lanes l0 = low & mask, h0 = high & mask;
        low = (low >>> Radix) + At(ref a, 1);
        high = (high >>> Radix) + At(ref a, 9);
        At(ref a, 1) = low & mask;
        At(ref a, 9) = high & mask;
        low = (low >>> Radix) + At(ref a, 2);
        high = (high >>> Radix) + At(ref a, 10);
        At(ref a, 2) = low & mask;
        At(ref a, 10) = high & mask;
        low = (low >>> Radix) + At(ref a, 3);
        high = (high >>> Radix) + At(ref a, 11);
        At(ref a, 3) = low & mask;
        At(ref a, 11) = high & mask;
        low = (low >>> Radix) + At(ref a, 4);
        high = (high >>> Radix) + At(ref a, 12);
        At(ref a, 4) = low & mask;
        At(ref a, 12) = high & mask;
        low = (low >>> Radix) + At(ref a, 5);
        high = (high >>> Radix) + At(ref a, 13);
        At(ref a, 5) = low & mask;
        At(ref a, 13) = high & mask;
        low = (low >>> Radix) + At(ref a, 6);
        high = (high >>> Radix) + At(ref a, 14);
        At(ref a, 6) = low & mask;
        At(ref a, 14) = high & mask;
        low = (low >>> Radix) + At(ref a, 7);
        high = (high >>> Radix) + At(ref a, 15);
        At(ref a, 7) = low & mask;
        At(ref a, 15) = high & mask;
        low >>>= Radix;
        high >>>= Radix;
        l0 += high;
        h0 += low + high;
        At(ref a, 0) = l0 & mask;
        At(ref a, 1) += l0 >>> Radix;
        At(ref a, Half) = h0 & mask;
        At(ref a, Half + 1) += h0 >>> Radix;
    }

    /// <summary>
    /// An element f as the matrix of the multiplication by it: row i has the 16 columns of 2^(28 i) f. Its entries are sums of up to four limbs
    /// of f.
    /// </summary>
    [InlineArray(Limbs * Limbs / 4)]
    internal struct Matrix
    {
        private Lanes _first;

        /// <summary>The matrix of a carried element.</summary>
        public Matrix(in Field448 f)
        {
            this = default;
            Span<ulong> limbs = stackalloc ulong[Limbs];
            for (int i = 0; i < Half; i++)
            {
                limbs[2 * i] = f.LimbAt(i) & ((1UL << Radix) - 1);
                limbs[(2 * i) + 1] = f.LimbAt(i) >> Radix;
            }

            Span<ulong> entries = System.Runtime.InteropServices.MemoryMarshal.Cast<Lanes, ulong>((Span<Lanes>)this);
            for (int i = 0; i < Limbs; i++)
            {
                Span<ulong> row = entries.Slice(Limbs * i, Limbs);
                for (int j = 0; j < Limbs; j++)
                {
                    // With phi = 2^224: phi^2 = phi + 1, phi^3 = 2 phi + 1.
                    int column = (i + j) % Half;
                    int power = (i + j) / Half;
                    row[column] += power is 1 ? 0 : limbs[j];
                    row[column + Half] += power is 0 ? 0 : power is 3 ? 2 * limbs[j] : limbs[j];
                }
            }

            limbs.Clear();
        }
    }
}
