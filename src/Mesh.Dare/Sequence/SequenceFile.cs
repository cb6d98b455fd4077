namespace Mesh.Dare;

/// <summary>The file of a sequence, open for writing under its lock (docs/format/sequence.md, section 7).</summary>
internal sealed class SequenceFile : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly SequenceOptions _options;
    private readonly IFileLock _lock;
    private string? _temporary;
    private bool _isHeld;

    private SequenceFile(string path, string? temporary, IDurableFile octets, SequenceOptions options)
    {
        Path = path;
        Octets = octets;
        _temporary = temporary;
        _options = options;
        _lock = options.Files.OpenLock(path, temporary);
    }

    public string Path { get; }

    /// <summary>The file; the lock is held whenever it is written to.</summary>
    public IDurableFile Octets { get; }

    /// <summary>Makes a new file, under its lock. It has another name until <see cref="Appear"/>, and nobody sees it half made.</summary>
    /// <exception cref="DareException"><see cref="DareError.AlreadyExists"/>, <see cref="DareError.LogBusy"/>.</exception>
    public static SequenceFile Create(string path, SequenceOptions options)
    {
        if (options.Files.Exists(path))
        {
            throw new DareException(DareError.AlreadyExists, $"{path} exists already.");
        }

        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        IDurableFile octets = options.Files.Create(temporary);
        try
        {
            return Locked(path, temporary, octets, options);
        }
        catch
        {
            options.Files.Remove(temporary);
            throw;
        }
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
        return Locked(path, null, octets, options);
    }

    /// <summary>Gives a new file its name, where it has another one yet, for good: what it holds is on the medium already.</summary>
    /// <exception cref="DareException"><see cref="DareError.AlreadyExists"/>: somebody else has made one meanwhile.</exception>
    public void Appear()
    {
        if (_temporary is not null)
        {
            try
            {
                _options.Files.MoveToFree(_temporary, Path);
            }
            catch (IOException e) when (_options.Files.Exists(Path))
            {
                throw new DareException(DareError.AlreadyExists, $"{Path} exists already.", e);
            }

            _temporary = null;
        }

        _options.Files.FlushFolder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
    }

    /// <summary>Gives up a new file, whichever name it has, and removes it.</summary>
    public void Abandon()
    {
        Dispose();
        _options.Files.Remove(_temporary ?? Path);
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

    private static SequenceFile Locked(string path, string? temporary, IDurableFile octets, SequenceOptions options)
    {
        SequenceFile? file = null;
        try
        {
            file = new SequenceFile(path, temporary, octets, options);
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
