using System.Security.Cryptography;

namespace Mesh.Encoding;

/// <summary>
/// Base64url of secrets, the same language as <see cref="Base64UrlText"/>: digits are mapped by arithmetic, without tables or branches on
/// them, and no copy is left behind. Slower; for keys and the like.
/// </summary>
public static class SecretBase64Url
{
    private const int BitsOfDigit = 6;
    private const uint DigitMask = (1 << BitsOfDigit) - 1;

    /// <summary>Digits of so many octets.</summary>
    public static int EncodedLength(int octets) => ((octets * 8) + BitsOfDigit - 1) / BitsOfDigit;

    /// <summary>Writes the unpadded base64url of <paramref name="octets"/> as ASCII and returns the number of digits.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static int Encode(ReadOnlySpan<byte> octets, Span<byte> destination)
    {
        int length = EncodedLength(octets.Length);
        if (destination.Length < length)
        {
            throw new ArgumentException("the destination is too short", nameof(destination));
        }

        int bits = 0;
        uint held = 0;
        int at = 0;
        foreach (byte octet in octets)
        {
            held = unchecked((held << 8) | octet);
            for (bits += 8; bits >= BitsOfDigit; bits -= BitsOfDigit)
            {
                destination[at++] = Digit((int)((held >> (bits - BitsOfDigit)) & DigitMask));
            }
        }

        if (bits > 0)
        {
            destination[at] = Digit((int)((held << (BitsOfDigit - bits)) & DigitMask));
        }

        return length;
    }

    /// <summary>Reads base64url, dropping ASCII white space and accepting padding, into a pinned array that the caller zeroes.</summary>
    /// <exception cref="EncodingException">Not base64url (<see cref="EncodingError.Base64Url"/>).</exception>
    public static byte[] Decode(ReadOnlySpan<char> text) =>
        TryDecode(text, out byte[] octets)
            ? octets
            : throw new EncodingException(EncodingError.Base64Url, "the value is not base64url text");

    /// <summary>As <see cref="Decode"/>, without an exception; the octets are empty on failure.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] octets)
    {
        octets = [];
        if (!TryCountDigits(text, out int digits))
        {
            return false;
        }

        byte[] decoded = GC.AllocateArray<byte>((int)((long)digits * BitsOfDigit / 8), pinned: true);
        int bits = 0;
        uint held = 0;
        int at = 0;
        int all = 0;
        foreach (char c in text)
        {
            if (IsWhiteSpace(c) || c == '=')
            {
                continue;
            }

            int value = ValueOf(c);
            all |= value;
            held = unchecked((held << BitsOfDigit) | (uint)value);
            bits += BitsOfDigit;
            if (bits >= 8)
            {
                bits -= 8;
                decoded[at++] = unchecked((byte)(held >> bits));
            }
        }

        // Bits left over by the last digit must be zero.
        if (all >= 0 && (held & ((1u << bits) - 1)) == 0)
        {
            octets = decoded;
            return true;
        }

        CryptographicOperations.ZeroMemory(decoded);
        return false;
    }

    // False where padding is not at the end, or makes no whole groups of four.
    private static bool TryCountDigits(ReadOnlySpan<char> text, out int digits)
    {
        digits = 0;
        int padding = 0;
        foreach (char c in text)
        {
            if (IsWhiteSpace(c))
            {
                continue;
            }

            if (c == '=')
            {
                padding++;
            }
            else if (padding > 0)
            {
                return false;
            }
            else
            {
                digits++;
            }
        }

        return digits % 4 != 1 && (padding == 0 || (padding <= 2 && (digits + padding) % 4 == 0));
    }

    private static bool IsWhiteSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    // 0-25 give A-Z; each line shifts what lies above the range before it.
    private static byte Digit(int value)
    {
        int digit = value + 'A';
        digit += ((25 - value) >> 31) & ('a' - 'A' - 26);
        digit += ((51 - value) >> 31) & ('0' - 'a' - 26);
        digit += ((61 - value) >> 31) & ('-' - '0' - 10);
        digit += ((62 - value) >> 31) & ('_' - '-' - 1);
        return (byte)digit;
    }

    // −1 for what is no digit; each line adds value + 1 where the character lies in its range.
    private static int ValueOf(int digit)
    {
        int value = -1;
        value += ((('A' - 1 - digit) & (digit - 'Z' - 1)) >> 31) & (digit - 'A' + 1);
        value += ((('a' - 1 - digit) & (digit - 'z' - 1)) >> 31) & (digit - 'a' + 27);
        value += ((('0' - 1 - digit) & (digit - '9' - 1)) >> 31) & (digit - '0' + 53);
        value += ((('-' - 1 - digit) & (digit - '-' - 1)) >> 31) & 63;
        value += ((('_' - 1 - digit) & (digit - '_' - 1)) >> 31) & 64;
        return value;
    }
}
