namespace Mesh.Encoding;

/// <summary>
/// Tag and length of a record (F0 to F3) or frame (F4 to F7), 2, 3, 5 or 9 octets (draft-hallambaker-jsonbcd section 7). A frame ends
/// with the same octets in reverse order, so that it can be read from its end; the length counts neither.
/// </summary>
public readonly record struct FrameHeader
{
    /// <summary>Octets of the longest header.</summary>
    public const int MaximumLength = LengthForm.MaximumLength;

    private FrameHeader(bool isFrame, ulong dataLength, int headerLength)
    {
        IsFrame = isFrame;
        DataLength = dataLength;
        HeaderLength = headerLength;
    }

    /// <summary>True for a frame, false for a record.</summary>
    public bool IsFrame { get; }

    /// <summary>Octets of data between header and trailer.</summary>
    public ulong DataLength { get; }

    /// <summary>Octets of the header, and of a frame's trailer.</summary>
    public int HeaderLength { get; }

    /// <summary>Whether the length has the fewest octets it can.</summary>
    public bool IsShortest => HeaderLength == 1 + (1 << LengthForm.ShortestForm(DataLength));

    /// <summary>The shortest header of a record or frame.</summary>
    public static FrameHeader Of(bool isFrame, ulong dataLength) => new(isFrame, dataLength, 1 + (1 << LengthForm.ShortestForm(dataLength)));

    /// <summary>Reads the header at the start of <paramref name="octets"/>; false where it is cut or the tag is another.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out FrameHeader header)
    {
        header = default;
        if (octets.IsEmpty || octets[0] < JsonBTag.Record || octets[0] >= JsonBTag.Frame + 4)
        {
            return false;
        }

        int length = LengthForm.NumberLength(octets[0]);
        if (octets.Length < 1 + length)
        {
            return false;
        }

        header = new FrameHeader(octets[0] >= JsonBTag.Frame, LengthForm.ReadNumber(octets.Slice(1, length)), 1 + length);
        return true;
    }

    /// <summary>Reads the trailer of a frame at the end of <paramref name="octets"/>; false where it is cut or no frame's.</summary>
    public static bool TryReadTrailer(ReadOnlySpan<byte> octets, out FrameHeader header)
    {
        Span<byte> turned = stackalloc byte[Math.Min(octets.Length, MaximumLength)];
        octets[^turned.Length..].CopyTo(turned);
        turned.Reverse();
        return TryRead(turned, out header) && header.IsFrame;
    }

    /// <summary>Writes the header in its shortest form; returns the octets written.</summary>
    public int Write(Span<byte> destination) => LengthForm.Write(destination, IsFrame ? JsonBTag.Frame : JsonBTag.Record, DataLength);

    /// <summary>Writes the trailer, the shortest header in reverse order; returns the octets written.</summary>
    public int WriteTrailer(Span<byte> destination)
    {
        int length = Write(destination);
        destination[..length].Reverse();
        return length;
    }
}
