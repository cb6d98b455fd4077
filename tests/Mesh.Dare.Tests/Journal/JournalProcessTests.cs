using System.Diagnostics;
using System.Globalization;
using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>Real processes that append to one log on the real disk at the same time; some are killed (kill -9) in the middle.</summary>
public class JournalProcessTests
{
    private const int Writers = 8;
    private const int Entries = 25;

    [Fact]
    public async Task Eight_processes_append_every_entry_once_and_the_log_verifies()
    {
        using var folder = new TempFolder();
        string path = folder.File("log.dare");
        Process[] writers = [.. Enumerable.Range(0, Writers).Select(w => Start(path, $"w{w}", Entries))];
        await Task.WhenAll(writers.Select(async w =>
        {
            Assert.Equal("ready", await w.StandardOutput.ReadLineAsync());
            await w.StandardInput.WriteLineAsync("go");
        }));
        await Task.WhenAll(writers.Select(async w =>
        {
            string told = await w.StandardOutput.ReadToEndAsync();
            await w.WaitForExitAsync();
            Assert.Equal(0, w.ExitCode);
            Assert.Equal(Entries, told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            w.Dispose();
        }));
        List<string> found = Found(path);
        Assert.Equal(
            Enumerable.Range(0, Writers).SelectMany(w => Enumerable.Range(0, Entries).Select(i => $"w{w} {i}")).Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
        Assert.False(File.Exists(path + ".torn"));
    }

    [Fact]
    public async Task What_killed_processes_were_told_is_there()
    {
        using var folder = new TempFolder();
        string path = folder.File("log.dare");
        var random = new SeededRandom("journal kill");
        List<string> told = [];
        Process[] writers = [.. Enumerable.Range(0, 4).Select(w => Start(path, $"w{w}", 0))];
        await Task.WhenAll(writers.Select(async w => Assert.Equal("ready", await w.StandardOutput.ReadLineAsync())));
        int[] lives = [.. writers.Select(_ => 5 + random.Next(60))];
        await Task.WhenAll(writers.Select((w, number) => Task.Run(async () =>
        {
            await w.StandardInput.WriteLineAsync("go");
            int count = 0;
            while (await w.StandardOutput.ReadLineAsync() is { } line)
            {
                lock (told)
                {
                    told.Add($"w{number} {line}");
                }

                if (++count == lives[number])
                {
                    w.Kill();
                }
            }

            await w.WaitForExitAsync();
            Assert.NotEqual(0, w.ExitCode);
            w.Dispose();
        })));
        using (Process last = Start(path, "last", 2))
        {
            await last.StandardInput.WriteLineAsync("go");
            await last.WaitForExitAsync();
            Assert.Equal(0, last.ExitCode);
        }

        List<string> found = Found(path);
        Assert.True(told.Count >= lives.Sum(), $"{told.Count} entries");
        Assert.Empty(told.Except(found));
        Assert.Equal(found.Count, found.Distinct().Count());
        Assert.Contains("last 1", found);
    }

    private static List<string> Found(string path)
    {
        using var secret = new SecretBytes(new byte[32]);
        var request = new OpenRequest { SymmetricKeys = [secret] };
        using IDurableFile file = DurableFiles.Instance.OpenToRead(path)!;
        SequenceReport report = SequenceVerifier.Verify(file, request);
        Assert.Null(report.Fault);
        using SequenceReader reader = SequenceReader.Open(file, request);
        List<string> found = [];
        foreach (SequenceFrame frame in reader.Forward().Where(f => !f.IsMeta))
        {
            string[] words = TestSequence.Text(reader, frame.Index).Split(' ');
            Assert.Equal(int.Parse(words[1], CultureInfo.InvariantCulture) % 7 * 100, words[2].Length);
            found.Add($"{words[0]} {words[1]}");
        }

        return found;
    }

    private static Process Start(string path, string name, int count)
    {
        string output = AppContext.BaseDirectory.Replace("Mesh.Dare.Tests", "Mesh.Dare.LoadedWriter", StringComparison.Ordinal);
        string program = Path.Combine(output, "Mesh.Dare.LoadedWriter" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        return Process.Start(new ProcessStartInfo(program, ["journal", path, name, $"{count}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }
}
