// The field of 2^448 - 2^224 - 1 elements (RFC 7748 4.2): representation, sums, selection.
//
// Eight 64-bit limbs of radix 2^56, limb 4 being the one of weight phi = 2^224. Two states of a value:
//   carried   every limb below 2^56 + 2^8     result of every operation but Add
//   loose     every limb below 2^57 + 2^9     result of Add, a sum of two carried values
// Multiply, Square and Subtract take loose operands, Add takes carried ones. Nothing here branches or indexes on a value.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

internal partial struct Field448
{
    /// <summary>Octets of an encoded element.</summary>
    public const int Size = 56;

    private const ulong Mask = (1UL << 56) - 1;

    private ulong _0, _1, _2, _3, _4, _5, _6, _7;

    /// <summary>The element <paramref name="value"/>, which is below 2^56.</summary>
    public Field448(ulong value)
    {
        this = default;
        _0 = value;
    }

    /// <summary>Limb <paramref name="index"/>.</summary>
    public readonly ulong LimbAt(int index) => Unsafe.Add(ref Unsafe.AsRef(in _0), index);

    /// <summary>Sets limb <paramref name="index"/>.</summary>
    public void SetLimb(int index, ulong value) => Unsafe.Add(ref _0, index) = value;

    /// <summary>r = a + b; both carried, the result loose.</summary>
    public static void Add(out Field448 r, in Field448 a, in Field448 b)
    {
        unchecked
        {
            r._0 = a._0 + b._0;
            r._1 = a._1 + b._1;
            r._2 = a._2 + b._2;
            r._3 = a._3 + b._3;
            r._4 = a._4 + b._4;
            r._5 = a._5 + b._5;
            r._6 = a._6 + b._6;
            r._7 = a._7 + b._7;
        }
    }

    /// <summary>r = a - b; both may be loose, the result is carried.</summary>
    public static void Subtract(out Field448 r, in Field448 a, in Field448 b)
    {
        // 4p in limb form exceeds every loose limb of b.
        const ulong fourP = 4 * Mask;
        unchecked
        {
            ulong d0 = a._0 + fourP - b._0;
            ulong d1 = a._1 + fourP - b._1;
            ulong d2 = a._2 + fourP - b._2;
            ulong d3 = a._3 + fourP - b._3;
            ulong d4 = a._4 + (fourP - 4) - b._4;
            ulong d5 = a._5 + fourP - b._5;
            ulong d6 = a._6 + fourP - b._6;
            ulong d7 = a._7 + fourP - b._7;
            ulong top = d7 >> 56;
            r._7 = (d7 & Mask) + (d6 >> 56);
            r._6 = (d6 & Mask) + (d5 >> 56);
            r._5 = (d5 & Mask) + (d4 >> 56);
            r._4 = (d4 & Mask) + (d3 >> 56) + top;
            r._3 = (d3 & Mask) + (d2 >> 56);
            r._2 = (d2 & Mask) + (d1 >> 56);
            r._1 = (d1 & Mask) + (d0 >> 56);
            r._0 = (d0 & Mask) + top;
        }
    }

    /// <summary>r = -a.</summary>
    public static void Negate(out Field448 r, in Field448 a) => Subtract(out r, default, a);

    /// <summary>r = b where <paramref name="mask"/> is all ones, a where it is zero.</summary>
    public static void Select(out Field448 r, in Field448 a, in Field448 b, ulong mask)
    {
        r._0 = a._0 ^ (mask & (a._0 ^ b._0));
        r._1 = a._1 ^ (mask & (a._1 ^ b._1));
        r._2 = a._2 ^ (mask & (a._2 ^ b._2));
        r._3 = a._3 ^ (mask & (a._3 ^ b._3));
        r._4 = a._4 ^ (mask & (a._4 ^ b._4));
        r._5 = a._5 ^ (mask & (a._5 ^ b._5));
        r._6 = a._6 ^ (mask & (a._6 ^ b._6));
        r._7 = a._7 ^ (mask & (a._7 ^ b._7));
    }

    /// <summary>Exchanges a and b where <paramref name="mask"/> is all ones; leaves them where it is zero.</summary>
    public static void Swap(ref Field448 a, ref Field448 b, ulong mask)
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
        x = mask & (a._5 ^ b._5);
        a._5 ^= x;
        b._5 ^= x;
        x = mask & (a._6 ^ b._6);
        a._6 ^= x;
        b._6 ^= x;
        x = mask & (a._7 ^ b._7);
        a._7 ^= x;
        b._7 ^= x;
    }

    /// <summary>r = -a where <paramref name="mask"/> is all ones, a where it is zero; the result is carried.</summary>
    public static void NegateIf(out Field448 r, in Field448 a, ulong mask)
    {
        Unsafe.SkipInit(out Field448 negated);
        Negate(out negated, a);
        Select(out r, a, negated, mask);
    }
}
