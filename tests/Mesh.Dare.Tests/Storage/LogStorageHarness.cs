namespace Mesh.Dare.Tests;

/// <summary>Account logs in a simulated file system.</summary>
public sealed class LogStorageHarness : StorageHarness
{
    private const string Root = "/accounts";

    private readonly int _maximumOpen;
    private LogStorage _storage;
    private bool _failFlush;
    private bool _isFull;

    public LogStorageHarness(int maximumOpen = LogStorageOptions.DefaultMaximumOpen)
    {
        _maximumOpen = maximumOpen;
        Files = new SimulatedFiles();
        _storage = Start(Files, Time, maximumOpen);
        Watch();
    }

    public override IAccountStorage Storage => _storage;

    internal SimulatedFiles Files { get; private set; }

    internal LogStorage Logs => _storage;

    public override async Task RestartAsync(bool killed)
    {
        if (killed)
        {
            Files = Files.AfterKill();
        }
        else
        {
            await _storage.DisposeAsync();
        }

        _storage = Start(Files, Time, _maximumOpen);
        Watch();
    }

    public override IAccountStorage SecondProcess() => Start(Files, Time, _maximumOpen);

    public override void FailNextFlush() => _failFlush = true;

    public override void SetFull(bool full) => _isFull = full;

    public override async IAsyncEnumerable<IAccountStorage> StatesOfInterruptedAsync(Func<Task> write)
    {
        Dictionary<string, byte[]> before = Snapshot();
        int journaled = Files.Journal.Count;
        await write();
        SimulatedFiles.Operation written = Files.Journal.Skip(journaled).Single(o => o.Kind == "write");
        byte[] after = Files.Octets(written.Path);
        for (int n = 0; n <= written.Length; n++)
        {
            var files = new SimulatedFiles();
            foreach ((string path, byte[] octets) in before)
            {
                files.Put(path, path == written.Path ? after[..(int)(written.Offset + n)] : octets);
            }

            await using LogStorage storage = Start(files, Time, _maximumOpen);
            yield return storage;
        }
    }

    public override ValueTask DisposeAsync() => _storage.DisposeAsync();

    private static LogStorage Start(SimulatedFiles files, TimeProvider time, int maximumOpen) =>
        new(Root, new LogStorageOptions { Log = TestLog.Options(files, new SeededRandom(Guid.NewGuid().ToString()), time), MaximumOpen = maximumOpen });

    private Dictionary<string, byte[]> Snapshot() =>
        Files.Names(Root).Select(n => Path.Combine(Root, n)).ToDictionary(p => p, Files.Octets);

    private void Watch() => Files.Before = operation =>
    {
        if (_failFlush && operation.Kind == "flush")
        {
            _failFlush = false;
            throw new IOException("the flush failed");
        }

        // A full disk takes part of a write, and nothing of the next.
        return operation.Kind is "write" && _isFull ? operation.Length > 1 ? operation.Length / 2 : throw new IOException("no space left")
            : operation.Kind is "create" && _isFull ? throw new IOException("no space left") : int.MaxValue;
    };
}
