using System.Buffers;

namespace Mesh.Dare;

/// <summary>
/// Verifies the outer frames of a log forwards and judges the first bad octet (Mesh account log, Opening and Fine print). Changes
/// nothing. The length is taken once; what lies beyond is not looked at.
/// </summary>
internal sealed class LogScanner(IOctetSource source, long length)
{
    /// <summary>Octets of a sector of the medium: written wholly or not at all.</summary>
    public const int Sector = 512;

    /// <summary>Most octets of an outer frame that is read; a longer one, which no writer makes, counts as corruption and is never cut.</summary>
    public const int MaximumFrame = 1 << 30;

    private const int Window = 1 << 16;

    /// <summary>Takes up a good frame; false when its content does not continue the stores.</summary>
    public delegate bool Acceptor(in OuterFrame frame, LogTip tip);

    private static ReadOnlySpan<byte> HeaderStart => "{\"SequenceInfo\":{"u8;

    /// <summary>Octets that are looked at.</summary>
    public long Length => length;

    /// <summary>
    /// Verifies all frames behind <paramref name="from"/>, or all frames when it is null, and hands each to
    /// <paramref name="accept"/>.
    /// </summary>
    public LogScan Run(LogTip? from, Acceptor accept)
    {
        LogTip? tip = from;
        while (tip is null || tip.End < length)
        {
            long at = tip?.End ?? 0;
            LogTip? next = Step(tip, at, accept, out bool refused);
            if (next is null)
            {
                return refused && tip is not null
                    ? new LogScan(LogState.Corrupt, tip, at, LogFault.Content, at)
                    : Judge(tip, at);
            }

            tip = next;
        }

        return new LogScan(LogState.Sound, tip, -1, LogFault.None, -1);
    }

    /// <summary>Hands on the frames behind <paramref name="from"/> as far as they verify, and judges nothing.</summary>
    public void Extend(LogTip from, Acceptor accept)
    {
        for (LogTip? tip = from; tip is not null && tip.End < length;)
        {
            tip = Step(tip, tip.End, accept, out _);
        }
    }

    /// <summary>
    /// The frame that ends at <paramref name="position"/>, if it is valid in itself and has this number and digest: a verified
    /// position kept in the side file still holds (Mesh account log, Opening). Null: start anew.
    /// </summary>
    public LogTip? TipAt(long position, long index, ReadOnlySpan<byte> digest)
    {
        if (position <= 0 || position > length
            || FrameParser.TryBackward(source, position, out FrameLayout layout) != FrameFault.None)
        {
            return null;
        }

        byte[] expected = digest.ToArray();
        LogTip? tip = null;
        TryReadAt(layout.Start, null, (in OuterFrame frame, long end) =>
        {
            if (frame.Index == index && end == position && frame.Digest().AsSpan().SequenceEqual(expected))
            {
                tip = Tip(frame, layout.Start, end);
            }
        });
        return tip;
    }

    /// <summary>The tip after frame zero, whatever follows it; null when frame zero is bad.</summary>
    public LogTip? Zero()
    {
        LogTip? tip = null;
        TryReadAt(0, null, (in OuterFrame frame, long end) => tip = Continue(null, frame, 0, end));
        return tip;
    }

    /// <summary>
    /// Whether the frame at <paramref name="start"/> is valid in itself, of this log, and has this number. For frames that were not
    /// verified in this process.
    /// </summary>
    public bool IsGood(long start, long index, ReadOnlyMemory<byte> logId)
    {
        bool good = false;
        TryReadAt(start, logId, (in OuterFrame frame, long _) => good = frame.Index == index);
        return good;
    }

