// The operations on points of IsogenousPoint448x4: see there.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

using Lanes = Vector256<ulong>;

internal partial struct Field448x4
{
    // The limbs of 4p, but for limb 8, where it is less by 4.
    private const ulong FourP = 2 * TwoP;

    /// <summary>r = (x, y, z, x + y) for p = (x, y, z, t), which is carried; r is loose.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DoublingSquares(out Field448x4 r, ref Field448x4 p)
    {
        Unsafe.SkipInit(out r);
        for (int i = 0; i < Limbs; i++)
        {
            Lanes v = At(ref First(ref p), i);
            Lanes sum = Avx2.Permute4x64(v, 0b00_00_00_00) + Avx2.Permute4x64(v, 0b01_01_01_01);
            At(ref First(ref r), i) = Avx2.Blend(v.AsUInt32(), sum.AsUInt32(), LastLane).AsUInt64();
        }
    }

    /// <summary>
    /// With e = d - a - b, f = 2c + a - b, g = b - a, h = a + b for s = (a, b, c, d): left = (e, g, f, e), right = (f, h, g, h). All are carried.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DoublingFactors(out Field448x4 left, out Field448x4 right, ref Field448x4 s)
    {
        Unsafe.SkipInit(out left);
        Unsafe.SkipInit(out right);
        ref Lanes x = ref First(ref left);
        ref Lanes y = ref First(ref right);
        ref Lanes z = ref First(ref s);

        // -v is the complement of v and 1; lanes 0 and 1 have one or two such terms, lane 2 one.
        Lanes bias = Vector256.Create(FourP + 2, TwoP + 1, TwoP + 1, 0);
        Lanes bias8 = Vector256.Create(FourP - 2, TwoP - 1, TwoP - 1, 0);
        Lanes mask = Mask;
        Lanes t7 = DoublingTerms(At(ref z, 7), bias);
        Lanes t15 = DoublingTerms(At(ref z, 15), bias);
        Lanes top = t15 >>> Radix;
        Lanes t0 = DoublingTerms(z, bias);
        Lanes t8 = DoublingTerms(At(ref z, 8), bias8);
        SpreadDoubling(ref x, ref y, (t0 & mask) + top);
        SpreadDoubling(ref At(ref x, 8), ref At(ref y, 8), (t8 & mask) + (t7 >>> Radix) + top);
        Lanes t1 = DoublingTerms(At(ref z, 1), bias);
        SpreadDoubling(ref At(ref x, 1), ref At(ref y, 1), (t1 & mask) + (t0 >>> Radix));
        Lanes t9 = DoublingTerms(At(ref z, 9), bias);
        SpreadDoubling(ref At(ref x, 9), ref At(ref y, 9), (t9 & mask) + (t8 >>> Radix));
        Lanes t2 = DoublingTerms(At(ref z, 2), bias);
        SpreadDoubling(ref At(ref x, 2), ref At(ref y, 2), (t2 & mask) + (t1 >>> Radix));
        Lanes t10 = DoublingTerms(At(ref z, 10), bias);
        SpreadDoubling(ref At(ref x, 10), ref At(ref y, 10), (t10 & mask) + (t9 >>> Radix));
        Lanes t3 = DoublingTerms(At(ref z, 3), bias);
        SpreadDoubling(ref At(ref x, 3), ref At(ref y, 3), (t3 & mask) + (t2 >>> Radix));
        Lanes t11 = DoublingTerms(At(ref z, 11), bias);
        SpreadDoubling(ref At(ref x, 11), ref At(ref y, 11), (t11 & mask) + (t10 >>> Radix));
        Lanes t4 = DoublingTerms(At(ref z, 4), bias);
        SpreadDoubling(ref At(ref x, 4), ref At(ref y, 4), (t4 & mask) + (t3 >>> Radix));
        Lanes t12 = DoublingTerms(At(ref z, 12), bias);
        SpreadDoubling(ref At(ref x, 12), ref At(ref y, 12), (t12 & mask) + (t11 >>> Radix));
        Lanes t5 = DoublingTerms(At(ref z, 5), bias);
        SpreadDoubling(ref At(ref x, 5), ref At(ref y, 5), (t5 & mask) + (t4 >>> Radix));
        Lanes t13 = DoublingTerms(At(ref z, 13), bias);
        SpreadDoubling(ref At(ref x, 13), ref At(ref y, 13), (t13 & mask) + (t12 >>> Radix));
        Lanes t6 = DoublingTerms(At(ref z, 6), bias);
        SpreadDoubling(ref At(ref x, 6), ref At(ref y, 6), (t6 & mask) + (t5 >>> Radix));
        Lanes t14 = DoublingTerms(At(ref z, 14), bias);
        SpreadDoubling(ref At(ref x, 14), ref At(ref y, 14), (t14 & mask) + (t13 >>> Radix));
        SpreadDoubling(ref At(ref x, 7), ref At(ref y, 7), (t7 & mask) + (t6 >>> Radix));
        SpreadDoubling(ref At(ref x, 15), ref At(ref y, 15), (t15 & mask) + (t14 >>> Radix));
    }

