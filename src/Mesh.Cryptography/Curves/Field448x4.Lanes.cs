// What goes on between products of four elements side by side: reading and writing lanes, sums, exchanges.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

using Lanes = Vector256<ulong>;

internal partial struct Field448x4
{
    // The limbs of 2p, but for limb 8, where it is less by 2; they exceed those of carried values.
    private const ulong TwoP = 2 * ((1UL << Radix) - 1);

    // As words of 32 bits: 0 1 2 3 becomes 1 0 3 2.
    private const byte PairsExchanged = 0b01_00_11_10;

    /// <summary>Four elements, each loose in the sense of <see cref="Field448"/>; the result is loose.</summary>
    public static void Create(out Field448x4 r, in Field448 a, in Field448 b, in Field448 c, in Field448 d)
    {
        Unsafe.SkipInit(out r);
        for (int i = 0; i < Half; i++)
        {
            var limbs = Vector256.Create(a.LimbAt(i), b.LimbAt(i), c.LimbAt(i), d.LimbAt(i));
            r[2 * i] = limbs & Mask;
            r[(2 * i) + 1] = limbs >>> Radix;
        }
    }

    /// <summary>The element in a lane of carried values; the result is carried.</summary>
    public readonly Field448 Element(int lane)
    {
        Field448 r = default;
        for (int i = 0; i < Half; i++)
        {
            r.SetLimb(i, this[2 * i][lane] + (this[(2 * i) + 1][lane] << Radix));
        }

        // The limbs are below 2^56 + 2^38.
        Field448.Subtract(out r, r, default);
        return r;
    }

    /// <summary>r = (x + y, x - y, z + w, z - w) for a = (x, y, z, w); a and r are carried.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumsAndDifferences(out Field448x4 r, ref Field448x4 a)
    {
        Unsafe.SkipInit(out r);
        SumsAndDifferences(ref First(ref r), ref First(ref a));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SumsAndDifferences(ref Lanes r, ref Lanes a)
    {
        // -v is the complement of v and 1.
        Lanes complement = Vector256.Create(0, ulong.MaxValue, 0, ulong.MaxValue);
        Lanes bias = Vector256.Create(0, TwoP + 1, 0, TwoP + 1);
        Lanes bias8 = Vector256.Create(0, TwoP - 1, 0, TwoP - 1);
        Lanes mask = Mask;
        Lanes t7 = SumAndDifference(At(ref a, 7), complement, bias);
        Lanes t15 = SumAndDifference(At(ref a, 15), complement, bias);
        Lanes top = t15 >>> Radix;
        Lanes t0 = SumAndDifference(At(ref a, 0), complement, bias);
        At(ref r, 0) = (t0 & mask) + top;
        Lanes t8 = SumAndDifference(At(ref a, 8), complement, bias8);
        At(ref r, 8) = (t8 & mask) + (t7 >>> Radix) + top;
        Lanes t1 = SumAndDifference(At(ref a, 1), complement, bias);
        At(ref r, 1) = (t1 & mask) + (t0 >>> Radix);
        Lanes t9 = SumAndDifference(At(ref a, 9), complement, bias);
        At(ref r, 9) = (t9 & mask) + (t8 >>> Radix);
        Lanes t2 = SumAndDifference(At(ref a, 2), complement, bias);
        At(ref r, 2) = (t2 & mask) + (t1 >>> Radix);
        Lanes t10 = SumAndDifference(At(ref a, 10), complement, bias);
        At(ref r, 10) = (t10 & mask) + (t9 >>> Radix);
        Lanes t3 = SumAndDifference(At(ref a, 3), complement, bias);
        At(ref r, 3) = (t3 & mask) + (t2 >>> Radix);
        Lanes t11 = SumAndDifference(At(ref a, 11), complement, bias);
        At(ref r, 11) = (t11 & mask) + (t10 >>> Radix);
        Lanes t4 = SumAndDifference(At(ref a, 4), complement, bias);
        At(ref r, 4) = (t4 & mask) + (t3 >>> Radix);
        Lanes t12 = SumAndDifference(At(ref a, 12), complement, bias);
        At(ref r, 12) = (t12 & mask) + (t11 >>> Radix);
        Lanes t5 = SumAndDifference(At(ref a, 5), complement, bias);
        At(ref r, 5) = (t5 & mask) + (t4 >>> Radix);
        Lanes t13 = SumAndDifference(At(ref a, 13), complement, bias);
        At(ref r, 13) = (t13 & mask) + (t12 >>> Radix);
        Lanes t6 = SumAndDifference(At(ref a, 6), complement, bias);
        At(ref r, 6) = (t6 & mask) + (t5 >>> Radix);
        Lanes t14 = SumAndDifference(At(ref a, 14), complement, bias);
        At(ref r, 14) = (t14 & mask) + (t13 >>> Radix);
        At(ref r, 7) = (t7 & mask) + (t6 >>> Radix);
        At(ref r, 15) = (t15 & mask) + (t14 >>> Radix);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes SumAndDifference(Lanes v, Lanes complement, Lanes bias) => ExchangePairs(v) + (v ^ complement) + bias;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes ExchangePairs(Lanes v) => Avx2.Shuffle(v.AsUInt32(), PairsExchanged).AsUInt64();
}
