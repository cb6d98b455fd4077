using System.Buffers.Binary;

namespace Mesh.Encoding;

/// <summary>
/// A tag followed by a big-endian number of 1, 2, 4 or 8 octets, the low two bits of the tag choosing which: the form of lengths
/// and integers throughout draft-hallambaker-jsonbcd.
/// </summary>
internal static class LengthForm
{
    /// <summary>Tag and number, at most.</summary>
    public const int MaximumLength = 9;

    /// <summary>Octets of the number that follows <paramref name="tag"/>.</summary>
    public static int NumberLength(byte tag) => 1 << (tag & JsonBTag.LengthMask);

    /// <summary>The form, 0 to 3, that holds <paramref name="value"/> in the fewest octets.</summary>
    public static int ShortestForm(ulong value) => value switch
    {
        <= byte.MaxValue => 0,
        <= ushort.MaxValue => 1,
        <= uint.MaxValue => 2,
        _ => 3,
    };

    /// <summary>Writes tag and number in the shortest form; returns the octets written.</summary>
    public static int Write(Span<byte> destination, byte family, ulong value)
    {
        int form = ShortestForm(value);
        int length = 1 << form;
        destination[0] = (byte)(family + form);
        Span<byte> whole = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(whole, value);
        whole[(8 - length)..].CopyTo(destination[1..]);
        return 1 + length;
    }

    /// <summary>A big-endian number of up to 8 octets.</summary>
    public static ulong ReadNumber(ReadOnlySpan<byte> octets)
    {
        ulong value = 0;
        foreach (byte b in octets)
        {
            value = (value << 8) | b;
        }

        return value;
    }
}
