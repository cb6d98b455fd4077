using System.Buffers;
using System.Buffers.Text;

namespace Mesh.Encoding;

/// <summary>
/// Binary values in JSON: base64url without padding (RFC 4648 section 5). Written strictly; read with or without padding and with
/// white space anywhere, because published signed objects wrap long values (draft-hallambaker-jsonbcd section 2).
/// </summary>
public static class Base64UrlText
{
    // The platform's code for vectors is compiled at every start of a program, which takes longer than the digits of a short value.
    private const int Short = 1024;

    private const int BitsOfDigit = 6;
    private const uint DigitMask = (1 << BitsOfDigit) - 1;

    private static ReadOnlySpan<byte> Digits => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8;

    /// <summary>Unpadded base64url of <paramref name="octets"/>.</summary>
    public static string Encode(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > Short)
        {
            return Base64Url.EncodeToString(octets);
        }

        Span<byte> text = stackalloc byte[EncodedLength(octets.Length)];
        EncodeDigits(octets, text);
        return System.Text.Encoding.ASCII.GetString(text);
    }

    /// <summary>Writes the unpadded base64url of <paramref name="octets"/> as ASCII and returns the number of digits.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static int Encode(ReadOnlySpan<byte> octets, Span<byte> destination)
    {
        if (octets.Length > Short)
        {
            return Base64Url.EncodeToUtf8(octets, destination);
        }

        int length = EncodedLength(octets.Length);
        if (destination.Length < length)
        {
            throw new ArgumentException("the destination is too short", nameof(destination));
        }

        EncodeDigits(octets, destination[..length]);
        return length;
    }

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
        byte[] kept = new byte[text.Length];
        int count = 0;
        foreach (char c in text)
        {
            if (!char.IsAscii(c))
            {
                return false;
            }

            if (c is not (' ' or '\t' or '\r' or '\n'))
            {
                kept[count++] = (byte)c;
            }
        }

        int padding = 0;
        while (count > 0 && kept[count - 1] == '=')
        {
            padding++;
            count--;
        }

        return (padding == 0 || (padding <= 2 && (count + padding) % 4 == 0)) && TryDecodeDigits(kept.AsSpan(0, count), out octets);
    }

    /// <summary>Reads base64url in ASCII that has neither white space nor padding; the octets are empty on failure.</summary>
    public static bool TryDecodeDigits(ReadOnlySpan<byte> digits, out byte[] octets)
    {
        octets = [];
        if (digits.Length % 4 == 1)
        {
            return false;
        }

        byte[] decoded = new byte[digits.Length / 4 * 3 + Math.Max(0, (digits.Length % 4) - 1)];
        if (digits.Length <= Short ? !TryDecodeDigits(digits, decoded) : !TryDecodeVectors(digits, decoded))
        {
            return false;
        }

        octets = decoded;
        return true;
    }

    private static int EncodedLength(int octets) => ((octets * 8) + BitsOfDigit - 1) / BitsOfDigit;

    private static void EncodeDigits(ReadOnlySpan<byte> octets, Span<byte> text)
    {
        int bits = 0;
        uint held = 0;
        int at = 0;
        foreach (byte octet in octets)
        {
            held = unchecked((held << 8) | octet);
            for (bits += 8; bits >= BitsOfDigit; bits -= BitsOfDigit)
            {
                text[at++] = Digits[(int)((held >> (bits - BitsOfDigit)) & DigitMask)];
            }
        }

        if (bits > 0)
        {
            text[at] = Digits[(int)((held << (BitsOfDigit - bits)) & DigitMask)];
        }
    }

    // Bits left over by the last digit must be zero.
    private static bool TryDecodeDigits(ReadOnlySpan<byte> digits, Span<byte> octets)
    {
        int bits = 0;
        uint held = 0;
        int at = 0;
        foreach (byte digit in digits)
        {
            int value = ValueOf(digit);
            if (value < 0)
            {
                return false;
            }

            held = unchecked((held << BitsOfDigit) | (uint)value);
            bits += BitsOfDigit;
            if (bits >= 8)
            {
                bits -= 8;
                octets[at++] = unchecked((byte)(held >> bits));
            }
        }

        return (held & ((1u << bits) - 1)) == 0;
    }

    // The platform would skip white space, and take padding written = or %.
    private static bool TryDecodeVectors(ReadOnlySpan<byte> digits, Span<byte> octets) =>
        !digits.Contains((byte)'%') && Base64Url.IsValid(digits, out int length) && length == octets.Length
        && Base64Url.DecodeFromUtf8(digits, octets, out int read, out int written) == OperationStatus.Done
        && read == digits.Length && written == octets.Length;

    private static int ValueOf(byte digit) => digit switch
    {
        >= (byte)'A' and <= (byte)'Z' => digit - 'A',
        >= (byte)'a' and <= (byte)'z' => digit - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => digit - '0' + 52,
        (byte)'-' => 62,
        (byte)'_' => 63,
        _ => -1,
    };
}
