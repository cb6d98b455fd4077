namespace Mesh.Dare;

/// <summary>
/// Writes one frame whose body is not in memory (DARE 4.1, 2.11). The frame's length comes first, so the lengths of body and trailer
/// are stated beforehand and must then be kept.
/// </summary>
public sealed class FrameWriter
{
    private readonly Stream _destination;
    private readonly long _records;
    private readonly int _trailerLength;
    private long _bodyLeft;

    /// <summary>Writes the frame's length, the header, and the length of the body.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: a length beyond 63 bits or the limit of its record.</exception>
    public FrameWriter(Stream destination, ReadOnlySpan<byte> header, long bodyLength, int trailerLength)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(bodyLength);
        ArgumentOutOfRangeException.ThrowIfNegative(trailerLength);
        if (header.Length > DareLimits.Header || trailerLength > DareLimits.Trailer)
        {
            throw new DareException(DareError.LimitExceeded, "The header or trailer of the frame is too long to be written.");
        }

        Length = Frame.EncodedLength(header.Length, bodyLength, trailerLength);
        _destination = destination;
        _records = Frame.RecordsLength(header.Length, bodyLength, trailerLength);
        _bodyLeft = bodyLength;
        _trailerLength = trailerLength;
        WriteField(FrameLength.FrameCode, _records);
        WriteField(FrameLength.RecordCode, header.Length);
        destination.Write(header);
        WriteField(FrameLength.RecordCode, bodyLength);
    }

    /// <summary>Octets of the whole frame.</summary>
    public long Length { get; }

    /// <summary>Writes the next octets of the body.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: more than was stated.</exception>
    public void WriteBody(ReadOnlySpan<byte> part)
    {
        if (part.Length > _bodyLeft)
        {
            throw new DareException(DareError.InvalidRequest, "The body is longer than the length written before it.");
        }

        _destination.Write(part);
        _bodyLeft -= part.Length;
    }

    /// <summary>Ends the frame with its trailer.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: body or trailer are not of the stated length.</exception>
    public void End(ReadOnlySpan<byte> trailer)
    {
        if (_bodyLeft != 0 || trailer.Length != _trailerLength)
        {
            throw new DareException(DareError.InvalidRequest, "The body or the trailer is not of the length written before it.");
        }

        WriteField(FrameLength.RecordCode, trailer.Length);
        _destination.Write(trailer);
        Span<byte> field = stackalloc byte[FrameLength.MaximumSize];
        _destination.Write(field[..FrameLength.WriteReversed(field, FrameLength.FrameCode, _records)]);
        _bodyLeft = -1;
    }

    private void WriteField(byte code, long length)
    {
        Span<byte> field = stackalloc byte[FrameLength.MaximumSize];
        _destination.Write(field[..FrameLength.Write(field, code, length)]);
    }
}
