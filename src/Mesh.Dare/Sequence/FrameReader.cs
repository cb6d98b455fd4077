namespace Mesh.Dare;

/// <summary>
/// Reads the frames of a sequence in either direction (DARE 4.1), strictly and without reading bodies. The length of the source is
/// taken once: what is appended meanwhile is not seen.
/// </summary>
public sealed class FrameReader
{
    private readonly IOctetSource _source;

    /// <summary>Reads frames of <paramref name="source"/>.</summary>
    public FrameReader(IOctetSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        Length = source.Length;
    }

    /// <summary>Octets of the source when this reader was made.</summary>
    public long Length { get; }

    /// <summary>The frame that starts at <paramref name="start"/>.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: no well-formed frame starts there.</exception>
    public FrameLayout At(long start)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        return Checked(FrameParser.TryForward(_source, start, Length, out FrameLayout layout), layout, start);
    }

    /// <summary>The frame that ends at <paramref name="end"/>.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: no well-formed frame ends there.</exception>
    public FrameLayout Before(long end)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(end);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, Length);
        return Checked(FrameParser.TryBackward(_source, end, out FrameLayout layout), layout, end);
    }

    /// <summary>The frames from the one at <paramref name="start"/> to the end, in order.</summary>
    /// <exception cref="DareException">Thrown at the first octets that are no frame.</exception>
    public IEnumerable<FrameLayout> Forward(long start = 0)
    {
        while (start < Length)
        {
            FrameLayout layout = At(start);
            yield return layout;
            start = layout.End;
        }
    }

    /// <summary>The frames from the last one to the first, in reverse order.</summary>
    /// <exception cref="DareException">Thrown at the first octets that are no frame.</exception>
    public IEnumerable<FrameLayout> Backward()
    {
        for (long end = Length; end > 0;)
        {
            FrameLayout layout = Before(end);
            yield return layout;
            end = layout.Start;
        }
    }

    /// <summary>The header's octets.</summary>
    public byte[] Header(in FrameLayout layout) => Octets(layout.HeaderStart, layout.HeaderLength);

    /// <summary>The trailer's octets, none where there is no trailer.</summary>
    public byte[] Trailer(in FrameLayout layout) => Octets(layout.TrailerStart, layout.TrailerLength);

    /// <summary>The whole frame, its lengths both ways included; the caller has looked at its length.</summary>
    internal byte[] Whole(in FrameLayout layout) => Octets(layout.Start, checked((int)layout.Length));

    /// <summary>The body's octets, if there are at most <paramref name="maximum"/> of them.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: the body is longer.</exception>
    public byte[] Body(in FrameLayout layout, int maximum) => layout.BodyLength <= maximum
        ? Octets(layout.BodyStart, (int)layout.BodyLength)
        : throw new DareException(DareError.LimitExceeded, $"The body of the frame at {layout.Start} exceeds {maximum} octets; read it in parts.");

    /// <summary>Reads part of the body: octets from <paramref name="offset"/> of it on, 0 at its end.</summary>
    public int ReadBody(in FrameLayout layout, long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        long left = Math.Max(0, layout.BodyLength - offset);
        return left == 0 ? 0 : _source.Read(layout.BodyStart + offset, destination[..(int)Math.Min(left, destination.Length)]);
    }

    private static FrameLayout Checked(FrameFault fault, FrameLayout layout, long at) => fault == FrameFault.None
        ? layout
        : throw DareException.Malformed($"Frame at offset {at} refused: {FrameParser.Describe(fault)}.");

    private byte[] Octets(long start, int length)
    {
        byte[] octets = new byte[length];
        return _source.TryReadExactly(start, octets)
            ? octets
            : throw DareException.Malformed($"The sequence became shorter than {start + length} octets while it was read.");
    }
}
