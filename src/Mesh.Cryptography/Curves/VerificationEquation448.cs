// The cofactored equation of Ed448 for one signature, in variable time: whether [s]B - [k]A - R has an order that divides 4.
//
// With k = u/v modulo L, u and v of half the size of L (HalfSizeRatio), the equation times v is [vs]B - [u]A - [v]R; v is not 0 modulo L, so that
// it holds where the first does. The scalar e = vs is split in two as well, e = e0 + 2^224 e1, with a second table for 2^224 B: four products with
// scalars of 224 bits at most share 224 doublings. Non-adjacent forms, of width 7 for the two tables of odd multiples that are computed at first use,
// of width 5 for A and R. All is done on the image under the isogeny of IsogenousPoint448, where the sum is to be neutral.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

using Point = ExtendedPoint448<Edwards448Form>;

/// <summary>The check at the end of verification. Never for secrets.</summary>
internal static class VerificationEquation448
{
    private const int BaseWidth = 7;
    private const int PointWidth = 5;
    private const int BaseTableSize = 1 << (BaseWidth - 2);
    private const int PointTableSize = 1 << (PointWidth - 2);

    // Where the scalar of the base point is split.
    private const int Split = 224;

    // A non-adjacent form may have one digit more than its number has bits; four words of it are recoded.
    private const int Digits = (64 * HalfSizeRatio.Length) + 1;

    /// <summary>Whether [4]([s]B - [k]a - r) is neutral.</summary>
    public static bool Holds(in Scalar448 s, in Scalar448 k, in Point a, in Point r)
    {
        Unsafe.SkipInit(out DigitTable digits);
        Recode(s, k, digits);
        IsogenousPoint448.FromEdwards448(out IsogenousPoint448 key, a);
        IsogenousPoint448.FromEdwards448(out IsogenousPoint448 commitment, r);
        Sum(out IsogenousPoint448 sum, digits, key, commitment);
        return sum.NeutralMask() != 0;
    }

    /// <summary>The same with coordinates side by side, where <see cref="Field448x4.IsSupported"/>.</summary>
    public static bool HoldsByVectors(in Scalar448 s, in Scalar448 k, in Point a, in Point r)
    {
        Unsafe.SkipInit(out DigitTable digits);
        Recode(s, k, digits);
        IsogenousPoint448.FromEdwards448(out IsogenousPoint448 key, a);
        IsogenousPoint448.FromEdwards448(out IsogenousPoint448 commitment, r);
        SumByVectors(out IsogenousPoint448x4 sum, digits, key, commitment);
        return sum.ToPoint().NeutralMask() != 0;
    }

    // Digits of the four products: of the key, of R, and of the two halves of e for the base point.
    private static void Recode(in Scalar448 s, in Scalar448 k, Span<sbyte> digits)
    {
        Span<ulong> words = stackalloc ulong[HalfSizeRatio.Length];
        Scalar448 v = default;
        bool negative = HalfSizeRatio.Find(k, words, v[..HalfSizeRatio.Length]);
        NonAdjacentForm.Recode(words, PointWidth, Of(digits, 0));
        NonAdjacentForm.Recode(v[..HalfSizeRatio.Length], PointWidth, Of(digits, 1));
        Scalar448 e = Scalar448.Multiply(v, s);
        e[..4].CopyTo(words);
        words[3] &= uint.MaxValue;
        NonAdjacentForm.Recode(words, BaseWidth, Of(digits, 2));
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = (e[i + 3] >> 32) | (i + 4 < Scalar448.Size / 8 ? e[i + 4] << 32 : 0);
        }

        NonAdjacentForm.Recode(words, BaseWidth, Of(digits, 3));

