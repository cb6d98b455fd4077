// Secret scalars as odd signed digits of radix 16 (Joye and Tunstall, "Exponent recoding and regular exponentiation algorithms", 2009): no digit
// is 0, so that every window adds a point, and a sum from the highest digit on is never the neutral element before it is complete.
//
// With h = floor(s/2) + 16^n/2 and u its n digits from 0 to 15, the digits 2u - 15 sum up to 2h - (16^n - 1) = 2 floor(s/2) + 1: s where it is
// odd, s + 1 where it is even.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>Odd signed digits from -15 to 15, sixteen to a word. Constant time.</summary>
internal static class SignedWindows
{
    /// <summary>Entries in a table of the multiples 1, 3, ..., 15.</summary>
    public const int Multiples = 8;

    /// <summary>Digits in a word.</summary>
    public const int PerWord = 16;

    /// <summary>Turns a scalar s into the digits of s, or of s + 1 where it is even; the highest one is positive.</summary>
    public static void Recode(Span<ulong> scalar)
    {
        for (int i = 0; i < scalar.Length - 1; i++)
        {
            scalar[i] = (scalar[i] >> 1) | (scalar[i + 1] << 63);
        }

        scalar[^1] = (scalar[^1] >> 1) | (1UL << 63);
    }

    /// <summary>
    /// Where the multiple that belongs to digit <paramref name="i"/> stands in the table, and all ones where the digit is negative, else 0.
    /// </summary>
    public static ulong Digit(ReadOnlySpan<ulong> recoded, int i, out ulong negative) =>
        Split(recoded[i / PerWord] >> (4 * (i % PerWord)), out negative);

    /// <summary>The same of the digit in the lowest four bits of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Split(ulong word, out ulong negative)
    {
        // u from 8 to 15 is 2 (u - 8) + 1, u from 0 to 7 is -(2 (7 - u) + 1).
        negative = unchecked(((word >> 3) & 1) - 1);
        return (word ^ negative) & (Multiples - 1);
    }
}
