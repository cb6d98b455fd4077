namespace Mesh.Dare;

/// <summary>
/// One frame of a sequence in memory (DARE 4.1): one to three records between two lengths. The slices refer to the octets that were
/// parsed; nothing is copied.
/// </summary>
public sealed class Frame
{
    private readonly ReadOnlyMemory<byte> _octets;

    private Frame(ReadOnlyMemory<byte> octets, FrameLayout layout)
    {
        _octets = octets;
        Layout = layout;
    }

    /// <summary>Where the parts stand in <see cref="Octets"/>.</summary>
    public FrameLayout Layout { get; }

    /// <summary>The whole frame, its lengths both ways included.</summary>
    public ReadOnlyMemory<byte> Octets => _octets;

    /// <summary>The header record: one JSON or JSON-B object, at most <see cref="DareLimits.Header"/> octets.</summary>
    public ReadOnlyMemory<byte> Header => _octets.Slice((int)Layout.HeaderStart, Layout.HeaderLength);

    /// <summary>The body record; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Body => _octets.Slice((int)Layout.BodyStart, (int)Layout.BodyLength);

    /// <summary>The trailer record, at most <see cref="DareLimits.Trailer"/> octets; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Trailer => _octets.Slice((int)Layout.TrailerStart, Layout.TrailerLength);

    /// <summary>Parses octets that are exactly one frame.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: they are not, see D-17.</exception>
    public static Frame Parse(ReadOnlyMemory<byte> octets)
    {
        FrameFault fault = FrameParser.TryForward(new SpanOctets(octets.Span), 0, octets.Length, out FrameLayout layout);
        if (fault != FrameFault.None)
        {
            throw DareException.Malformed($"Frame refused: {FrameParser.Describe(fault)}.");
        }

        return layout.Length == octets.Length
            ? new Frame(octets, layout)
            : throw DareException.Malformed("Frame refused: octets follow it.");
    }

    /// <summary>As <see cref="Parse"/>, without an exception for octets that are not one frame.</summary>
    internal static bool TryParse(ReadOnlyMemory<byte> octets, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Frame? frame)
    {
        bool whole = FrameParser.TryForward(new SpanOctets(octets.Span), 0, octets.Length, out FrameLayout layout) == FrameFault.None
            && layout.Length == octets.Length;
        frame = whole ? new Frame(octets, layout) : null;
        return whole;
    }

    /// <summary>Octets of the frame that holds records of these lengths, with three records.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: more than 63 bits.</exception>
    public static long EncodedLength(int headerLength, long bodyLength, int trailerLength)
    {
        long records = RecordsLength(headerLength, bodyLength, trailerLength);
        long ends = 2L * FrameLength.Size(records);
        return records <= long.MaxValue - ends ? records + ends : throw TooLong();
    }

    /// <summary>Builds a frame of three records; an empty trailer becomes an empty record (<c>f0 00</c>).</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: too long for memory or for a header or trailer.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, ReadOnlySpan<byte> trailer)
    {
        long length = EncodedLength(header.Length, body.Length, trailer.Length);
        if (length > Array.MaxLength || header.Length > DareLimits.Header || trailer.Length > DareLimits.Trailer)
        {
            throw TooLong();
        }

        byte[] frame = new byte[length];
        long records = RecordsLength(header.Length, body.Length, trailer.Length);
        int at = FrameLength.Write(frame, FrameLength.FrameCode, records);
        at += WriteRecord(frame.AsSpan(at), header);
        at += WriteRecord(frame.AsSpan(at), body);
        at += WriteRecord(frame.AsSpan(at), trailer);
        FrameLength.WriteReversed(frame.AsSpan(at), FrameLength.FrameCode, records);
        return frame;
    }

    /// <summary>Octets of three records with their length fields, which is the length that the frame states.</summary>
    internal static long RecordsLength(int headerLength, long bodyLength, int trailerLength)
    {
        long small = (long)FrameLength.Size(headerLength) + headerLength + FrameLength.Size(trailerLength) + trailerLength
            + FrameLength.Size(bodyLength);
        return bodyLength <= long.MaxValue - small ? bodyLength + small : throw TooLong();
    }

    private static int WriteRecord(Span<byte> destination, ReadOnlySpan<byte> data)
    {
        int size = FrameLength.Write(destination, FrameLength.RecordCode, data.Length);
        data.CopyTo(destination[size..]);
        return size + data.Length;
    }

    private static DareException TooLong() => new(DareError.LimitExceeded, "The frame is too long to be written.");
}
