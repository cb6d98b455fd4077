// The Montgomery ladder of Ladder25519 with its two points in the four lanes of AVX2 registers: (x2, z2, x3, z3). A step is three rounds of four
// products, the third of which serves its last lane only.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

using V = Vector256<ulong>;

/// <summary>u([k]P) from u(P) on machines with AVX2.</summary>
internal static class Ladder25519x4
{
    /// <summary>The ladder without its last division: [k]P = x/z.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<byte> k, in Field25519 u, out Field25519 x, out Field25519 z)
    {
        var one = new Field25519(1);
        Field25519x4.Pack(out Field25519x4 v, one, default, u, one);
        Field25519x4.Pack(out Field25519x4 multiplier, one, one, one, u);
        ulong swapped = 0;
        for (int i = Ladder25519.Steps - 1; i >= 0; i--)
        {
            ulong bit = ((ulong)k[i >> 3] >> (i & 7)) & 1;
            Step(ref v, multiplier, swapped ^ bit);
            swapped = bit;
        }

        v.Unpack(out x, out z, out Field25519 x3, out Field25519 z3);
        ulong last = unchecked(0UL - swapped);
        Field25519.Swap(ref x, ref x3, last);
        Field25519.Swap(ref z, ref z3, last);

        // The points on the way to a secret one are secret too (Mesh threshold, section 7).
        v = default;
        x3 = z3 = default;
    }

    /// <summary>
    /// From (x2, z2, x3, z3), the two points exchanged where <paramref name="exchange"/> is 1 and not 0, the double of the first and the sum of
    /// both; <paramref name="multiplier"/> is (1, 1, 1, u).
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Step(ref Field25519x4 v, in Field25519x4 multiplier, ulong exchange)
    {
        Vector256<uint> order = Vector256.Create(0U, 1, 2, 3, 4, 5, 6, 7) ^ Vector256.Create(unchecked((uint)exchange << 2));
        Field25519x4 left, right;
        Unsafe.SkipInit(out left);
        Unsafe.SkipInit(out right);
        First(out left.W0, out right.W0, v.W0, order, Field25519x4.TwiceModulus0);
        First(out left.W1, out right.W1, v.W1, order, Field25519x4.TwiceModulus);
        First(out left.W2, out right.W2, v.W2, order, Field25519x4.TwiceModulus);
        First(out left.W3, out right.W3, v.W3, order, Field25519x4.TwiceModulus);
        First(out left.W4, out right.W4, v.W4, order, Field25519x4.TwiceModulus);
        Field25519x4.Multiply(out Field25519x4 w, left, right);
        Second(out left.W0, out right.W0, w.W0, Field25519x4.TwiceModulus0);
        Second(out left.W1, out right.W1, w.W1, Field25519x4.TwiceModulus);
        Second(out left.W2, out right.W2, w.W2, Field25519x4.TwiceModulus);
        Second(out left.W3, out right.W3, w.W3, Field25519x4.TwiceModulus);
        Second(out left.W4, out right.W4, w.W4, Field25519x4.TwiceModulus);
        Field25519x4.AddSmallMultiple(ref right, left, Vector256.Create(0, Ladder25519.A24, 0, 0));
        Field25519x4.Multiply(out v, left, right);
        Field25519x4.Multiply(out v, v, multiplier);
    }

    // (A, B, C, D) = (x2 + z2, x2 - z2, x3 + z3, x3 - z3), the pairs exchanged as the order says, against (A, B, B, A): A^2, B^2, BC, AD.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void First(out V left, out V right, V v, Vector256<uint> order, ulong twiceModulus)
    {
        left = Avx2.PermuteVar8x32(SumsAndDifferences(v, twiceModulus).AsUInt32(), order).AsUInt64();
        right = Avx2.Permute4x64(left, 0b00_01_01_00);
    }

    // From (A^2, B^2, BC, AD) with E = A^2 - B^2: (A^2, E, BC + AD, BC - AD) against (B^2, A^2, BC + AD, BC - AD); what is missing is the
    // multiple of E that goes with A^2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Second(out V left, out V right, V w, ulong twiceModulus)
    {
        V sums = SumsAndDifferences(w, twiceModulus);
        left = Avx2.Blend(sums.AsUInt32(), w.AsUInt32(), 0b00_00_00_11).AsUInt64();
        right = Avx2.Blend(Avx2.Shuffle(w.AsUInt32(), 0b01_00_11_10), sums.AsUInt32(), 0b11_11_00_00).AsUInt64();
    }

    // (a + b, a - b + 2p, c + d, c - d + 2p) from carried (a, b, c, d): 3-fold at most.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SumsAndDifferences(V v, ulong twiceModulus)
    {
        // -b = ~b + 1 in either half of a word.
        const ulong ones = (1UL << 32) | 1;
        V negated = Vector256.Create(0, ulong.MaxValue, 0, ulong.MaxValue);
        V constant = Vector256.Create(0, twiceModulus + ones, 0, twiceModulus + ones);
        Vector256<uint> sum = Avx2.UnpackLow(v, v).AsUInt32() + (Avx2.UnpackHigh(v, v) ^ negated).AsUInt32() + constant.AsUInt32();
        return sum.AsUInt64();
    }
}