    /// <summary>
    /// r = (y - x, y + x, t, z) for p = (x, y, z, t), or (y - x, y + x, -t, z) where <paramref name="negative"/>; p is carried, the limbs of r are below
    /// 2^30.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AdditionOperand(out Field448x4 r, ref Field448x4 p, bool negative)
    {
        Unsafe.SkipInit(out r);
        ref Lanes x = ref First(ref r);
        ref Lanes y = ref First(ref p);
        Lanes flips = Vector256.Create(ulong.MaxValue, 0, 0, 0);
        Lanes turns = Vector256.Create(0, 0, negative ? ulong.MaxValue : 0, 0);
        Lanes bias = Vector256.Create(TwoP + 1, 0, negative ? TwoP + 1 : 0, 0);
        for (int i = 0; i < Limbs; i++)
        {
            Lanes v = At(ref y, i);

            // (y, y, t, z) + (-x, x, 0, 0)
            Lanes first = Avx2.Permute4x64(v, 0b10_11_01_01) ^ turns;
            Lanes second = (Avx2.Permute4x64(v, 0b00_00_00_00) ^ flips) & Vector256.Create(ulong.MaxValue, ulong.MaxValue, 0, 0);
            At(ref x, i) = first + second + bias;
        }

        At(ref x, Half) -= Vector256.Create(2, 0, negative ? 2UL : 0, 0);
    }

    /// <summary>r = (y, x, z, t) for p = (x, y, z, t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ExchangeFirstPair(out Field448x4 r, ref Field448x4 p)
    {
        Unsafe.SkipInit(out r);
        for (int i = 0; i < Limbs; i++)
        {
            At(ref First(ref r), i) = Avx2.Permute4x64(At(ref First(ref p), i), 0b11_10_00_01);
        }
    }

    /// <summary>
    /// With h = a + b, e = a - b, f = c + d, g = c - d for s = (a, b, c, d): left = (e, g, f, e), right = (f, h, g, h). All are carried.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AdditionFactors(out Field448x4 left, out Field448x4 right, ref Field448x4 s)
    {
        Unsafe.SkipInit(out left);
        Unsafe.SkipInit(out right);
        ref Lanes x = ref First(ref left);
        ref Lanes y = ref First(ref right);
        SumsAndDifferences(ref x, ref First(ref s));
        for (int i = 0; i < Limbs; i++)
        {
            Lanes v = At(ref x, i);
            At(ref x, i) = Avx2.Permute4x64(v, 0b01_10_11_01);
            At(ref y, i) = Avx2.Permute4x64(v, 0b00_11_00_10);
        }
    }

    /// <summary>r = (y - x, y + x, c t, 2z) for p = (x, y, z, t), which is carried, and c below 2^17; limbs below 2^28 + 2^20.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PrepareOperand(out Field448x4 r, ref Field448x4 p, ulong c)
    {
        AdditionOperand(out r, ref p, negative: false);
        ref Lanes x = ref First(ref r);
        Lanes factors = Vector256.Create(1, 1, c, 2);
        Lanes mask = Mask;
        for (int i = 0; i < Limbs; i++)
        {
            At(ref x, i) = Product(At(ref x, i), factors);
        }

        Lanes low = At(ref x, Half - 1) >>> Radix;
        Lanes high = At(ref x, Limbs - 1) >>> Radix;
        for (int i = Half - 1; i > 0; i--)
        {
            At(ref x, i) = (At(ref x, i) & mask) + (At(ref x, i - 1) >>> Radix);
            At(ref x, i + Half) = (At(ref x, i + Half) & mask) + (At(ref x, i + Half - 1) >>> Radix);
        }

        x = (x & mask) + high;
        At(ref x, Half) = (At(ref x, Half) & mask) + low + high;
    }

    // (d - a - b, b - a, 2c + a - b, a + b) without carries.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes DoublingTerms(Lanes v, Lanes bias)
    {
        Lanes first = Avx2.Permute4x64(v, 0b00_10_01_11);
        Lanes second = Avx2.Permute4x64(v, 0b01_00_00_00) ^ Vector256.Create(ulong.MaxValue, ulong.MaxValue, 0, 0);
        Lanes third = Avx2.AndNot(Avx2.Permute4x64(v, 0b01_01_01_01), Vector256.Create(ulong.MaxValue, 0, ulong.MaxValue, 0));
        Lanes fourth = v & Vector256.Create(0, 0, ulong.MaxValue, 0);
        return first + second + (third + fourth) + bias;
    }

    // From (e, g, f, h) the factors (e, g, f, e) and (f, h, g, h).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpreadDoubling(ref Lanes left, ref Lanes right, Lanes v)
    {
        left = Avx2.Permute4x64(v, 0b00_10_01_00);
        right = Avx2.Permute4x64(v, 0b11_01_11_10);
    }
}
