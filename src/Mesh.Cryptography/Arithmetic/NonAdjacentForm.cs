// Non-adjacent forms of public scalars, for products in variable time (Mesh threshold, section 10.6).

using System.Numerics;

namespace Mesh.Cryptography;

/// <summary>Public scalars as signed digits for variable-time products.</summary>
internal static class NonAdjacentForm
{
    /// <summary>
    /// Digits that are zero or odd and below 2^(width-1) in magnitude, any two of them at least <paramref name="width"/> places apart;
    /// one digit more than the scalar has bits.
    /// </summary>
    public static void Recode(ReadOnlySpan<ulong> scalar, int width, Span<sbyte> digits)
    {
        digits.Clear();
        int position = 0;
        ulong carry = 0;
        while (TryNext(scalar, width, ref position, ref carry, out int digit))
        {
            digits[position] = (sbyte)digit;
            position += width;
        }
    }

    /// <summary>
    /// The next digit other than zero at or after <paramref name="position"/>, which becomes its place; false where there is none. The caller
    /// goes on <paramref name="width"/> places further.
    /// </summary>
    public static bool TryNext(ReadOnlySpan<ulong> scalar, int width, ref int position, ref ulong carry, out int digit)
    {
        while (position < 64 * scalar.Length)
        {
            // A carry runs through the ones of a window as the absence of one does through zeros.
            ulong window = unchecked(Window(scalar, position) + carry);
            if (window == 0)
            {
                position += 64;
                continue;
            }

            position += BitOperations.TrailingZeroCount(window);
            window = unchecked(Window(scalar, position) + carry);
            digit = (int)(window & ((1UL << width) - 1));
            carry = (ulong)digit >> (width - 1);
            digit -= (int)(carry << width);
            return true;
        }

        digit = (int)carry;
        carry = 0;
        position = Math.Max(position, 64 * scalar.Length);
        return digit != 0;
    }

    // 64 bits from position on.
    private static ulong Window(ReadOnlySpan<ulong> scalar, int position)
    {
        int word = position >> 6;
        int shift = position & 63;
        ulong low = word < scalar.Length ? scalar[word] >> shift : 0;
        ulong high = shift != 0 && word + 1 < scalar.Length ? scalar[word + 1] << (64 - shift) : 0;
        return low | high;
    }
}
