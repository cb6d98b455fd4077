namespace Mesh.Encoding;

/// <summary>
/// Base32 as fingerprints use it: RFC 4648 section 6 alphabet A-Z 2-7, upper case, no padding, a dash after every fourth
/// character (draft-hallambaker-mesh-udf section 3.5). n octets have ceil(8n/5) characters; the unused low bits of the last one
/// are zero. Seeds and shares pass through here, so characters are mapped by arithmetic, without tables or branches on values.
/// </summary>
public static class Base32
{
    /// <summary>Bits of a character.</summary>
    public const int CharacterBits = 5;

    private const int GroupLength = 4;

    /// <summary>The characters, dashes not counted, of <paramref name="octets"/> octets.</summary>
    public static int CharacterCount(int octets) => ((octets * 8) + 4) / 5;

    /// <summary>All of <paramref name="octets"/>, in groups of four.</summary>
    public static string Encode(ReadOnlySpan<byte> octets) => Encode(octets, CharacterCount(octets.Length) * 5);

    /// <summary>The first <paramref name="bits"/> bits (a multiple of 5), in groups of four; bits beyond the octets are zero.</summary>
    public static string Encode(ReadOnlySpan<byte> octets, int bits)
    {
        int length = TextLength(octets, bits);
        return length == 0 ? string.Empty : string.Create(length, octets, static (text, octets) => WriteGroups(octets, text));
    }

    /// <summary>As the other overload, into memory that the caller can zero; returns the characters written, dashes included.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public static int Encode(ReadOnlySpan<byte> octets, int bits, Span<char> destination)
    {
        int length = TextLength(octets, bits);
        if (destination.Length < length)
        {
            throw new ArgumentException("the destination is too short", nameof(destination));
        }

        WriteGroups(octets, destination[..length]);
        return length;
    }

    /// <summary>
    /// How many alphabet characters <paramref name="text"/> has. Either case is read; dashes and ASCII white space are skipped.
    /// </summary>
    /// <exception cref="EncodingException">Any other character (<see cref="EncodingError.Base32"/>).</exception>
    public static int CountCharacters(ReadOnlySpan<char> text) =>
        TryCountCharacters(text, out int characters)
            ? characters
            : throw new EncodingException(EncodingError.Base32, "a character is not Base32 (A-Z, 2-7, dashes)");

    /// <summary>As <see cref="CountCharacters"/>, without an exception.</summary>
    public static bool TryCountCharacters(ReadOnlySpan<char> text, out int characters)
    {
        characters = 0;
        foreach (char c in text)
        {
            if (!IsSeparator(c))
            {
                if (Value(c) < 0)
                {
                    return false;
                }

                characters++;
            }
        }

        return true;
    }

    /// <summary>The whole octets of <paramref name="text"/>; bits left over after the last one are dropped.</summary>
    /// <exception cref="EncodingException">A character outside the alphabet (<see cref="EncodingError.Base32"/>).</exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        byte[] octets = new byte[CountCharacters(text) * 5 / 8];
        DecodeBits(text, octets);
        return octets;
    }

    /// <summary>
    /// Writes the bits of <paramref name="text"/> from the first octet of <paramref name="destination"/> on, as far as it reaches;
    /// low bits of a last octet that is only partly covered are zero. Returns the number of bits in the text.
    /// </summary>
    /// <exception cref="EncodingException">A character outside the alphabet (<see cref="EncodingError.Base32"/>).</exception>
    public static int DecodeBits(ReadOnlySpan<char> text, Span<byte> destination)
    {
        int bits = CountCharacters(text) * 5;
        destination.Clear();
        uint buffer = 0;
        int held = 0;
        int next = 0;
        foreach (char c in text)
        {
            if (IsSeparator(c))
            {
                continue;
            }

            buffer = ((buffer & 0xFF) << 5) | (uint)Value(c);
            held += 5;
            if (held >= 8 && next < destination.Length)
            {
                held -= 8;
                destination[next++] = (byte)((buffer >> held) & 0xFF);
            }
            else if (held >= 8)
            {
                break;
            }
        }

        if (held > 0 && next < destination.Length)
        {
            destination[next] = (byte)((buffer << (8 - held)) & 0xFF);
        }

        return bits;
    }

    private static int TextLength(ReadOnlySpan<byte> octets, int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bits % 5, 0, nameof(bits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, CharacterCount(octets.Length) * 5);
        int characters = bits / 5;
        return characters == 0 ? 0 : characters + ((characters - 1) / GroupLength);
    }

    private static void WriteGroups(ReadOnlySpan<byte> octets, Span<char> text)
    {
        uint buffer = 0;
        int held = 0;
        int next = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (i % (GroupLength + 1) == GroupLength)
            {
                text[i] = '-';
                continue;
            }

            if (held < 5)
            {
                buffer = ((buffer & 0x1F) << 8) | (next < octets.Length ? octets[next++] : (uint)0);
                held += 8;
            }

            held -= 5;
            text[i] = Character((int)(buffer >> held) & 0x1F);
        }
    }

    private static bool IsSeparator(char c) => c is '-' or ' ' or '\t' or '\r' or '\n';

    // 0-25 give A-Z; from 26 on the distance to '2' is 41 less.
    private static char Character(int value) => (char)(value + 'A' + (((25 - value) >> 31) & ('2' - 'A' - 26)));

    // −1 outside the alphabet; each line adds value + 1 where the character lies in its range.
    private static int Value(int c)
    {
        int value = -1;
        value += ((('A' - 1 - c) & (c - 'Z' - 1)) >> 31) & (c - 'A' + 1);
        value += ((('a' - 1 - c) & (c - 'z' - 1)) >> 31) & (c - 'a' + 1);
        value += ((('2' - 1 - c) & (c - '7' - 1)) >> 31) & (c - '2' + 27);
        return value;
    }
}