        // e B - u A - v R, or e B + u A - v R.
        Negate(Of(digits, 1));
        if (!negative)
        {
            Negate(Of(digits, 0));
        }
    }

    [SkipLocalsInit]
    private static void Sum(
        out IsogenousPoint448 sum, ReadOnlySpan<sbyte> digits, in IsogenousPoint448 key, in IsogenousPoint448 commitment)
    {
        Span<PreparedPoint448> keyTable = stackalloc PreparedPoint448[PointTableSize];
        Span<PreparedPoint448> commitmentTable = stackalloc PreparedPoint448[PointTableSize];
        PreparedPoint448.OddMultiples(key, keyTable);
        PreparedPoint448.OddMultiples(commitment, commitmentTable);
        ReadOnlySpan<sbyte> ofKey = digits[..Digits];
        ReadOnlySpan<sbyte> ofCommitment = digits.Slice(Digits, Digits);
        ReadOnlySpan<sbyte> ofLow = digits.Slice(2 * Digits, Digits);
        ReadOnlySpan<sbyte> ofHigh = digits.Slice(3 * Digits, Digits);
        sum = IsogenousPoint448.Neutral;
        for (int i = Split; i >= 0; i--)
        {
            int inKey = ofKey[i];
            int inCommitment = ofCommitment[i];
            int low = ofLow[i];
            int high = ofHigh[i];

            // An addition needs the T of what it adds to.
            IsogenousPoint448.Double(out sum, sum, withT: (inKey | inCommitment | low | high) != 0);
            AddDigit(ref sum, keyTable, inKey, withT: (inCommitment | low | high) != 0);
            AddDigit(ref sum, commitmentTable, inCommitment, withT: (low | high) != 0);
            AddDigit(ref sum, Tables.Low, low, withT: high != 0);
            AddDigit(ref sum, Tables.High, high, withT: false);
        }
    }

    [SkipLocalsInit]
    private static void SumByVectors(
        out IsogenousPoint448x4 sum, ReadOnlySpan<sbyte> digits, in IsogenousPoint448 key, in IsogenousPoint448 commitment)
    {
        Span<PreparedPoint448x4> keyTable = stackalloc PreparedPoint448x4[PointTableSize];
        Span<PreparedPoint448x4> commitmentTable = stackalloc PreparedPoint448x4[PointTableSize];
        PreparedPoint448x4.OddMultiples(key, keyTable);
        PreparedPoint448x4.OddMultiples(commitment, commitmentTable);
        sum = IsogenousPoint448x4.Neutral;
        for (int i = Split; i >= 0; i--)
        {
            IsogenousPoint448x4.Double(out sum, ref sum);
            AddDigit(ref sum, keyTable, digits[i]);
            AddDigit(ref sum, commitmentTable, digits[Digits + i]);
            AddDigit(ref sum, VectorTables.Low, digits[(2 * Digits) + i]);
            AddDigit(ref sum, VectorTables.High, digits[(3 * Digits) + i]);
        }
    }

    private static void AddDigit(ref IsogenousPoint448 sum, ReadOnlySpan<PreparedPoint448> table, int digit, bool withT)
    {
        if (digit > 0)
        {
            IsogenousPoint448.Add(out sum, sum, table[digit >> 1], withT);
        }
        else if (digit < 0)
        {
            IsogenousPoint448.Subtract(out sum, sum, table[-digit >> 1], withT);
        }
    }

    private static void AddDigit(ref IsogenousPoint448 sum, PreparedAffinePoint448[] table, int digit, bool withT)
    {
        if (digit > 0)
        {
            PreparedAffinePoint448.Add(out sum, sum, table[digit >> 1], withT);
        }
        else if (digit < 0)
        {
            PreparedAffinePoint448.Subtract(out sum, sum, table[-digit >> 1], withT);
        }
    }

    private static void AddDigit(ref IsogenousPoint448x4 sum, Span<PreparedPoint448x4> table, int digit)
    {
        if (digit > 0)
        {
            IsogenousPoint448x4.Add(out sum, ref sum, ref table[digit >> 1]);
        }
        else if (digit < 0)
        {
            IsogenousPoint448x4.Subtract(out sum, ref sum, ref table[-digit >> 1]);
        }
    }

    private static Span<sbyte> Of(Span<sbyte> digits, int product) => digits.Slice(product * Digits, Digits);

    private static void Negate(Span<sbyte> digits)
    {
        foreach (ref sbyte digit in digits)
        {
            digit = (sbyte)-digit;
        }
    }

    // The image of 2^doublings B.
    private static IsogenousPoint448 Base(int doublings)
    {
        _ = Edwards448.TryDecode(Edwards448.EncodedBase, out Point point);
        IsogenousPoint448.FromEdwards448(out IsogenousPoint448 image, point);
        for (int i = 0; i < doublings; i++)
        {
            IsogenousPoint448.Double(out image, image);
        }

        return image;
    }

    [InlineArray(4 * Digits)]
    private struct DigitTable
    {
        private sbyte _first;
    }

    // Each pair of tables is computed when it is first used.
    private static class Tables
    {
        public static readonly PreparedAffinePoint448[] Low = PreparedAffinePoint448.OddMultiples(Base(0), BaseTableSize);
        public static readonly PreparedAffinePoint448[] High = PreparedAffinePoint448.OddMultiples(Base(Split), BaseTableSize);
    }

    private static class VectorTables
    {
        public static readonly PreparedPoint448x4[] Low = Multiples(0);
        public static readonly PreparedPoint448x4[] High = Multiples(Split);

        private static PreparedPoint448x4[] Multiples(int doublings)
        {
            var table = new PreparedPoint448x4[BaseTableSize];
            PreparedPoint448x4.OddMultiples(Base(doublings), table);
            return table;
        }
    }
}
