namespace Mesh.Dare;

/// <summary>The file of a sequence, open for writing under its lock (docs/format/sequence.md, section 7).</summary>
internal sealed class SequenceFile : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly SequenceOptions _options;
    private readonly string _lockPath;
    private IDisposable? _lock;

    private SequenceFile(string path, SequenceOptions options)
    {
        Path = path;
        _options = options;

        // Where the file itself cannot be locked beside a handle that writes to it, a file beside it stands for it.
        _lockPath = OperatingSystem.IsWindows() ? path + ".lock" : path;
    }

    public string Path { get; }

    /// <summary>The file; the lock is held whenever it is written to.</summary>
    public IDurableFile Octets { get; private set; } = null!;

    /// <summary>Makes a new file, under its lock.</summary>
    /// <exception cref="DareException"><see cref="DareError.AlreadyExists"/>, <see cref="DareError.LogBusy"/>.</exception>
    public static SequenceFile Create(string path, SequenceOptions options)
    {
        if (options.Files.Exists(path))
        {
            throw new DareException(DareError.AlreadyExists, $"{path} exists already.");
        }

        var file = new SequenceFile(path, options) { Octets = options.Files.Create(path) };
        return file.Locked();
    }

    /// <summary>Opens a file, under its lock.</summary>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>, <see cref="DareError.LogBusy"/>.</exception>
    public static SequenceFile Open(string path, SequenceOptions options)
    {
        if (!options.Files.Exists(path))
        {
            throw new DareException(DareError.NotFound, $"There is no file {path}.");
        }

        var file = new SequenceFile(path, options)
        {
            Octets = options.Files.OpenToWrite(path) ?? throw new DareException(DareError.NotFound, $"There is no file {path}."),
        };
        return file.Locked();
    }

    /// <summary>Takes the lock, waiting for others to give it up.</summary>
    /// <exception cref="DareException"><see cref="DareError.LogBusy"/>.</exception>
    public void Lock()
    {
        long start = _options.Time.GetTimestamp();
        TimeSpan wait = TimeSpan.FromMilliseconds(0.1);
        while ((_lock ??= _options.Files.TryLock(_lockPath)) is null)
        {
            if (_options.Time.GetElapsedTime(start) > Patience)
            {
                throw new DareException(DareError.LogBusy, $"{Path} is in use by another program; try again when that has ended.");
            }

            Thread.Sleep(wait);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>Gives the lock up.</summary>
    public void Unlock()
    {
        _lock?.Dispose();
        _lock = null;
    }

    public void Dispose()
    {
        Octets.Dispose();
        Unlock();
    }

    private SequenceFile Locked()
    {
        try
        {
            Lock();
            return this;
        }
        catch
        {
            Octets.Dispose();
            throw;
        }
    }
}
