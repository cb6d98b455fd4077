namespace Mesh.Cryptography;

/// <summary>A secret scalar as 112 signed digits of radix 16, each in -8..7, the last one in 0..4 (threshold digest, section 10.6).</summary>
internal static class SignedWindows448
{
    /// <summary>Number of digits.</summary>
    public const int Count = 112;

    /// <summary>Recodes <paramref name="scalar"/>, least significant digit first.</summary>
    public static void Recode(in Scalar448 scalar, Span<sbyte> digits)
    {
        int carry = 0;
        for (int i = 0; i < Count; i++)
        {
            int digit = (int)((scalar[i >> 4] >> (4 * (i & 15))) & 15) + carry;
            carry = (digit + 8) >> 4;
            digits[i] = unchecked((sbyte)(digit - (carry << 4)));
        }
    }
}
