using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>The vectors of account-log.json about outer frames and about judging a log that is opened.</summary>
public class LogScannerVectorTests
{
    public static TheoryData<string> States => LogVectors.States;

    public static TheoryData<string> Widths => [.. LogVectors.Ids.Where(i => i.StartsWith("width-", StringComparison.Ordinal))];

    public static TheoryData<string> Sides => [.. LogVectors.Ids.Where(i => i.StartsWith("side-", StringComparison.Ordinal))];

    public static TheoryData<string> Listed => [.. LogVectors.Ids.Where(i => LogVectors.Expected(i).TryGetProperty("frames", out _))];

    [Theory]
    [MemberData(nameof(States))]
    public void A_damaged_log_is_judged_as_the_page_says(string id)
    {
        byte[] file = LogVectors.File(id);
        JsonElement inputs = LogVectors.Inputs(id);
        if (inputs.TryGetProperty("sha256", out JsonElement digest))
        {
            Assert.Equal(digest.GetString(), Convert.ToHexStringLower(SHA256.HashData(file)));
        }

        Check(file, LogVectors.Expected(id));
    }

    [Fact]
    public void A_log_cut_anywhere_keeps_every_whole_transaction()
    {
        byte[] log = LogVectors.Log("log-three");
        int seen = 0;
        foreach (JsonElement range in LogVectors.Expected("cut-everywhere").GetProperty("classes").EnumerateArray())
        {
            for (int n = range.GetProperty("from").GetInt32(); n <= range.GetProperty("to").GetInt32(); n++)
            {
                Check(log[..n], range);
                seen++;
            }
        }

        Assert.Equal(log.Length + 1, seen);
    }

