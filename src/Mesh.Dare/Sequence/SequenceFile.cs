namespace Mesh.Dare;

/// <summary>The file of a sequence, open for writing under its lock (docs/format/sequence.md, section 7).</summary>
internal sealed class SequenceFile : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly SequenceOptions _options;
    private readonly IFileLock _lock;
    private bool _isHeld;

    private SequenceFile(string path, IDurableFile octets, SequenceOptions options)
    {
        Path = path;
        Octets = octets;
        _options = options;
        _lock = options.Files.OpenLock(path);
    }

    public string Path { get; }

    /// <summary>The file; the lock is held whenever it is written to.</summary>
    public IDurableFile Octets { get; }

    /// <summary>Makes a new file, under its lock.</summary>
    /// <exception cref="DareException"><see cref="DareError.AlreadyExists"/>, <see cref="DareError.LogBusy"/>.</exception>
    public static SequenceFile Create(string path, SequenceOptions options)
    {
        if (options.Files.Exists(path))
        {
            throw new DareException(DareError.AlreadyExists, $"{path} exists already.");
        }

        return Locked(path, options.Files.Create(path), options);
    }

    /// <summary>Opens a file, under its lock.</summary>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>, <see cref="DareError.LogBusy"/>.</exception>
    public static SequenceFile Open(string path, SequenceOptions options)
    {
        if (!options.Files.Exists(path))
        {
            throw new DareException(DareError.NotFound, $"There is no file {path}.");
        }

        IDurableFile octets = options.Files.OpenToWrite(path) ?? throw new DareException(DareError.NotFound, $"There is no file {path}.");
        return Locked(path, octets, options);
    }

    /// <summary>Opens a file, under its lock, and makes an empty one first where there is none; several may do so at once.</summary>
    /// <exception cref="DareException"><see cref="DareError.LogBusy"/>.</exception>
    public static SequenceFile OpenOrCreate(string path, SequenceOptions options)
    {
        IDurableFile octets;
        try
        {
            octets = options.Files.OpenToWrite(path) ?? options.Files.Create(path);
        }
        catch (IOException) when (options.Files.Exists(path))
        {
            // Somebody else made it meanwhile, or it cannot be opened, which is then said again.
            octets = options.Files.OpenToWrite(path) ?? throw new DareException(DareError.NotFound, $"There is no file {path}.");
        }

        return Locked(path, octets, options);
    }

    /// <summary>Takes the lock, waiting for others to give it up.</summary>
    /// <exception cref="DareException"><see cref="DareError.LogBusy"/>.</exception>
    public void Lock()
    {
        long start = _options.Time.GetTimestamp();
        TimeSpan wait = TimeSpan.FromMilliseconds(0.1);
        while (!_isHeld && !_lock.TryTake())
        {
            if (_options.Time.GetElapsedTime(start) > Patience)
            {
                throw new DareException(DareError.LogBusy, $"{Path} is in use by another program; try again when that has ended.");
            }

            Thread.Sleep(wait);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }

        _isHeld = true;
    }

    /// <summary>Gives the lock up.</summary>
    public void Unlock()
    {
        if (_isHeld)
        {
            _isHeld = false;
            _lock.Release();
        }
    }

    public void Dispose()
    {
        Octets.Dispose();
        _lock.Dispose();
    }

    private static SequenceFile Locked(string path, IDurableFile octets, SequenceOptions options)
    {
        SequenceFile? file = null;
        try
        {
            file = new SequenceFile(path, octets, options);
            file.Lock();
            return file;
        }
        catch
        {
            file?._lock.Dispose();
            octets.Dispose();
            throw;
        }
    }
}
