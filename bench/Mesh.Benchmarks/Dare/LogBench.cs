using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Mesh.Dare;

namespace Mesh.Benchmarks.Dare;

/// <summary>
/// Logs: entries of 512 octets, one after the other by one thread, against rows of 512 octets in SQLite in WAL mode, one transaction each, through the
/// sqlite3 module of Python. With one sync each that is <c>synchronous=FULL</c> and an append that returns when the entry is on the medium; without,
/// <c>synchronous=OFF</c> and an append that returns when the entry is in the file, where every other process sees it; that waits for nothing, and is timed by the clock of the thread. Neither is encrypted or signed.
/// And what readers wait for: the head of a long log, and a proof.
/// </summary>
internal sealed class LogBench : IDisposable
{
    private const int Octets = 512;
    private const int Unsynced = 20_000;
    private const int Synced = 400;
    private const int Frames = 1_000_000;

    private const string Peer = """
        import os, sqlite3, sys, time
        path, level, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
        db = sqlite3.connect(path, isolation_level=None)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=" + level)
        db.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, content BLOB)")
        row = os.urandom(512)
        insert = "INSERT INTO log (content) VALUES (?)"
        clock = time.perf_counter if level == "FULL" else time.thread_time
        start = clock()
        for _ in range(count):
            db.execute(insert, (row,))
        print(count / (clock() - start))
        """;

    private readonly Stage _stage = new();
    private readonly byte[] _entry = RandomNumberGenerator.GetBytes(Octets);
    private int _next;

    /// <summary>The rows whose name contains the word of the options.</summary>
    public static IEnumerable<Comparison> Run(DareOptions options)
    {
        using var bench = new LogBench();
        (string Name, Func<string, Comparison> Time)[] rows =
        [
            ("append 512 octets, no sync / SQLite WAL, synchronous=OFF", name => bench.Append(name, null, "OFF", Unsynced, options.Rounds)),
            ("append 512 octets, no sync / SQLite WAL FULL", name => bench.Append(name, null, "FULL", Synced, options.Rounds)),
            ("append 512 octets, one sync each / SQLite WAL FULL", name => bench.Append(name, TimeSpan.Zero, "FULL", Synced, options.Rounds)),
            ("open a log of 1,000,000 frames, verify the head", name => bench.Open(name, options.Rounds)),
            ("verify one inclusion proof at 10^6", VerifyProof),
        ];
        foreach ((string name, Func<string, Comparison> time) in rows)
        {
            if (!name.Contains(options.Rows, StringComparison.Ordinal))
            {
                continue;
            }

            if (name.Contains('/', StringComparison.Ordinal) && !Stage.Has("python3"))
            {
                Console.Error.WriteLine($"left out: {name}: python3 is not on this machine");
                continue;
            }

            yield return time(name);
        }
    }

    public void Dispose() => _stage.Dispose();

    private Comparison Append(string name, TimeSpan? flush, string level, int count, int rounds)
    {
        Appended(flush, count);
        List<(double Ours, double Theirs)> pairs = [];
        for (int round = 0; round < rounds; round++)
        {
            double ours = Appended(flush, count);
            string path = _stage.File($"peer{_next++}.db");
            pairs.Add((ours, double.Parse(_stage.Run("python3", "-c", Peer, path, level, $"{count}"), CultureInfo.InvariantCulture)));
        }

        return new Comparison(
            name, Median(pairs.Select(p => p.Ours)), Median(pairs.Select(p => p.Theirs)), "1/s", Median(pairs.Select(p => p.Ours / p.Theirs)));
    }

    private double Appended(TimeSpan? flush, int count)
    {
        string path = _stage.File($"log{_next++}.dare");
        using var writer = JournalWriter.OpenOrCreate(path, new JournalOptions { FlushInterval = flush });
        var meta = new ContentMeta();
        long start = Stopwatch.GetTimestamp();
        double threadStart = ThreadClock.Seconds();
        for (int i = 0; i < count; i++)
        {
            writer.Append(meta, _entry);
        }

        double taken = flush is null && count == Unsynced ? ThreadClock.Seconds() - threadStart : Stopwatch.GetElapsedTime(start).TotalSeconds;
        writer.Close();
        File.Delete(path);
        return count / taken;
    }

    private Comparison Open(string name, int rounds)
    {
        string path = _stage.File("long.dare");
        using (var writer = SequenceWriter.Create(path, new SequenceOptions { ContentType = SequenceContent.Log }))
        {
            var meta = new ContentMeta { ContentType = "text/plain" };
            while (writer.Count < Frames - 1)
            {
                writer.Append(writer.Prepare(meta, _entry.AsSpan(0, 32)));
            }

            writer.Close();
        }

        List<double> seconds = [];
        string meshman = _stage.Built("meshman");
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            _stage.Run(meshman, "dare", "tail", path, "-n", "1");
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        File.Delete(path);
        return new Comparison(name, Median(seconds), null, "s", null);
    }

    private static Comparison VerifyProof(string name)
    {
        const int proofs = 2_000;
        var tree = new MerkleTree();
        Span<byte> leaf = stackalloc byte[32];
        for (int i = 0; i < Frames; i++)
        {
            BitConverter.TryWriteBytes(leaf, i);
            tree.Append(leaf);
        }

        byte[] root = tree.Root();
        IReadOnlyList<ReadOnlyMemory<byte>> path = tree.InclusionPath(Frames / 3, Frames);
        BitConverter.TryWriteBytes(leaf, Frames / 3);
        List<double> microseconds = [];
        for (int round = 0; round < 20; round++)
        {
            double start = ThreadClock.Seconds();
            for (int i = 0; i < proofs; i++)
            {
                if (!MerkleProof.VerifyInclusion(Frames / 3, Frames, leaf, root, path))
                {
                    throw new InvalidOperationException("a good proof does not verify");
                }
            }

            microseconds.Add(1e6 * (ThreadClock.Seconds() - start) / proofs);
        }

        return new Comparison(name, Median(microseconds), null, "us", null);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
