namespace Mesh.Dare;

/// <summary>
/// Writes the file form of an envelope (DARE 2.1 and 2.11): <c>[</c>, header, <c>,</c>, body as JSON-B binary data, <c>,</c>, trailer,
/// <c>]</c>. A body of known length is one final item; one of unknown length is parts of 64 KiB and an empty final item.
/// </summary>
public sealed class EnvelopeFileWriter
{
    private const int PartSize = 1 << 16;
    private const byte FinalBinary = 0x88;
    private const byte BinaryPart = 0x8C;

    private readonly Stream _destination;
    private readonly byte[]? _part;
    private int _partFilled;
    private long _left;

    /// <summary>Writes the header and, when it is known, the length of the body.</summary>
    /// <param name="destination">Where the envelope goes; not disposed.</param>
    /// <param name="header">The header.</param>
    /// <param name="bodyLength">Octets of the body as carried, or null when they are not known yet.</param>
    public EnvelopeFileWriter(Stream destination, DareHeader header, long? bodyLength)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(header);
        _destination = destination;
        destination.Write("["u8);
        destination.Write(header.StrictOctets.Span);
        destination.Write(","u8);
        if (bodyLength is { } length)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length);
            _left = length;
            WriteLength(FinalBinary, length);
        }
        else
        {
            _part = new byte[PartSize];
        }
    }

    /// <summary>Writes the next octets of the body.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: more than the length that was written.</exception>
    public void WriteBody(ReadOnlySpan<byte> octets)
    {
        if (_part is null)
        {
            _left = octets.Length <= _left ? _left - octets.Length : throw WrongLength();
            _destination.Write(octets);
            return;
        }

        while (!octets.IsEmpty)
        {
            int count = Math.Min(octets.Length, PartSize - _partFilled);
            octets[..count].CopyTo(_part.AsSpan(_partFilled));
            _partFilled += count;
            octets = octets[count..];
            if (_partFilled == PartSize)
            {
                WritePart();
            }
        }
    }

    /// <summary>Ends the body and writes the trailer, which is left out when it is empty.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: the body is shorter than the length that was written.</exception>
    public void End(DareTrailer trailer)
    {
        ArgumentNullException.ThrowIfNull(trailer);
        if (_part is not null)
        {
            WritePart();
            WriteLength(FinalBinary, 0);
        }
        else if (_left != 0)
        {
            throw WrongLength();
        }

        if (!trailer.IsEmpty)
        {
            _destination.Write(","u8);
            _destination.Write(trailer.StrictOctets.Span);
        }

        _destination.Write("]"u8);
    }

    private static DareException WrongLength() =>
        new(DareError.InvalidRequest, "The body does not have the length that was written before it.");

    private void WritePart()
    {
        if (_partFilled > 0)
        {
            WriteLength(BinaryPart, _partFilled);
            _destination.Write(_part.AsSpan(0, _partFilled));
            _partFilled = 0;
        }
    }

    private void WriteLength(byte code, long length)
    {
        Span<byte> field = stackalloc byte[FrameLength.MaximumSize];
        _destination.Write(field[..FrameLength.Write(field, code, length)]);
    }
}
