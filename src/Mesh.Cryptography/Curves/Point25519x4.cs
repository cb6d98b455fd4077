// Points of edwards25519 as in ExtendedPoint25519 with their coordinates in the four lanes of AVX2 registers: (X, Y, Z, T). Additions and doublings
// are two rounds of four products with sums between them (Mesh threshold, section 10.3).

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

using V = Vector256<ulong>;

/// <summary>A point in extended coordinates, carried, on machines with AVX2.</summary>
internal struct Point25519x4
{
    private const ulong Ones = (1UL << 32) | 1;

    private Field25519x4 _v;

    /// <summary>Takes a point with carried coordinates.</summary>
    public Point25519x4(in ExtendedPoint25519 point) => Field25519x4.Pack(out _v, point.X, point.Y, point.Z, point.T);

    /// <summary>The same point in the other form.</summary>
    public readonly ExtendedPoint25519 ToExtended()
    {
        ExtendedPoint25519 r;
        _v.Unpack(out r.X, out r.Y, out r.Z, out r.T);
        return r;
    }

    /// <summary>r = p + q, for any points; r may be p.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(out Point25519x4 r, in Point25519x4 p, in PreparedPoint25519x4 q)
    {
        Field25519x4 left, right;
        Unsafe.SkipInit(out left);
        Unsafe.SkipInit(out right);
        left.W0 = DifferenceAndSum(p._v.W0, Field25519x4.TwiceModulus0);
        left.W1 = DifferenceAndSum(p._v.W1, Field25519x4.TwiceModulus);
        left.W2 = DifferenceAndSum(p._v.W2, Field25519x4.TwiceModulus);
        left.W3 = DifferenceAndSum(p._v.W3, Field25519x4.TwiceModulus);
        left.W4 = DifferenceAndSum(p._v.W4, Field25519x4.TwiceModulus);
        Field25519x4.Multiply(out Field25519x4 w, left, q.Value);
        Factors(out left.W0, out right.W0, AddSums(w.W0, Field25519x4.TwiceModulus0));
        Factors(out left.W1, out right.W1, AddSums(w.W1, Field25519x4.TwiceModulus));
        Factors(out left.W2, out right.W2, AddSums(w.W2, Field25519x4.TwiceModulus));
        Factors(out left.W3, out right.W3, AddSums(w.W3, Field25519x4.TwiceModulus));
        Factors(out left.W4, out right.W4, AddSums(w.W4, Field25519x4.TwiceModulus));
        Unsafe.SkipInit(out r);
        Field25519x4.Multiply(out r._v, left, right);
    }

    /// <summary>r = 2p; r may be p.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Double(out Point25519x4 r, in Point25519x4 p)
    {
        Field25519x4 left, right;
        Unsafe.SkipInit(out left);
        Unsafe.SkipInit(out right);
        left.W0 = WithSum(p._v.W0);
        left.W1 = WithSum(p._v.W1);
        left.W2 = WithSum(p._v.W2);
        left.W3 = WithSum(p._v.W3);
        left.W4 = WithSum(p._v.W4);
        Field25519x4.Square(out Field25519x4 w, left);
        V w0 = DoubleSums(w.W0, Field25519x4.TwiceModulus0);
        V w1 = DoubleSums(w.W1, Field25519x4.TwiceModulus);
        V w2 = DoubleSums(w.W2, Field25519x4.TwiceModulus);
        V w3 = DoubleSums(w.W3, Field25519x4.TwiceModulus);
        V w4 = DoubleSums(w.W4, Field25519x4.TwiceModulus);
        Field25519x4.CarryWords(ref w0, ref w1, ref w2, ref w3, ref w4);
        Factors(out left.W0, out right.W0, w0);
        Factors(out left.W1, out right.W1, w1);
        Factors(out left.W2, out right.W2, w2);
        Factors(out left.W3, out right.W3, w3);
        Factors(out left.W4, out right.W4, w4);
        Unsafe.SkipInit(out r);
        Field25519x4.Multiply(out r._v, left, right);
    }

    /// <summary>(Y - X, Y + X, Z, T): 3-fold at most.</summary>
    public readonly void Prepare(out Field25519x4 r)
    {
        r.W0 = DifferenceAndSum(_v.W0, Field25519x4.TwiceModulus0);
        r.W1 = DifferenceAndSum(_v.W1, Field25519x4.TwiceModulus);
        r.W2 = DifferenceAndSum(_v.W2, Field25519x4.TwiceModulus);
        r.W3 = DifferenceAndSum(_v.W3, Field25519x4.TwiceModulus);
        r.W4 = DifferenceAndSum(_v.W4, Field25519x4.TwiceModulus);
    }

    // (Y - X + 2p, Y + X, Z, T); differences are formed as a + ~b + 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V DifferenceAndSum(V v, ulong twiceModulus)
    {
        V negated = v ^ Vector256.Create(ulong.MaxValue, 0, 0, 0);
        Vector256<uint> sum = Exchanged(v).AsUInt32() + negated.AsUInt32() + Vector256.Create(twiceModulus + Ones, 0, 0, 0).AsUInt32();
        return Avx2.Blend(sum, v.AsUInt32(), 0b11_11_00_00).AsUInt64();
    }

    // (A, B, D, C) to (E, H, F, G) = (B - A, B + A, D - C, D + C), the differences plus 2p.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V AddSums(V v, ulong twiceModulus)
    {
        V straight = v ^ Vector256.Create(ulong.MaxValue, 0, 0, 0);
        V crossed = Exchanged(v) ^ Vector256.Create(0, 0, ulong.MaxValue, 0);
        V constant = Vector256.Create(twiceModulus + Ones, 0, twiceModulus + Ones, 0);
        return (straight.AsUInt32() + crossed.AsUInt32() + constant.AsUInt32()).AsUInt64();
    }

    // (X, Y, Z, X + Y)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithSum(V v) =>
        Avx2.Permute4x64(v, 0b00_10_01_00) + Avx2.Blend(default, Avx2.Permute4x64(v, 0b01_01_01_01).AsUInt32(), 0b11_00_00_00).AsUInt64();

    // (A, B, C, S) to (E, H, F, G) = (A + B - S, A + B, A - B + 2C, A - B) with 2p where something is subtracted: 5-fold at most.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V DoubleSums(V v, ulong twiceModulus)
    {
        V a = Avx2.Permute4x64(v, 0b00_00_00_00);
        V b = Avx2.Permute4x64(v, 0b01_01_01_01) ^ Vector256.Create(0, 0, ulong.MaxValue, ulong.MaxValue);
        V third = Avx2.Blend(Avx2.Permute4x64(v, 0b10_10_11_11).AsUInt32(), default, 0b11_00_11_00).AsUInt64();
        V again = third & Vector256.Create(0, 0, ulong.MaxValue, 0);
        third ^= Vector256.Create(ulong.MaxValue, 0, 0, 0);
        V constant = Vector256.Create(twiceModulus + Ones, 0, twiceModulus + Ones, twiceModulus + Ones);
        return ((a.AsUInt32() + b.AsUInt32()) + (third.AsUInt32() + again.AsUInt32()) + constant.AsUInt32()).AsUInt64();
    }

    // From (E, H, F, G): EF, HG, FG, EH are the new X, Y, Z, T.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Factors(out V left, out V right, V sums)
    {
        left = Avx2.Permute4x64(sums, 0b00_10_01_00);
        right = Avx2.Permute4x64(sums, 0b01_11_11_10);
    }

    // (b, a, d, c) from (a, b, c, d)
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exchanged(V v) => Avx2.Shuffle(v.AsUInt32(), 0b01_00_11_10).AsUInt64();
}
