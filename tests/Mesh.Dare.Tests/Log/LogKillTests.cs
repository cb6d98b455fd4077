using System.Diagnostics;
using System.Globalization;

namespace Mesh.Dare.Tests;

/// <summary>
/// Loaded writers in another process, on the real disk, killed at any moment (kill -9): every transaction that was acknowledged is found
/// after the log is opened again, and none is there in part. One process loads several logs at once, and the next one starts while it
/// runs, so that a killed writer costs a few milliseconds.
/// </summary>
public class LogKillTests
{
    private const int Kills = 25;
    private const int LogsOfOneProcess = 8;
    private static readonly StoreLabel[] Labels = [StoreLabel.Parse("MMM_Bookmark"), StoreLabel.Parse("MMM_Task")];

    [Fact]
    public async Task Every_acknowledged_transaction_survives_the_kill_of_its_writer()
    {
        using var folder = new TempFolder();
        var random = new SeededRandom("kill");
        long[] seen = new long[LogsOfOneProcess];
        int acknowledged = 0;
        int torn = 0;
        Process next = Start(folder, 0);
        try
        {
            for (int epoch = 0; epoch < Kills; epoch++)
            {
                using Process writer = next;
                Assert.Equal("ready", await writer.StandardOutput.ReadLineAsync());
                next = Start(folder, epoch + 1); // compiles its code while this one works
                await writer.StandardInput.WriteLineAsync("go");
                HashSet<int>[] told = await KillAfter(writer, LogsOfOneProcess + random.Next(200));
                for (int log = 0; log < LogsOfOneProcess; log++)
                {
                    torn += await Check(folder.File($"{log}.log"), epoch, told[log], seen, log) == LogState.Torn ? 1 : 0;
                    acknowledged += told[log].Count;
                }
            }
        }
        finally
        {
            next.Kill();
            await next.WaitForExitAsync();
            next.Dispose();
        }

        Assert.True(acknowledged > Kills * LogsOfOneProcess, $"{acknowledged} transactions, {torn} torn tails");
    }

    private static async Task<HashSet<int>[]> KillAfter(Process writer, int transactions)
    {
        HashSet<int>[] told = [.. Enumerable.Range(0, LogsOfOneProcess).Select(_ => new HashSet<int>())];
        int count = 0;
        while (await writer.StandardOutput.ReadLineAsync() is { } line) // each is one write into the pipe, hence whole
        {
            int[] parts = [.. line.Split(' ').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
            Assert.True(told[parts[0]].Add(parts[1]));
            if (++count == transactions)
            {
                writer.Kill();
            }
        }

        await writer.WaitForExitAsync();
        Assert.NotEqual(0, writer.ExitCode);
        return told;
    }

    private static async Task<LogState> Check(string path, int epoch, HashSet<int> told, long[] seen, int log)
    {
        await using AccountLog opened = await AccountLog.OpenAsync(path, new LogOptions());
        Assert.True(opened.IsWritable, opened.Report.ToString());
        HashSet<int>[] found = [.. Labels.Select(_ => new HashSet<int>())];
        for (int i = 0; i < Labels.Length; i++)
        {
            StoreRange range = opened.Read(Labels[i], seen[log])!;
            Assert.Equal(range.Status.Root.ToArray(), StoreFrame.Parse(opened.Read(Labels[i], range.Status.Count - 1)!.Frames[0]).ApexDigest.ToArray());
            foreach (ReadOnlyMemory<byte> frame in range.Frames.Skip(seen[log] == 0 ? 1 : 0))
            {
                string[] body = System.Text.Encoding.ASCII.GetString(StoreFrame.Parse(frame).Envelope.Body.Span).Split(' ');
                Assert.Equal(epoch, int.Parse(body[0], CultureInfo.InvariantCulture));
                Assert.True(found[i].Add(int.Parse(body[1], CultureInfo.InvariantCulture)));
            }
        }

        Assert.True(found[0].SetEquals(found[1]), "a transaction is there in part");
        Assert.True(told.IsSubsetOf(found[0]), $"acknowledged and gone: {string.Join(' ', told.Except(found[0]))}");
        seen[log] = opened.Status(Labels[0])!.Count;
        return opened.Report.State;
    }

    private static Process Start(TempFolder folder, int epoch)
    {
        string output = AppContext.BaseDirectory.Replace("Mesh.Dare.Tests", "Mesh.Dare.LoadedWriter", StringComparison.Ordinal);
        string program = Path.Combine(output, "Mesh.Dare.LoadedWriter" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        return Process.Start(new ProcessStartInfo(program, [folder.Path, $"{LogsOfOneProcess}", $"{epoch}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }
}
