namespace Mesh.Dare.Tests;

/// <summary>Judging a log (Mesh account log, Opening) where the vectors cannot reach, because the files would be too large.</summary>
public class LogScannerTests
{
    [Theory]
    [InlineData(1 << 30, LogState.Corrupt, LogFault.Lengths)]
    [InlineData(1 << 20, LogState.Torn, LogFault.None)]
    public void A_frame_larger_than_any_that_is_written_is_never_cut_though_it_holds_zeros(int records, LogState state, LogFault fault)
    {
        byte[] log = LogVectors.Log("log-three");
        byte[] start = new byte[FrameLength.MaximumSize];
        start = start[..FrameLength.Write(start, FrameLength.FrameCode, records)];
        var source = new Sparse([.. log, .. start], [.. start.Reverse()], log.Length + start.Length + records + start.Length);
        LogScan scan = new LogScanner(source, source.Length).Run(null, (in OuterFrame _, LogTip _) => true);
        Assert.Equal((state, fault, log.Length), (scan.State, scan.Reason, scan.FirstBad));
    }

    /// <summary>A beginning, an end, and zeros between them.</summary>
    private sealed class Sparse(byte[] start, byte[] end, long length) : IOctetSource
    {
        public long Length => length;

        public int Read(long offset, Span<byte> destination)
        {
            Span<byte> part = destination[..(int)Math.Min(destination.Length, length - offset)];
            part.Clear();
            Put(start, 0, offset, part);
            Put(end, length - end.Length, offset, part);
            return part.Length;
        }

        private static void Put(byte[] octets, long at, long offset, Span<byte> part)
        {
            long from = Math.Max(at, offset);
            long to = Math.Min(at + octets.Length, offset + part.Length);
            if (from < to)
            {
                octets.AsSpan((int)(from - at), (int)(to - from)).CopyTo(part[(int)(from - offset)..]);
            }
        }
    }
}