    [Theory]
    [MemberData(nameof(Listed))]
    public void Every_frame_of_a_log_is_read(string id)
    {
        byte[] log = LogVectors.Log(id);
        List<string> found = [];
        LogScan scan = new LogScanner(new MemoryOctets(log), log.Length).Run(null, (in OuterFrame frame, LogTip tip) =>
        {
            found.Add(Describe(
                frame.Index, tip.Start, tip.End, frame.LogId.Span, frame.Prev.Span, frame.DurableTo, tip.Digest.Span,
                frame.Records().Select(r => (r.Record.Label, tip.Start + r.Offset, (long)r.Record.Frame.Length))));
            return true;
        });

        Assert.Equal(LogState.Sound, scan.State);
        Assert.Equal(
            LogVectors.Expected(id).GetProperty("frames").EnumerateArray().Select(f => Describe(
                f.GetProperty("index").GetInt64(),
                f.GetProperty("start").GetInt64(),
                f.GetProperty("end").GetInt64(),
                f.Octets("log_id"),
                f.Octets("prev"),
                f.GetProperty("durable_to").GetInt64(),
                f.Octets("digest"),
                f.GetProperty("records").EnumerateArray().Select(r => (r[0].GetString()!, r[1].GetInt64(), r[2].GetInt64())))),
            found);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void The_lengths_of_an_outer_frame_have_the_least_width(string id)
    {
        byte[] body = new byte[LogVectors.Inputs(id).GetProperty("store_frame_body_zeros").GetInt32()];
        byte[] storeFrame = Frame.Encode("{\"SequenceInfo\":{\"Index\":0}}"u8, body, "{}"u8);
        byte[] logId = LogVectors.Inputs("log-three").Octets("log_id");
        LogRecord[] records = [new("MMM_Bookmark", storeFrame)];

        byte[] octets = OuterFrame.Build(0, logId, new byte[32], 0, records, out _, out _);

        JsonElement expected = LogVectors.Expected(id);
        Assert.Equal(expected.GetProperty("outer_body_length").GetInt32(), OuterFrame.FixedSize + OuterFrame.RecordSize(records[0]));
        Assert.Equal(expected.GetProperty("outer_length").GetInt32(), octets.Length);
        Assert.Equal(expected.Octets("first_octets"), octets[..9]);
        Assert.Equal(expected.Octets("last_octets"), octets[^9..]);
        Assert.Equal(expected.Octets("sha256"), SHA256.HashData(octets));
        Assert.True(OuterFrame.TryParse(octets, out OuterFrame frame));
        (LogRecord read, int offset) = Assert.Single(frame.Records());
        Assert.Equal(storeFrame, read.Frame.ToArray());
        Assert.Equal(storeFrame, octets[offset..(offset + storeFrame.Length)]);
    }

    [Theory]
    [MemberData(nameof(Sides))]
    public void A_position_of_the_side_file_is_used_only_where_it_fits(string id)
    {
        JsonElement side = LogVectors.Inputs(id).GetProperty("side");
        byte[] file = LogVectors.File(id);
        LogTip? tip = new LogScanner(new MemoryOctets(file), file.Length)
            .TipAt(side.GetProperty("position").GetInt64(), side.GetProperty("index").GetInt64(), side.Octets("digest"));

        Assert.Equal(LogVectors.Expected(id).GetProperty("side").GetString() == "use", tip is not null);
        if (tip is not null)
        {
            // Going on from there finds what reading from the start finds.
            LogScanner scanner = new(new MemoryOctets(file), file.Length);
            LogScan whole = scanner.Run(null, (in OuterFrame _, LogTip _) => true);
            LogScan part = scanner.Run(tip, (in OuterFrame _, LogTip _) => true);
            Assert.Equal((whole.State, whole.FirstBad, whole.Tip!.End), (part.State, part.FirstBad, part.Tip!.End));
        }
    }

    [Fact]
    public void A_frame_that_only_carries_another_one_is_sound()
    {
        byte[] file = [.. LogVectors.Log("log-three"), .. LogVectors.Expected("embedded-frame").Octets("frame")];
        JsonElement expected = LogVectors.Expected("embedded-frame");
        Assert.Equal(expected.GetProperty("length").GetInt32(), file.Length);
        Assert.Equal(expected.Octets("sha256"), SHA256.HashData(file));
        Assert.Equal(LogState.Sound, Scan(file).State);
    }

    [Fact]
    public void A_frame_whose_content_is_not_taken_up_is_corruption()
    {
        byte[] log = LogVectors.Log("log-three");
        LogScan scan = new LogScanner(new MemoryOctets(log), log.Length).Run(null, (in OuterFrame frame, LogTip _) => frame.Index < 2);
        Assert.Equal((LogState.Corrupt, LogFault.Content, 1316L, 1316L), (scan.State, scan.Reason, scan.FirstBad, scan.Tip!.End));
    }

    [Fact]
    public void A_witness_beyond_the_first_window_is_found()
    {
        byte[] logId = LogVectors.Inputs("log-three").Octets("log_id");
        byte[] zero = OuterFrame.Build(0, logId, new byte[32], 0, [], out byte[] digest, out _);
        foreach (int gap in Enumerable.Range((1 << 16) - 40, 60).Append(200_000))
        {
            byte[] bad = new SeededRandom("gap").Bytes(gap);
            byte[] witness = OuterFrame.Build(7, logId, digest, zero.Length + 1, [], out _, out _);
            LogScan scan = Scan([.. zero, .. bad, .. witness]);
            Assert.Equal((LogState.Corrupt, LogFault.Durable, (long)zero.Length + gap), (scan.State, scan.Reason, scan.Witness));
        }
    }

    internal static LogScan Scan(byte[] file) =>
        new LogScanner(new MemoryOctets(file), file.Length).Run(null, (in OuterFrame _, LogTip _) => true);

    private static void Check(byte[] file, JsonElement expected)
    {
        int transactions = 0;
        LogScan scan = new LogScanner(new MemoryOctets(file), file.Length).Run(null, (in OuterFrame frame, LogTip _) =>
        {
            transactions += frame.IsMark ? 0 : 1;
            return true;
        });
        Assert.Equal(
            expected.GetProperty("state").GetString(),
            scan.State switch { LogState.Sound => "ok", LogState.Torn => "torn", LogState.Corrupt => "corrupt", _ => "refused" });
        Assert.Equal(expected.GetProperty("keep").GetInt64(), scan.Tip?.End ?? 0);
        Assert.Equal(expected.GetProperty("transactions").GetInt32(), transactions);
        if (expected.TryGetProperty("first_bad", out JsonElement bad))
        {
            Assert.Equal(bad.GetInt64(), scan.FirstBad);
        }

        if (expected.TryGetProperty("reason", out JsonElement reason))
        {
            Assert.Equal(reason.GetString(), scan.Reason == LogFault.Durable ? "durable" : scan.Reason == LogFault.Lengths ? "lengths" : "none");
        }

        if (expected.TryGetProperty("witness", out JsonElement witness))
        {
            Assert.Equal(witness.GetInt64(), scan.Witness);
        }

        if (expected.TryGetProperty("rewrite_from", out JsonElement from))
        {
            Assert.Equal((from.GetInt64(), expected.GetProperty("rewrite_to").GetInt64()), (scan.Tip!.DurableTo, scan.Tip.End));
        }

        if (expected.TryGetProperty("set_aside", out JsonElement aside))
        {
            Assert.Equal((aside[0].GetInt64(), aside[1].GetInt64()), (scan.FirstBad, file.Length));
        }
    }

    private static string Describe(
        long index, long start, long end, ReadOnlySpan<byte> logId, ReadOnlySpan<byte> prev, long durableTo, ReadOnlySpan<byte> digest,
        IEnumerable<(string Label, long Offset, long Length)> records) =>
        $"{index} {start} {end} {Convert.ToHexString(logId)} {Convert.ToHexString(prev)} {durableTo} {Convert.ToHexString(digest)} "
        + string.Join(' ', records);
}
