// Four elements of the field of 2^255 - 19 at once, in the four 64-bit lanes of AVX2 registers (Mesh threshold, section 10.3).
//
// Ten limbs of radix 2^25.5: limb j has weight 2^ceil(25.5 j), so the even ones have 26 bits and the odd ones 25. Word i of a lane holds limb 2i
// in its low half and limb 2i + 1 in its high half, which is limb i of Field25519 cut in two. "n-fold" says that every limb is below n times
// its nominal range; the states of a value are
//   carried   even limbs below 2^26 + 2^13, odd ones below 2^25 + 2^17    result of every product
//   n-fold    sum of n carried values, or a carried value subtracted from 2p (2-fold)
// Sums and differences are formed in place by the callers, word by word: see Point25519x4. Nothing here branches or indexes on a value.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

using V = Vector256<ulong>;

/// <summary>Four field elements in AVX2 registers.</summary>
internal struct Field25519x4
{
    /// <summary>Bits of an even limb.</summary>
    public const int EvenBits = 26;

    private const int OddBits = 25;
    private const ulong EvenMask = (1UL << EvenBits) - 1;
    private const ulong OddMask = (1UL << OddBits) - 1;

    /// <summary>Word 0 of 2p.</summary>
    public const ulong TwiceModulus0 = ((1UL << 27) - 38) | (((1UL << 26) - 2) << 32);

    /// <summary>Words 1 to 4 of 2p.</summary>
    public const ulong TwiceModulus = ((1UL << 27) - 2) | (((1UL << 26) - 2) << 32);

    /// <summary>The words, least significant first.</summary>
    public V W0, W1, W2, W3, W4;

    // Code for vectors is not compiled ahead of time. Compiling it takes as long as this number of products saves by it, about 8 ms: it is for
    // processes that do more than a few.
    private const int PortableAtFirst = 200;

    private static int _products;

