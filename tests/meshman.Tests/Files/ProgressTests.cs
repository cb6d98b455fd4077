using Mesh.CommandLine;
using Mesh.Manager.Files;

namespace Mesh.Manager.Tests;

public sealed class ProgressTests
{
    [Theory]
    [InlineData(0, 0, 2, null, "0 kB  0 kB/s")]
    [InlineData(5_000_000, 0, 2, null, "5.0 MB  2.5 MB/s")]
    [InlineData(0, 1000, 2, null, "[--------------------]   0 %  0 kB of 1 kB  0 kB/s")]
    [InlineData(450_000_000, 1_000_000_000, 3, null, "[#########-----------]  45 %  450 MB of 1,000 MB  150 MB/s  4 s left")]
    [InlineData(100, 100, 5, null, "[####################] 100 %  0 kB of 0 kB  0 kB/s  0 s left")]
    [InlineData(999, 1000, 5, "frames", "[###################-]  99 %  999 of 1,000 frames  200/s  0 s left")]
    [InlineData(1000, 100_000, 1, "frames", "[--------------------]   1 %  1,000 of 100,000 frames  1,000/s  1:39 min left")]
    [InlineData(1000, 10_000_000, 1, "frames", "[--------------------]   0 %  1,000 of 10,000,000 frames  1,000/s  2:46 h left")]
    [InlineData(2000, 1000, 2, "frames", "[####################] 100 %  2,000 of 1,000 frames  1,000/s  0 s left")]
    [InlineData(1, long.MaxValue, 3600, "frames", "[--------------------]   0 %  1 of 9,223,372,036,854,775,807 frames  0/s")]
    public void Line_says_how_far_how_fast_and_how_long(long done, long total, int seconds, string? unit, string expected) =>
        Assert.Equal(expected, ProgressText.Line(done, total, TimeSpan.FromSeconds(seconds), unit));

    [Fact]
    public void Short_work_is_quiet_long_work_is_drawn_and_wiped()
    {
        var clock = new Clock();
        using var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, TextReader.Null, inputIsTerminal: false, errorIsTerminal: true);
        using (Progress progress = Progress.Start(terminal, 100, CancellationToken.None, "frames", clock))
        {
            progress.Report(10);
            clock.Now = TimeSpan.FromMilliseconds(999);
            progress.Add(10);
            Assert.Equal("", error.ToString());
            clock.Now = TimeSpan.FromSeconds(2);
            progress.Add(30);
            Assert.Contains("50 of 100 frames", error.ToString(), StringComparison.Ordinal);
        }

        Assert.EndsWith(new string(' ', 10) + "\r", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_drawn_where_nobody_watches_and_work_can_be_interrupted()
    {
        var clock = new Clock();
        using var error = new StringWriter();
        using var cancel = new CancellationTokenSource();
        var terminal = new Terminal(TextWriter.Null, error, TextReader.Null, inputIsTerminal: true, errorIsTerminal: false);
        using (Progress progress = Progress.Start(terminal, 100, cancel.Token, time: clock))
        {
            clock.Now = TimeSpan.FromSeconds(9);
            progress.Report(50);
            cancel.Cancel();
            Assert.Throws<OperationCanceledException>(() => progress.Add(1));
        }

        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void What_is_read_is_counted_together_and_what_there_is_beforehand()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("a/b"));
        File.WriteAllBytes(folder.File("a/b/one"), new byte[1000]);
        File.WriteAllBytes(folder.File("a/two"), new byte[500]);
        File.WriteAllBytes(folder.File("three"), new byte[70]);
        File.CreateSymbolicLink(folder.File("a/link"), folder.File("three"));
        Assert.Equal(1570, InputSize.Of([folder.File("a"), folder.File("three")], CancellationToken.None));
        Assert.Equal(0, InputSize.Of([folder.File("missing")], CancellationToken.None));

        var clock = new Clock { Now = TimeSpan.FromMilliseconds(1) };
        using var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, TextReader.Null, inputIsTerminal: false, errorIsTerminal: true);
        using Progress progress = Progress.Start(terminal, 0, CancellationToken.None, time: clock);
        progress.Expect(1570);
        byte[] buffer = new byte[4096];
        foreach (string name in new[] { "a/b/one", "a/two" })
        {
            using var stream = new CountedStream(File.OpenRead(folder.File(name)), progress);
            while (stream.Read(buffer, 0, buffer.Length) > 0)
            {
            }
        }

        clock.Now = TimeSpan.FromSeconds(2);
        using var last = new CountedStream(File.OpenRead(folder.File("three")), progress);
        Assert.Equal(0, last.ReadByte());
        Assert.Contains("]  95 %  2 kB of 2 kB  1 kB/s", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
