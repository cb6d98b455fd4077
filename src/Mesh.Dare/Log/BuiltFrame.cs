namespace Mesh.Dare;

/// <summary>An outer frame ready to be written, and what the index takes up of it.</summary>
internal sealed record BuiltFrame(byte[] Octets, LogTip Tip, IReadOnlyList<LogIndexEntry> Entries)
{
    /// <summary>The frame that continues the log after <paramref name="tip"/>.</summary>
    public static BuiltFrame After(LogTip tip, long durableTo, StagedTransaction staged)
    {
        byte[] octets = OuterFrame.Build(
            tip.Index + 1, tip.LogId.Span, tip.Digest.Span, durableTo, staged.Records, out byte[] digest, out int bodyStart);
        LogIndexEntry[] entries = [.. OuterFrame.Offsets(bodyStart, staged.Records).Select((offset, i) =>
            new LogIndexEntry(staged.Records[i].Label, staged.Facts[i], tip.End + offset, staged.Records[i].Frame.Length))];
        var next = new LogTip(tip.LogId, tip.Index + 1, tip.End, tip.End + octets.Length, digest, durableTo, staged.Records.Count == 0);
        return new BuiltFrame(octets, next, entries);
    }

    /// <summary>Frame zero of a new log, without records.</summary>
    public static BuiltFrame Zero(ReadOnlyMemory<byte> logId)
    {
        byte[] octets = OuterFrame.Build(0, logId.Span, new byte[OuterFrame.DigestSize], 0, [], out byte[] digest, out _);
        return new BuiltFrame(octets, new LogTip(logId, 0, 0, octets.Length, digest, 0, true), []);
    }
}
