// Secret scalars as signed digits of radix 16 (Mesh threshold, section 10.6).

namespace Mesh.Cryptography;

/// <summary>Signed digits of radix 16. Constant time.</summary>
internal static class SignedWindows
{
    /// <summary>
    /// Digits in -8..7, least significant first. There are enough of them where the scalar is below half of 16 to their number; the last
    /// carry is then 0.
    /// </summary>
    public static void Recode(ReadOnlySpan<ulong> scalar, Span<sbyte> digits)
    {
        int carry = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = (int)((scalar[i >> 4] >> (4 * (i & 15))) & 15) + carry;
            carry = (digit + 8) >> 4;
            digits[i] = unchecked((sbyte)(digit - (carry << 4)));
        }
    }
}