    /// <summary>Reads the frame at an offset whole and hands it on; it is valid only during the call.</summary>
    public bool TryReadAt(long start, ReadOnlyMemory<byte>? logId, FrameVisitor visit)
    {
        if (FrameParser.TryLengths(source, start, length, out long records, out int size) != FrameFault.None
            || records > MaximumFrame - (2 * size)
            || (logId is { } id && !BearsLogId(start + size, records, id.Span)))
        {
            return false;
        }

        int whole = (int)records + (2 * size);
        byte[] octets = ArrayPool<byte>.Shared.Rent(whole);
        try
        {
            if (!source.TryReadExactly(start, octets.AsSpan(0, whole))
                || !OuterFrame.TryParse(octets.AsMemory(0, whole), out OuterFrame frame)
                || (logId is { } wanted && !frame.LogId.Span.SequenceEqual(wanted.Span)))
            {
                return false;
            }

            visit(frame, start + whole);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    /// <summary>Receives a frame and the offset of its end.</summary>
    public delegate void FrameVisitor(in OuterFrame frame, long end);

    private static LogTip Tip(in OuterFrame frame, long start, long end) =>
        new(frame.LogId.ToArray(), frame.Index, start, end, frame.Digest(), frame.DurableTo, frame.IsMark);

    private static LogTip? Continue(LogTip? tip, in OuterFrame frame, long start, long end)
    {
        bool continues = tip is null
            ? frame.Index == 0 && frame.DurableTo == 0 && !frame.Prev.Span.ContainsAnyExcept((byte)0)
            : frame.Index - 1 == tip.Index
                && frame.LogId.Span.SequenceEqual(tip.LogId.Span)
                && frame.Prev.Span.SequenceEqual(tip.Digest.Span)
                && frame.DurableTo >= tip.DurableTo
                && frame.DurableTo <= start;
        return continues ? Tip(frame, start, end) : null;
    }

    // The tip after the frame at an offset; null where none verifies there, or it was refused for what it holds.
    private LogTip? Step(LogTip? tip, long at, Acceptor accept, out bool refused)
    {
        LogTip? next = null;
        bool accepted = false;
        TryReadAt(at, null, (in OuterFrame frame, long end) =>
        {
            next = Continue(tip, frame, at, end);
            accepted = next is not null && accept(frame, next);
        });
        refused = next is not null && !accepted;
        return accepted ? next : null;
    }

    private LogScan Judge(LogTip? tip, long bad)
    {
        if (tip is null)
        {
            return new LogScan(LogState.Refused, null, bad, LogFault.None, -1);
        }

        long witness = Witness(bad, tip.LogId);
        return witness >= 0 ? new LogScan(LogState.Corrupt, tip, bad, LogFault.Durable, witness)
            : NoTornWriteLeftThis(bad) ? new LogScan(LogState.Corrupt, tip, bad, LogFault.Lengths, -1)
            : new LogScan(LogState.Torn, tip, bad, LogFault.None, -1);
    }

    // A frame valid in itself that bears the LogId and was written after the octet at bad had been flushed. Its header begins with
    // known octets, at a distance from the start of the frame that follows from the width of the frame's length.
    private long Witness(long bad, ReadOnlyMemory<byte> logId)
    {
        byte[] window = new byte[Window];
        long at = bad;
        while (at < length)
        {
            int n = (int)Math.Min(Window, length - at);
            if (!source.TryReadExactly(at, window.AsSpan(0, n)))
            {
                return -1; // the file became shorter: only its writer could tell
            }

            int from = 0;
            for (int hit; (hit = window.AsSpan(from, n - from).IndexOf(HeaderStart)) >= 0; from += hit + 1)
            {
                long header = at + from + hit;
                foreach (int distance in (ReadOnlySpan<int>)[4, 5, 7, 11])
                {
                    long start = header - distance;
                    bool durable = false;
                    if (start >= bad && TryReadAt(start, logId, (in OuterFrame frame, long _) => durable = frame.DurableTo > bad) && durable)
                    {
                        return start;
                    }
                }
            }

            at += n == Window ? n - HeaderStart.Length + 1 : n;
        }

        return -1;
    }

    private bool NoTornWriteLeftThis(long bad)
    {
        if (FrameParser.TryLengths(source, bad, length, out long records, out int size) != FrameFault.None)
        {
            return false;
        }

        if (records > MaximumFrame - (2 * size))
        {
            return true; // no writer makes such a frame, whole or torn
        }

        long end = bad + records + (2 * size);
        byte[] sector = new byte[Sector];
        for (long at = (bad + Sector - 1) / Sector * Sector; at <= end - Sector; at += Sector)
        {
            if (source.TryReadExactly(at, sector) && !sector.AsSpan().ContainsAnyExcept((byte)0))
            {
                return false;
            }
        }

        return true;
    }

    // Before a whole frame is read for its digest: it would have to know the LogId, which is secret.
    private bool BearsLogId(long at, long records, ReadOnlySpan<byte> logId)
    {
        Span<byte> head = stackalloc byte[2 + OuterFrame.MaximumHeader + FrameLength.MaximumSize + OuterFrame.LogIdSize];
        head = head[..(int)Math.Min(head.Length, records)];
        if (!source.TryReadExactly(at, head)
            || FrameLength.TryRead(head, FrameLength.RecordCode, out long headerLength, out int size) != FrameFault.None
            || headerLength > OuterFrame.MaximumHeader || size + (int)headerLength > head.Length)
        {
            return false;
        }

        head = head[(size + (int)headerLength)..];
        return FrameLength.TryRead(head, FrameLength.RecordCode, out _, out size) == FrameFault.None
            && head.Length >= size + OuterFrame.LogIdSize
            && head.Slice(size, OuterFrame.LogIdSize).SequenceEqual(logId);
    }
}
