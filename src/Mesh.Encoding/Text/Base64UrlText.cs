using System.Buffers.Text;

namespace Mesh.Encoding;

/// <summary>
/// Binary values in JSON: base64url without padding (RFC 4648 section 5). Written strictly; read with or without padding and with
/// white space anywhere, because published signed objects wrap long values (draft-hallambaker-jsonbcd section 2).
/// </summary>
public static class Base64UrlText
{
    /// <summary>Unpadded base64url of <paramref name="octets"/>.</summary>
    public static string Encode(ReadOnlySpan<byte> octets) => Base64Url.EncodeToString(octets);

    /// <summary>Reads base64url, dropping ASCII white space and accepting padding.</summary>
    /// <exception cref="EncodingException">Not base64url (<see cref="EncodingError.Base64Url"/>).</exception>
    public static byte[] Decode(ReadOnlySpan<char> text) =>
        TryDecode(text, out byte[] octets)
            ? octets
            : throw new EncodingException(EncodingError.Base64Url, "the value is not base64url text");

    /// <summary>As <see cref="Decode"/>, without an exception; the octets are empty on failure.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] octets)
    {
        octets = [];
        char[] kept = new char[text.Length];
        int count = 0;
        foreach (char c in text)
        {
            if (c is not (' ' or '\t' or '\r' or '\n'))
            {
                kept[count++] = c;
            }
        }

        ReadOnlySpan<char> digits = kept.AsSpan(0, count);
        int padding = digits.Length - digits.TrimEnd('=').Length;
        digits = digits[..^padding];
        if (digits.Length % 4 == 1 || (padding > 0 && (padding > 2 || (digits.Length + padding) % 4 != 0)))
        {
            return false;
        }

        // The platform decoder skips white space that the loop above does not (none remains) and refuses non-zero leftover bits.
        if (!Base64Url.IsValid(digits))
        {
            return false;
        }

        octets = Base64Url.DecodeFromChars(digits);
        return true;
    }
}
