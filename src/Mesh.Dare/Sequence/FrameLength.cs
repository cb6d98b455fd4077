using System.Buffers.Binary;
using System.Numerics;

namespace Mesh.Dare;

/// <summary>
/// The length fields of frames and records (DARE 4.1): a code octet whose two low bits give the width, then the length in 1, 2, 4
/// or 8 octets, big-endian, the fewest that hold it; lengths have 63 bits. At the end of a frame the same octets stand reversed.
/// Size: 2, 3, 5 or 9 octets.
/// </summary>
internal static class FrameLength
{
    /// <summary>Code of a record inside a frame, width bits clear.</summary>
    public const byte RecordCode = 0xF0;

    /// <summary>Code of a frame with lengths at both ends, width bits clear.</summary>
    public const byte FrameCode = 0xF4;

    /// <summary>Octets of the largest field.</summary>
    public const int MaximumSize = 9;

    /// <summary>Octets of the field that holds <paramref name="length"/>: 2, 3, 5 or 9.</summary>
    public static int Size(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return 1 + (1 << WidthBits(length));
    }

    /// <summary>Writes the field and returns its size.</summary>
    public static int Write(Span<byte> destination, byte code, long length)
    {
        int size = Size(length);
        Span<byte> big = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(big, length);
        destination[0] = (byte)(code | WidthBits(length));
        big[(9 - size)..].CopyTo(destination[1..]);
        return size;
    }

    /// <summary>Writes the field with its octets in reverse order and returns its size.</summary>
    public static int WriteReversed(Span<byte> destination, byte code, long length)
    {
        int size = Write(destination, code, length);
        destination[..size].Reverse();
        return size;
    }

    /// <summary>Reads the field at the start of <paramref name="octets"/>, strictly.</summary>
    public static FrameFault TryRead(ReadOnlySpan<byte> octets, byte code, out long length, out int size)
    {
        length = 0;
        size = 0;
        if (octets.IsEmpty)
        {
            return FrameFault.EndsInside;
        }

        if ((octets[0] & 0xFC) != code)
        {
            return code == FrameCode && (octets[0] & 0xFC) == RecordCode ? FrameFault.RecordAtFrameLevel : FrameFault.UnknownCode;
        }

        int width = 1 << (octets[0] & 3);
        if (octets.Length < 1 + width)
        {
            return FrameFault.EndsInside;
        }

        ulong value = 0;
        foreach (byte octet in octets.Slice(1, width))
        {
            value = (value << 8) | octet;
        }

        if (value > long.MaxValue)
        {
            return FrameFault.LengthTooLarge;
        }

        length = (long)value;
        size = 1 + width;
        return Size(length) == size ? FrameFault.None : FrameFault.NotShortest;
    }

    /// <summary>Reads the reversed field at the end of <paramref name="octets"/>, strictly.</summary>
    public static FrameFault TryReadReversed(ReadOnlySpan<byte> octets, out long length, out int size)
    {
        Span<byte> forward = stackalloc byte[MaximumSize];
        int n = Math.Min(octets.Length, MaximumSize);
        octets[^n..].CopyTo(forward);
        forward[..n].Reverse();
        return TryRead(forward[..n], FrameCode, out length, out size);
    }

    private static int WidthBits(long length) => BitOperations.Log2((ulong)length) switch
    {
        < 8 => 0,
        < 16 => 1,
        < 32 => 2,
        _ => 3,
    };
}
