using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// An outer frame of the account log, which is one transaction (Mesh account log, Layout): exactly three records, a header and a
/// trailer of one permitted form each, and the body LogId(16) ‖ Prev(32) ‖ DurableTo(8) ‖ records, a record being
/// LP(label) ‖ LP(store frame), LP a length of 4 octets big-endian and the octets. A view of octets that are valid in themselves.
/// </summary>
internal readonly struct OuterFrame
{
    public const int LogIdSize = 16;
    public const int DigestSize = SHA256.HashSizeInBytes;
    public const int FixedSize = LogIdSize + DigestSize + sizeof(long);

    /// <summary>Octets of the trailer: a digest of 43 base64url characters.</summary>
    public const int TrailerSize = 63;

    /// <summary>Most octets of a header: that of frame zero has 88, that of the largest index 59.</summary>
    public const int MaximumHeader = 88;

    private const int PrefixSize = sizeof(int);
    private readonly ReadOnlyMemory<byte> _body;

    private OuterFrame(long index, ReadOnlyMemory<byte> body, int bodyStart)
    {
        Index = index;
        _body = body;
        BodyStart = bodyStart;
    }

    /// <summary>The number in the header.</summary>
    public long Index { get; }

    /// <summary>Where the body begins in the frame.</summary>
    public int BodyStart { get; }

    public ReadOnlyMemory<byte> LogId => _body[..LogIdSize];

    public ReadOnlyMemory<byte> Prev => _body.Slice(LogIdSize, DigestSize);

    /// <summary>Not negative when valid in itself.</summary>
    public long DurableTo => BinaryPrimitives.ReadInt64BigEndian(_body.Span[(LogIdSize + DigestSize)..]);

    public bool IsMark => _body.Length == FixedSize;

    private static ReadOnlySpan<byte> HeaderZero =>
        "{\"SequenceInfo\":{\"DataEncoding\":\"JSON\",\"ContainerType\":\"Digest\",\"Index\":0},\"dig\":\"S256\"}"u8;

    private static ReadOnlySpan<byte> HeaderBefore => "{\"SequenceInfo\":{\"Index\":"u8;

    private static ReadOnlySpan<byte> HeaderAfter => "},\"dig\":\"S256\"}"u8;

    private static ReadOnlySpan<byte> TrailerBefore => "{\"PayloadDigest\":\""u8;

    private static ReadOnlySpan<byte> TrailerAfter => "\"}"u8;

    /// <summary>SHA-256 of the body: what the next frame has as Prev.</summary>
    public byte[] Digest() => SHA256.HashData(_body.Span);

    /// <summary>The records, in order, each with the offset of its store frame from the start of this frame.</summary>
    public IEnumerable<PlacedRecord> Records()
    {
        for (int at = FixedSize; at < _body.Length;)
        {
            int labelLength = Prefix(at);
            string label = System.Text.Encoding.ASCII.GetString(_body.Span.Slice(at + PrefixSize, labelLength));
            at += PrefixSize + labelLength;
            int frameLength = Prefix(at);
            at += PrefixSize;
            yield return new PlacedRecord(new LogRecord(label, _body.Slice(at, frameLength)), BodyStart + at);
            at += frameLength;
        }
    }

    /// <summary>The offsets of the store frames in an outer frame with such a header and these records.</summary>
    public static IEnumerable<int> Offsets(int bodyStart, IReadOnlyList<LogRecord> records)
    {
        int at = bodyStart + FixedSize;
        foreach (LogRecord record in records)
        {
            at += PrefixSize + record.Label.Length + PrefixSize;
            yield return at;
            at += record.Frame.Length;
        }
    }

    /// <summary>Builds a frame; gives the digest of its body and where that begins.</summary>
    public static byte[] Build(
        long index,
        ReadOnlySpan<byte> logId,
        ReadOnlySpan<byte> prev,
        long durableTo,
        IReadOnlyList<LogRecord> records,
        out byte[] digest,
        out int bodyStart)
    {
        long bodyLength = FixedSize;
        foreach (LogRecord record in records)
        {
            bodyLength += RecordSize(record);
        }

        Span<byte> header = stackalloc byte[MaximumHeader];
        header = header[..WriteHeader(header, index)];
        long records3 = Frame.RecordsLength(header.Length, bodyLength, TrailerSize);
        byte[] frame = new byte[Frame.EncodedLength(header.Length, bodyLength, TrailerSize)];
        int at = FrameLength.Write(frame, FrameLength.FrameCode, records3);
        at += FrameLength.Write(frame.AsSpan(at), FrameLength.RecordCode, header.Length);
        header.CopyTo(frame.AsSpan(at));
        at += header.Length;
        at += FrameLength.Write(frame.AsSpan(at), FrameLength.RecordCode, bodyLength);
        bodyStart = at;
        Span<byte> body = frame.AsSpan(at, (int)bodyLength);
        WriteBody(body, logId, prev, durableTo, records);
        at += body.Length;
        digest = SHA256.HashData(body);
        at += FrameLength.Write(frame.AsSpan(at), FrameLength.RecordCode, TrailerSize);
        WriteTrailer(frame.AsSpan(at, TrailerSize), digest);
        at += TrailerSize;
        FrameLength.WriteReversed(frame.AsSpan(at), FrameLength.FrameCode, records3);
        return frame;
    }

    /// <summary>Octets that a record takes in a body.</summary>
    public static long RecordSize(LogRecord record) => PrefixSize + record.Label.Length + PrefixSize + (long)record.Frame.Length;

    /// <summary>
    /// True when the octets are exactly one frame that is valid in itself: framing, form of header and trailer, digest, structure of
    /// body and records. Where in the log it stands is not looked at.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> octets, out OuterFrame frame)
    {
        frame = default;
        ReadOnlySpan<byte> span = octets.Span;
        if (!TryLayout(span, out long index, out int bodyStart, out int bodyLength)
            || !StructureIsSound(span.Slice(bodyStart, bodyLength))
            || !DigestAgrees(span, bodyStart, bodyLength))
        {
            return false;
        }

        frame = new OuterFrame(index, octets.Slice(bodyStart, bodyLength), bodyStart);
        return true;
    }

    /// <summary>The index that a header of permitted form states.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, out long index)
    {
        index = 0;
        if (header.SequenceEqual(HeaderZero))
        {
            return true;
        }

        if (header.Length <= HeaderBefore.Length + HeaderAfter.Length || !header.StartsWith(HeaderBefore)
            || !header[^HeaderAfter.Length..].SequenceEqual(HeaderAfter))
        {
            return false;
        }

        ReadOnlySpan<byte> digits = header[HeaderBefore.Length..^HeaderAfter.Length];
        return digits[0] is >= (byte)'1' and <= (byte)'9' // no leading zero; frame zero has the other form
            && Utf8Parser.TryParse(digits, out index, out int used) && used == digits.Length;
    }

    private static bool TryLayout(ReadOnlySpan<byte> octets, out long index, out int bodyStart, out int bodyLength)
    {
        index = 0;
        bodyStart = bodyLength = 0;
        if (FrameParser.TryForward(new SpanOctets(octets), 0, octets.Length, out FrameLayout layout) != FrameFault.None
            || layout.Length != octets.Length || layout.Records != 3 || layout.TrailerLength != TrailerSize
            || layout.BodyLength < FixedSize)
        {
            return false;
        }

        bodyStart = (int)layout.BodyStart;
        bodyLength = (int)layout.BodyLength;
        return TryReadHeader(octets.Slice((int)layout.HeaderStart, layout.HeaderLength), out index);
    }

    private static bool StructureIsSound(ReadOnlySpan<byte> body)
    {
        if (BinaryPrimitives.ReadInt64BigEndian(body[(LogIdSize + DigestSize)..]) < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = body[FixedSize..];
        while (!rest.IsEmpty)
        {
            if (!TakePrefixed(ref rest, out ReadOnlySpan<byte> label) || !LabelText.IsValid(label)
                || !TakePrefixed(ref rest, out ReadOnlySpan<byte> frame)
                || FrameParser.TryForward(new SpanOctets(frame), 0, frame.Length, out FrameLayout layout) != FrameFault.None
                || layout.Length != frame.Length)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TakePrefixed(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < PrefixSize)
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > (uint)(rest.Length - PrefixSize))
        {
            return false;
        }

        taken = rest.Slice(PrefixSize, (int)length);
        rest = rest[(PrefixSize + (int)length)..];
        return true;
    }

    private static bool DigestAgrees(ReadOnlySpan<byte> octets, int bodyStart, int bodyLength)
    {
        Span<byte> digest = stackalloc byte[DigestSize];
        SHA256.HashData(octets.Slice(bodyStart, bodyLength), digest);
        Span<byte> trailer = stackalloc byte[TrailerSize];
        WriteTrailer(trailer, digest);
        int trailerStart = bodyStart + bodyLength + FrameLength.Size(TrailerSize);
        return octets.Slice(trailerStart, TrailerSize).SequenceEqual(trailer);
    }

    private static int WriteHeader(Span<byte> destination, long index)
    {
        if (index == 0)
        {
            HeaderZero.CopyTo(destination);
            return HeaderZero.Length;
        }

        HeaderBefore.CopyTo(destination);
        _ = Utf8Formatter.TryFormat(index, destination[HeaderBefore.Length..], out int digits);
        HeaderAfter.CopyTo(destination[(HeaderBefore.Length + digits)..]);
        return HeaderBefore.Length + digits + HeaderAfter.Length;
    }

    private static void WriteBody(
        Span<byte> body, ReadOnlySpan<byte> logId, ReadOnlySpan<byte> prev, long durableTo, IReadOnlyList<LogRecord> records)
    {
        logId.CopyTo(body);
        prev.CopyTo(body[LogIdSize..]);
        BinaryPrimitives.WriteInt64BigEndian(body[(LogIdSize + DigestSize)..], durableTo);
        Span<byte> rest = body[FixedSize..];
        foreach (LogRecord record in records)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest, record.Label.Length);
            System.Text.Encoding.ASCII.GetBytes(record.Label, rest[PrefixSize..]);
            rest = rest[(PrefixSize + record.Label.Length)..];
            BinaryPrimitives.WriteInt32BigEndian(rest, record.Frame.Length);
            record.Frame.Span.CopyTo(rest[PrefixSize..]);
            rest = rest[(PrefixSize + record.Frame.Length)..];
        }
    }

    private static void WriteTrailer(Span<byte> trailer, ReadOnlySpan<byte> digest)
    {
        TrailerBefore.CopyTo(trailer);
        Base64UrlText.Encode(digest, trailer[TrailerBefore.Length..^TrailerAfter.Length]);
        TrailerAfter.CopyTo(trailer[^TrailerAfter.Length..]);
    }

    private int Prefix(int at) => BinaryPrimitives.ReadInt32BigEndian(_body.Span[at..]);
}
