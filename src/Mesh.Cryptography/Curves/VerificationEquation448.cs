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

    private static readonly PreparedAffinePoint448[] LowTable = PreparedAffinePoint448.OddMultiples(Base(0), BaseTableSize);
    private static readonly PreparedAffinePoint448[] HighTable = PreparedAffinePoint448.OddMultiples(Base(Split), BaseTableSize);

    /// <summary>Whether [4]([s]B - [k]a - r) is neutral.</summary>
    [SkipLocalsInit]
    public static bool Holds(in Scalar448 s, in Scalar448 k, in Point a, in Point r)
    {
        Span<ulong> words = stackalloc ulong[HalfSizeRatio.Length];
        Span<sbyte> keyDigits = stackalloc sbyte[Digits];
        Span<sbyte> commitmentDigits = stackalloc sbyte[Digits];
        Span<sbyte> lowDigits = stackalloc sbyte[Digits];
        Span<sbyte> highDigits = stackalloc sbyte[Digits];
        Scalar448 v = default;
        bool negative = HalfSizeRatio.Find(k, words, v[..HalfSizeRatio.Length]);
        NonAdjacentForm.Recode(words, PointWidth, keyDigits);
        NonAdjacentForm.Recode(v[..HalfSizeRatio.Length], PointWidth, commitmentDigits);
        SplitScalar(Scalar448.Multiply(v, s), lowDigits, highDigits, words);

        Span<PreparedPoint448> keyTable = stackalloc PreparedPoint448[PointTableSize];
        Span<PreparedPoint448> commitmentTable = stackalloc PreparedPoint448[PointTableSize];
        IsogenousPoint448.FromEdwards448(out IsogenousPoint448 image, a);
        PreparedPoint448.OddMultiples(image, keyTable);
        IsogenousPoint448.FromEdwards448(out image, r);
        PreparedPoint448.OddMultiples(image, commitmentTable);

        int i = Split;
        while (i >= 0 && keyDigits[i] == 0 && commitmentDigits[i] == 0 && lowDigits[i] == 0 && highDigits[i] == 0)
        {
            i--;
        }

        IsogenousPoint448 sum = IsogenousPoint448.Neutral;
        for (; i >= 0; i--)
        {
            int inKey = negative ? keyDigits[i] : -keyDigits[i];
            int inCommitment = -commitmentDigits[i];
            int low = lowDigits[i];
            int high = highDigits[i];

            // An addition needs the T of what it adds to.
            IsogenousPoint448.Double(out sum, sum, withT: (inKey | inCommitment | low | high) != 0);
            AddDigit(ref sum, keyTable, inKey, withT: (inCommitment | low | high) != 0);
            AddDigit(ref sum, commitmentTable, inCommitment, withT: (low | high) != 0);
            AddDigit(ref sum, LowTable, low, withT: high != 0);
            AddDigit(ref sum, HighTable, high, withT: false);
        }

        return sum.NeutralMask() != 0;
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

    private static void SplitScalar(in Scalar448 e, Span<sbyte> low, Span<sbyte> high, Span<ulong> words)
    {
        e[..4].CopyTo(words);
        words[3] &= uint.MaxValue;
        NonAdjacentForm.Recode(words, BaseWidth, low);
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = (e[i + 3] >> 32) | (i + 4 < Scalar448.Size / 8 ? e[i + 4] << 32 : 0);
        }

        NonAdjacentForm.Recode(words, BaseWidth, high);
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
}
