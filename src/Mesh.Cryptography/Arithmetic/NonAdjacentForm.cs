// Non-adjacent forms of public scalars, for products in variable time (Mesh threshold, section 10.6).

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
        int carry = 0;
        int i = 0;
        while (i < digits.Length)
        {
            int bit = Bit(scalar, i);
            if (bit == carry)
            {
                i++;
                continue;
            }

            int digit = carry;
            for (int j = 0; j < width; j++)
            {
                digit += Bit(scalar, i + j) << j;
            }

            carry = digit >> (width - 1);
            digits[i] = (sbyte)(digit - (carry << width));
            i += width;
        }
    }

    private static int Bit(ReadOnlySpan<ulong> scalar, int index) =>
        index >= 64 * scalar.Length ? 0 : (int)((scalar[index >> 6] >> (index & 63)) & 1);
}
