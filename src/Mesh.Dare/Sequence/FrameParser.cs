using System.Buffers;

namespace Mesh.Dare;

/// <summary>
/// The strict reader of one frame (DARE 4.1, D-17): both lengths agree, every width is the least, one to three records that fill the
/// frame, a header that is one object. Reads the length fields and the header, never the body.
/// </summary>
internal static class FrameParser
{
    /// <summary>
    /// Reads the frame that starts at <paramref name="start"/> and may extend to <paramref name="limit"/>; nothing behind the
    /// limit is looked at.
    /// </summary>
    public static FrameFault TryForward<TSource>(scoped TSource source, long start, long limit, out FrameLayout layout)
        where TSource : IOctetSource, allows ref struct
    {
        layout = default;
        FrameFault fault = TryLengths(source, start, limit, out long length, out int size);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        long end = start + size + length;
        long at = start + size;
        int records = 0;
        Span<long> starts = [end, end, end];
        Span<long> lengths = [0, 0, 0];
        while (at < end)
        {
            if (records == 3)
            {
                return FrameFault.TooManyRecords;
            }

            fault = TryField(source, at, end, FrameLength.RecordCode, out long recordLength, out int recordSize);
            if (fault != FrameFault.None)
            {
                return fault == FrameFault.EndsInside ? FrameFault.RecordOverrun
                    : fault == FrameFault.UnknownCode ? FrameFault.StrayOctets : fault;
            }

            if (recordLength > end - at - recordSize)
            {
                return FrameFault.RecordOverrun;
            }

            starts[records] = at + recordSize;
            lengths[records++] = recordLength;
            at += recordSize + recordLength;
        }

        fault = records == 0 ? FrameFault.NoRecords
            : lengths[0] > DareLimits.Header ? FrameFault.HeaderTooLarge
            : lengths[2] > DareLimits.Trailer ? FrameFault.TrailerTooLarge
            : CheckHeader(source, starts[0], (int)lengths[0]);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        layout = new FrameLayout(
            start, size + length + size, records, starts[0], (int)lengths[0], starts[1], lengths[1], starts[2], (int)lengths[2]);
        return FrameFault.None;
    }

    /// <summary>Reads the frame that ends at <paramref name="end"/> (DARE 4.1, reading backwards).</summary>
    public static FrameFault TryBackward<TSource>(scoped TSource source, long end, out FrameLayout layout)
        where TSource : IOctetSource, allows ref struct
    {
        layout = default;
        Span<byte> field = stackalloc byte[FrameLength.MaximumSize];
        int n = (int)Math.Clamp(end, 0, FrameLength.MaximumSize);
        if (!source.TryReadExactly(end - n, field[..n]))
        {
            return FrameFault.EndsInside;
        }

        FrameFault fault = FrameLength.TryReadReversed(field[..n], out long length, out int size);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        if (length > end - (2 * size))
        {
            return FrameFault.EndsInside;
        }

        fault = TryForward(source, end - length - (2 * size), end, out layout);
        return fault == FrameFault.None && layout.End != end ? FrameFault.ReverseDiffers : fault;
    }

    /// <summary>Reads the two length fields of a frame only: <paramref name="size"/> octets each, around length octets of records.</summary>
    public static FrameFault TryLengths<TSource>(scoped TSource source, long start, long limit, out long length, out int size)
        where TSource : IOctetSource, allows ref struct
    {
        FrameFault fault = TryField(source, start, limit, FrameLength.FrameCode, out length, out size);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        if (length > limit - start - size || length > limit - start - (2 * size))
        {
            return FrameFault.EndsInside;
        }

        Span<byte> expected = stackalloc byte[FrameLength.MaximumSize];
        Span<byte> found = stackalloc byte[FrameLength.MaximumSize];
        FrameLength.WriteReversed(expected, FrameLength.FrameCode, length);
        return !source.TryReadExactly(start + size + length, found[..size]) ? FrameFault.EndsInside
            : !found[..size].SequenceEqual(expected[..size]) ? FrameFault.ReverseDiffers
            : FrameFault.None;
    }

    /// <summary>The one-line message of a fault.</summary>
    public static string Describe(FrameFault fault) => fault switch
    {
        FrameFault.EndsInside => "the octets end inside the frame",
        FrameFault.UnknownCode => "no frame starts here",
        FrameFault.RecordAtFrameLevel => "a record stands where a frame should",
        FrameFault.LengthTooLarge => "a length has more than 63 bits",
        FrameFault.NotShortest => "a length is not in its shortest form",
        FrameFault.ReverseDiffers => "the lengths at the two ends of the frame differ",
        FrameFault.RecordOverrun => "a record passes the end of the frame",
        FrameFault.StrayOctets => "octets that are no record stand in the frame",
        FrameFault.NoRecords => "the frame has no record",
        FrameFault.TooManyRecords => "the frame has more than three records",
        FrameFault.HeaderEmpty => "the header of the frame is empty",
        FrameFault.HeaderNotObject => "the header of the frame is not one object",
        FrameFault.HeaderTooLarge => "the header of the frame is too large",
        FrameFault.TrailerTooLarge => "the trailer of the frame is too large",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };

    private static FrameFault TryField<TSource>(
        scoped TSource source, long at, long limit, byte code, out long length, out int size)
        where TSource : IOctetSource, allows ref struct
    {
        Span<byte> field = stackalloc byte[FrameLength.MaximumSize];
        int n = (int)Math.Clamp(limit - at, 0, FrameLength.MaximumSize);
        if (!source.TryReadExactly(at, field[..n]))
        {
            length = 0;
            size = 0;
            return FrameFault.EndsInside;
        }

        return FrameLength.TryRead(field[..n], code, out length, out size);
    }

    private static FrameFault CheckHeader<TSource>(scoped TSource source, long start, int length)
        where TSource : IOctetSource, allows ref struct
    {
        if (length == 0)
        {
            return FrameFault.HeaderEmpty;
        }

        byte[]? rented = null;
        Span<byte> header = length <= 1024 ? stackalloc byte[length] : (rented = ArrayPool<byte>.Shared.Rent(length)).AsSpan(0, length);
        try
        {
            return !source.TryReadExactly(start, header) ? FrameFault.EndsInside
                : !HeaderObject.IsOne(header) ? FrameFault.HeaderNotObject
                : FrameFault.None;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }
}