    /// <summary>Whether this machine has the instructions. Nothing else of this type may be called where it does not.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.NoInlining)] // a caller that asks for instructions is not compiled ahead of time either
        get => Avx2.IsSupported;
    }

    /// <summary>Whether to compute the next product with vectors; asked once for each.</summary>
    public static bool IsWorthwhile()
    {
        if (_products < PortableAtFirst)
        {
            _products++;
            return false;
        }

        return IsSupported;
    }

    /// <summary>Four carried elements, one to a lane.</summary>
    public static void Pack(out Field25519x4 r, in Field25519 a, in Field25519 b, in Field25519 c, in Field25519 d)
    {
        r.W0 = Split(a.Limb0, b.Limb0, c.Limb0, d.Limb0);
        r.W1 = Split(a.Limb1, b.Limb1, c.Limb1, d.Limb1);
        r.W2 = Split(a.Limb2, b.Limb2, c.Limb2, d.Limb2);
        r.W3 = Split(a.Limb3, b.Limb3, c.Limb3, d.Limb3);
        r.W4 = Split(a.Limb4, b.Limb4, c.Limb4, d.Limb4);
    }

    /// <summary>The four elements of a carried value.</summary>
    public readonly void Unpack(out Field25519 a, out Field25519 b, out Field25519 c, out Field25519 d)
    {
        V w0 = Join(W0), w1 = Join(W1), w2 = Join(W2), w3 = Join(W3), w4 = Join(W4);
        a = Field25519.FromLimbs(w0[0], w1[0], w2[0], w3[0], w4[0]);
        b = Field25519.FromLimbs(w0[1], w1[1], w2[1], w3[1], w4[1]);
        c = Field25519.FromLimbs(w0[2], w1[2], w2[2], w3[2], w4[2]);
        d = Field25519.FromLimbs(w0[3], w1[3], w2[3], w3[3], w4[3]);
    }

    /// <summary>
    /// r = a b lane by lane, carried; r may be one of them. a is up to 8-fold, b up to 3-fold, and the product of the two up to 24: a column, whose
    /// ten terms count up to 38 times, stays below 2^64.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(out Field25519x4 r, in Field25519x4 a, in Field25519x4 b)
    {
        V a0 = a.W0, a2 = a.W1, a4 = a.W2, a6 = a.W3, a8 = a.W4;
        V a1 = a0 >>> 32, a3 = a2 >>> 32, a5 = a4 >>> 32, a7 = a6 >>> 32, a9 = a8 >>> 32;
        V d1 = a1 + a1, d3 = a3 + a3, d5 = a5 + a5, d7 = a7 + a7, d9 = a9 + a9;
        V b0 = b.W0, b2 = b.W1, b4 = b.W2, b6 = b.W3, b8 = b.W4;
        V b1 = b0 >>> 32, b3 = b2 >>> 32, b5 = b4 >>> 32, b7 = b6 >>> 32, b9 = b8 >>> 32;
        V nineteen = Vector256.Create(19UL);
        V w1 = M(b1, nineteen), w2 = M(b2, nineteen), w3 = M(b3, nineteen), w4 = M(b4, nineteen), w5 = M(b5, nineteen);
        V w6 = M(b6, nineteen), w7 = M(b7, nineteen), w8 = M(b8, nineteen), w9 = M(b9, nineteen);

        V z0 = M(a0, b0) + M(d1, w9) + M(a2, w8) + M(d3, w7) + M(a4, w6)
            + (M(d5, w5) + M(a6, w4) + M(d7, w3) + M(a8, w2) + M(d9, w1));
        V z1 = M(a0, b1) + M(a1, b0) + M(a2, w9) + M(a3, w8) + M(a4, w7)
            + (M(a5, w6) + M(a6, w5) + M(a7, w4) + M(a8, w3) + M(a9, w2));
        V z2 = M(a0, b2) + M(d1, b1) + M(a2, b0) + M(d3, w9) + M(a4, w8)
            + (M(d5, w7) + M(a6, w6) + M(d7, w5) + M(a8, w4) + M(d9, w3));
        V z3 = M(a0, b3) + M(a1, b2) + M(a2, b1) + M(a3, b0) + M(a4, w9)
            + (M(a5, w8) + M(a6, w7) + M(a7, w6) + M(a8, w5) + M(a9, w4));
        V z4 = M(a0, b4) + M(d1, b3) + M(a2, b2) + M(d3, b1) + M(a4, b0)
            + (M(d5, w9) + M(a6, w8) + M(d7, w7) + M(a8, w6) + M(d9, w5));
        V z5 = M(a0, b5) + M(a1, b4) + M(a2, b3) + M(a3, b2) + M(a4, b1)
            + (M(a5, b0) + M(a6, w9) + M(a7, w8) + M(a8, w7) + M(a9, w6));
        V z6 = M(a0, b6) + M(d1, b5) + M(a2, b4) + M(d3, b3) + M(a4, b2)
            + (M(d5, b1) + M(a6, b0) + M(d7, w9) + M(a8, w8) + M(d9, w7));
        V z7 = M(a0, b7) + M(a1, b6) + M(a2, b5) + M(a3, b4) + M(a4, b3)
            + (M(a5, b2) + M(a6, b1) + M(a7, b0) + M(a8, w9) + M(a9, w8));
        V z8 = M(a0, b8) + M(d1, b7) + M(a2, b6) + M(d3, b5) + M(a4, b4)
            + (M(d5, b3) + M(a6, b2) + M(d7, b1) + M(a8, b0) + M(d9, w9));
        V z9 = M(a0, b9) + M(a1, b8) + M(a2, b7) + M(a3, b6) + M(a4, b5)
            + (M(a5, b4) + M(a6, b3) + M(a7, b2) + M(a8, b1) + M(a9, b0));
        Carry(out r, z0, z1, z2, z3, z4, z5, z6, z7, z8, z9);
    }

    /// <summary>r = a^2 lane by lane, carried; r may be a, which is up to 2-fold.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Square(out Field25519x4 r, in Field25519x4 a)
    {
        V a0 = a.W0, a2 = a.W1, a4 = a.W2, a6 = a.W3, a8 = a.W4;
        V a1 = a0 >>> 32, a3 = a2 >>> 32, a5 = a4 >>> 32, a7 = a6 >>> 32, a9 = a8 >>> 32;
        V d0 = a0 + a0, d1 = a1 + a1, d2 = a2 + a2, d3 = a3 + a3, d4 = a4 + a4, d5 = a5 + a5, d6 = a6 + a6, d7 = a7 + a7;
        V nineteen = Vector256.Create(19UL), thirtyEight = Vector256.Create(38UL);
        V w5 = M(a5, thirtyEight), w6 = M(a6, nineteen), w7 = M(a7, thirtyEight), w8 = M(a8, nineteen), w9 = M(a9, thirtyEight);

        V z0 = M(a0, a0) + M(d1, w9) + M(d2, w8) + (M(d3, w7) + M(d4, w6) + M(a5, w5));
        V z1 = M(d0, a1) + M(a2, w9) + M(d3, w8) + (M(a4, w7) + M(d5, w6));
        V z2 = M(d0, a2) + M(d1, a1) + M(d3, w9) + (M(d4, w8) + M(d5, w7) + M(a6, w6));
        V z3 = M(d0, a3) + M(d1, a2) + M(a4, w9) + (M(d5, w8) + M(a6, w7));
        V z4 = M(d0, a4) + M(d1, d3) + M(a2, a2) + (M(d5, w9) + M(d6, w8) + M(a7, w7));
        V z5 = M(d0, a5) + M(d1, a4) + M(d2, a3) + (M(a6, w9) + M(d7, w8));
        V z6 = M(d0, a6) + M(d1, d5) + M(d2, a4) + (M(d3, a3) + M(d7, w9) + M(a8, w8));
        V z7 = M(d0, a7) + M(d1, a6) + M(d2, a5) + (M(d3, a4) + M(a8, w9));
        V z8 = M(d0, a8) + M(d1, d7) + M(d2, a6) + (M(d3, d5) + M(a4, a4) + M(a9, w9));
        V z9 = M(d0, a9) + M(d1, a8) + M(d2, a7) + (M(d3, a6) + M(d4, a5));
        Carry(out r, z0, z1, z2, z3, z4, z5, z6, z7, z8, z9);
    }

    /// <summary>r = a^((p-5)/8) lane by lane for a carried a, by the chain of <see cref="Field25519"/>.</summary>
    [SkipLocalsInit]
    public static void Power(out Field25519x4 r, in Field25519x4 a)
    {
        Field25519x4 x1 = a;
        Square(out Field25519x4 t, x1);
        Multiply(out Field25519x4 x2, t, x1);
        SquareTimes(out t, x2, 2);
        Multiply(out t, t, x2);
        Square(out t, t);
        Multiply(out Field25519x4 x5, t, x1);
        SquareTimes(out t, x5, 5);
        Multiply(out Field25519x4 x10, t, x5);
        SquareTimes(out t, x10, 10);
        Multiply(out t, t, x10);
        SquareTimes(out Field25519x4 x40, t, 20);
        Multiply(out x40, x40, t);
        SquareTimes(out t, x40, 10);
        Multiply(out Field25519x4 x50, t, x10);
        SquareTimes(out t, x50, 50);
        Multiply(out Field25519x4 x100, t, x50);
        SquareTimes(out t, x100, 100);
        Multiply(out t, t, x100);
        SquareTimes(out t, t, 50);
        Multiply(out t, t, x50);
        SquareTimes(out t, t, 2);
        Multiply(out r, t, x1);
    }

    /// <summary>r += c a lane by lane; c is below 2^17, a up to 3-fold, r carried before and up to 2.2-fold after.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSmallMultiple(ref Field25519x4 r, in Field25519x4 a, V c)
    {
        V z0 = M(a.W0, c), z1 = M(a.W0 >>> 32, c), z2 = M(a.W1, c), z3 = M(a.W1 >>> 32, c), z4 = M(a.W2, c);
        V z5 = M(a.W2 >>> 32, c), z6 = M(a.W3, c), z7 = M(a.W3 >>> 32, c), z8 = M(a.W4, c), z9 = M(a.W4 >>> 32, c);
        V even = Vector256.Create(EvenMask), odd = Vector256.Create(OddMask);
        r.W0 += ((z0 & even) + M(z9 >>> OddBits, Vector256.Create(19UL))) + (((z1 & odd) + (z0 >>> EvenBits)) << 32);
        r.W1 += ((z2 & even) + (z1 >>> OddBits)) + (((z3 & odd) + (z2 >>> EvenBits)) << 32);
        r.W2 += ((z4 & even) + (z3 >>> OddBits)) + (((z5 & odd) + (z4 >>> EvenBits)) << 32);
        r.W3 += ((z6 & even) + (z5 >>> OddBits)) + (((z7 & odd) + (z6 >>> EvenBits)) << 32);
        r.W4 += ((z8 & even) + (z7 >>> OddBits)) + (((z9 & odd) + (z8 >>> EvenBits)) << 32);
    }

    /// <summary>Carries a value of up to 32-fold words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CarryWords(ref V w0, ref V w1, ref V w2, ref V w3, ref V w4)
    {
        Vector256<uint> bits = Vector256.Create(EvenBits | ((ulong)OddBits << 32)).AsUInt32();
        V mask = Vector256.Create(EvenMask | (OddMask << 32));
        V c0 = Avx2.ShiftRightLogicalVariable(w0.AsUInt32(), bits).AsUInt64();
        V c1 = Avx2.ShiftRightLogicalVariable(w1.AsUInt32(), bits).AsUInt64();
        V c2 = Avx2.ShiftRightLogicalVariable(w2.AsUInt32(), bits).AsUInt64();
        V c3 = Avx2.ShiftRightLogicalVariable(w3.AsUInt32(), bits).AsUInt64();
        V c4 = Avx2.ShiftRightLogicalVariable(w4.AsUInt32(), bits).AsUInt64();
        w0 = (w0 & mask) + ((c0 << 32) | M(c4 >>> 32, Vector256.Create(19UL)));
        w1 = (w1 & mask) + ((c1 << 32) | (c0 >>> 32));
        w2 = (w2 & mask) + ((c2 << 32) | (c1 >>> 32));
        w3 = (w3 & mask) + ((c3 << 32) | (c2 >>> 32));
        w4 = (w4 & mask) + ((c4 << 32) | (c3 >>> 32));
    }

    private static void SquareTimes(out Field25519x4 r, in Field25519x4 a, int times)
    {
        Square(out r, a);
        for (int i = 1; i < times; i++)
        {
            Square(out r, r);
        }
    }

    // Two chains side by side, 0 to 5 and 5 to 9 to 1, as in the reference code of Ed25519; then even and odd limbs share words again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Carry(out Field25519x4 r, V z0, V z1, V z2, V z3, V z4, V z5, V z6, V z7, V z8, V z9)
    {
        V even = Vector256.Create(EvenMask), odd = Vector256.Create(OddMask);
        z1 += z0 >>> EvenBits;
        z0 &= even;
        z6 += z5 >>> OddBits;
        z5 &= odd;
        z2 += z1 >>> OddBits;
        z1 &= odd;
        z7 += z6 >>> EvenBits;
        z6 &= even;
        z3 += z2 >>> EvenBits;
        z2 &= even;
        z8 += z7 >>> OddBits;
        z7 &= odd;
        z4 += z3 >>> OddBits;
        z3 &= odd;
        z9 += z8 >>> EvenBits;
        z8 &= even;
        z5 += z4 >>> EvenBits;
        z4 &= even;
        V top = z9 >>> OddBits;
        z9 &= odd;
        z0 += top + (top << 1) + (top << 4);
        z6 += z5 >>> OddBits;
        z5 &= odd;
        z1 += z0 >>> EvenBits;
        z0 &= even;
        r.W0 = z0 | (z1 << 32);
        r.W1 = z2 | (z3 << 32);
        r.W2 = z4 | (z5 << 32);
        r.W3 = z6 | (z7 << 32);
        r.W4 = z8 | (z9 << 32);
    }

    // The product of the low halves of every lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V M(V a, V b) => Avx2.Multiply(a.AsUInt32(), b.AsUInt32());

    private static V Split(ulong a, ulong b, ulong c, ulong d)
    {
        V limbs = Vector256.Create(a, b, c, d);
        return (limbs & Vector256.Create(EvenMask)) | ((limbs >>> EvenBits) << 32);
    }

    private static V Join(V word) => (word & Vector256.Create((ulong)uint.MaxValue)) + ((word >>> 32) << EvenBits);
}
