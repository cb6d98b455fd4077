namespace Mesh.Dare;

/// <summary>
/// The one file that holds an account (Mesh account log): the stores of the account are logical sequences whose frames interleave, one
/// transaction is one outer frame and one flush. One holder at a time writes (<see cref="OpenAsync"/>); any number read beside it
/// (<see cref="OpenReader"/>). Safe for concurrent use.
/// </summary>
public sealed class AccountLog : IAsyncDisposable
{
    private readonly LogView _view;
    private readonly LogWriter? _writer;
    private readonly LogTail? _tail;
    private readonly IDisposable? _lock;
    private int _disposed;

    private AccountLog(LogOpener.Opened opened, bool isWriter, IDisposable? heldLock)
    {
        _view = opened.View;
        Report = opened.Report;
        _lock = heldLock;
        _writer = isWriter && opened.Report.IsWritable ? new LogWriter(_view, opened.FlushedTo, opened.SideAt) : null;
        _tail = isWriter ? null : new LogTail(_view);
    }

    /// <summary>What opening found and did.</summary>
    public LogReport Report { get; }

    /// <summary>Where the log is.</summary>
    public string Path => _view.Paths.Log;

    /// <summary>Whether commits are taken. False for readers, for a corrupt log, and after a failure to write.</summary>
    public bool IsWritable => _writer is { IsPoisoned: false } && !_view.IsDoubtful;

    /// <summary>Whether this handle must be given up and the log opened again: a writing failed, or a frame did not verify.</summary>
    public bool MustReopen => _writer is { IsPoisoned: true } || _view.IsDoubtful;

    /// <summary>
    /// Whether opening again may make it writable: a torn tail was found and could not be set aside, on a full medium for instance. Until
    /// then it is read.
    /// </summary>
    public bool MayRecover => _lock is not null && Report is { State: LogState.Torn, SetAside: null };

    /// <summary>Octets that verify, which are all that is served.</summary>
    public long Length => _view.Look(i => i.Tip!.End);

    /// <summary>Goes up with every change that readers can see.</summary>
    public long Version => _view.Version;

    /// <summary>
    /// Makes a log, with a first transaction if one is given, and opens it. The log appears under its name whole or not at all.
    /// </summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.AlreadyExists"/>, <see cref="DareError.LogBusy"/>, <see cref="DareError.Unavailable"/> (nothing was made),
    /// <see cref="DareError.OutcomeUnknown"/>; whatever refuses the transaction.
    /// </exception>
    public static async Task<(AccountLog Log, CommitResult? First)> CreateAsync(
        string path, LogOptions options, LogTransaction? first = null, CancellationToken cancellation = default)
    {
        LogPaths paths = Paths(path);
        ArgumentNullException.ThrowIfNull(options);
        IDisposable held = await LogLock.TakeAsync(paths, options, cancellation).ConfigureAwait(false);
        try
        {
            CommitResult? result = LogCreator.Create(paths, options, first);
            return (new AccountLog(LogOpener.ToWrite(paths, options, isFlushed: true), true, held), result);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Takes the exclusive lock and opens the log, repairing what a writing cut short left. See <see cref="Report"/>.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.NotFound"/>, <see cref="DareError.LogBusy"/>, <see cref="DareError.LogRefused"/>,
    /// <see cref="DareError.Unavailable"/>.
    /// </exception>
    public static async Task<AccountLog> OpenAsync(string path, LogOptions options, CancellationToken cancellation = default)
    {
        LogPaths paths = Paths(path);
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Files.Exists(paths.Log))
        {
            throw LogOpener.NotFound(paths); // without leaving a lock file behind
        }

        IDisposable held = await LogLock.TakeAsync(paths, options, cancellation).ConfigureAwait(false);
        try
        {
            return new AccountLog(LogOpener.ToWrite(paths, options), true, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Opens beside a writer, without a lock: what verifies is read, nothing is changed. <see cref="Refresh"/> takes up more.</summary>
    /// <param name="path">The log.</param>
    /// <param name="options">Its options.</param>
    /// <param name="fromStart">Verifies every frame, also those that the side file tells of and that are otherwise verified when they are read.</param>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>, <see cref="DareError.LogRefused"/>, <see cref="DareError.Unavailable"/>.</exception>
    public static AccountLog OpenReader(string path, LogOptions options, bool fromStart = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new AccountLog(LogOpener.ToRead(Paths(path), options, fromStart), false, null);
    }

    /// <summary>
    /// Commits a transaction. The task ends when it is durable, or refused (see <see cref="CommitOutcome"/>); cancelling ends only the
    /// waiting for its turn.
    /// </summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.OutcomeUnknown"/>: repeat with the same request ID after opening again; <see cref="DareError.Unavailable"/> and
    /// <see cref="DareError.LogCorrupt"/>: nothing was changed; <see cref="DareError.WrongPlace"/>, <see cref="DareError.TreeMismatch"/>,
    /// <see cref="DareError.DigestMismatch"/>, <see cref="DareError.EntryRefused"/>, <see cref="DareError.Malformed"/>: a frame is not what
    /// may stand there.
    /// </exception>
    public Task<CommitResult> CommitAsync(LogTransaction transaction, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        if (_writer is null)
        {
            return Task.FromException<CommitResult>(NotWritable());
        }

        try
        {
            foreach (StoreEntry entry in transaction.Updates.SelectMany(u => u.Entries).Where(e => e.Envelope is null))
            {
                entry.Check(); // here and not while others wait
            }
        }
        catch (DareException e)
        {
            return Task.FromException<CommitResult>(e);
        }

        return _writer.CommitAsync(transaction, cancellation);
    }

    /// <summary>Drops dead private records now, if they exceed half of the log. Happens by itself when the log is idle or closed.</summary>
    public Task CompactAsync() => _writer is null ? Task.FromException(NotWritable()) : _writer.RunAsync(_writer.CompactIfWorthwhile);

    /// <summary>Whether the account is blocked (<see cref="LogTransaction.Blocks"/>).</summary>
    public bool IsBlocked => new LogPrivateReader(_view).Has(PrivateLabel.Account, LogStager.BlockedKey);

    /// <summary>The stores that peers may see, by label.</summary>
    public IReadOnlyList<StoreStatus> Status() => _view.Look(index => (IReadOnlyList<StoreStatus>)[.. index.Stores.Values
        .Where(s => !LabelText.IsPrivate(s.Label) && s.Root is not null)
        .OrderBy(s => s.Label, StringComparer.Ordinal)
        .Select(s => new StoreStatus(StoreLabel.Parse(s.Label), s.Count, s.Root!.Value, s.Origin))]);

    /// <summary>How a store stands; null where there is none.</summary>
    public StoreStatus? Status(StoreLabel label) => _view.Look(index =>
        index.Find(label.ToString()) is { Root: { } root } s ? new StoreStatus(label, s.Count, root, s.Origin) : null);

    /// <summary>
    /// Frames of a store from <paramref name="from"/> on, as many as the limits allow but at least one where there is one; null where
    /// there is no such store.
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.LogCorrupt"/>, <see cref="DareError.Unavailable"/>.</exception>
    public StoreRange? Read(StoreLabel label, long from, int maximumFrames = int.MaxValue, long maximumOctets = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(maximumFrames);
        return _view.Read(label.ToString(), from, maximumFrames, maximumOctets) is { } read
            ? new StoreRange(new StoreStatus(label, read.Count, read.Root, read.Origin), from, read.Frames)
            : null;
    }

    /// <summary>The index of the latest frame of a key (UniqueId, failing that EnvelopeId); null where there is none.</summary>
    /// <exception cref="DareException"><see cref="DareError.LogCorrupt"/>, <see cref="DareError.Unavailable"/>.</exception>
    public long? FindLatest(StoreLabel label, string key) => _view.ReadLatest(label.ToString(), key)?.Entry.Index;

    /// <summary>The latest frame of a key (UniqueId, failing that EnvelopeId); null where there is none.</summary>
    /// <exception cref="DareException"><see cref="DareError.LogCorrupt"/>, <see cref="DareError.Unavailable"/>.</exception>
    public ReadOnlyMemory<byte>? ReadLatest(StoreLabel label, string key) => _view.ReadLatest(label.ToString(), key)?.Frame;

    /// <summary>Writes a store as a DARE sequence of its own (Mesh account log, Layout: an export is a concatenation).</summary>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>, <see cref="DareError.LogCorrupt"/>, <see cref="DareError.Unavailable"/>.</exception>
    public void Export(StoreLabel label, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        const int part = 1 << 20;
        StoreRange? range = Read(label, 0, int.MaxValue, part)
            ?? throw new DareException(DareError.NotFound, $"{Path} has no store {label}.");
        long count = range.Status.Count; // what is appended meanwhile is not exported
        for (long at = 0; at < count; range = Read(label, at, (int)Math.Min(int.MaxValue, count - at), part)!)
        {
            foreach (ReadOnlyMemory<byte> frame in range.Frames)
            {
                destination.Write(frame.Span);
            }

            at += range.Frames.Count;
        }
    }

    /// <summary>The content of the live private record of a key; null where there is none. For the holder alone.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>, <see cref="DareError.LogCorrupt"/>, <see cref="DareError.Unavailable"/>.</exception>
    public byte[]? Private(PrivateLabel label, string key) => new LogPrivateReader(_view).Content(label, key);

    /// <summary>The keys of the live private records of a store, in no order. For the holder alone.</summary>
    public IReadOnlyList<string> PrivateKeys(PrivateLabel label) => new LogPrivateReader(_view).Keys(label);

    /// <summary>
    /// What a stored request answers: repeated with the stored response, or reused for another payload; null where it is not known or older
    /// than 24 hours.
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>, <see cref="DareError.LogCorrupt"/>, <see cref="DareError.Unavailable"/>.</exception>
    public CommitResult? Recall(string key, string id, ReadOnlyMemory<byte> payloadHash) =>
        new LogPrivateReader(_view).Recall(key, id, payloadHash.Span);

    /// <summary>
    /// Waits until <see cref="Version"/> is no longer <paramref name="version"/>. A reader beside a writer of another process looks from time
    /// to time (<see cref="LogOptions.PollInterval"/>).
    /// </summary>
    public async Task<long> ChangedSinceAsync(long version, CancellationToken cancellation = default)
    {
        Task changed = _view.ChangedSince(version);
        while (_tail is not null && !changed.IsCompleted)
        {
            await Task.Delay(_view.Options.PollInterval, _view.Options.Time, cancellation).ConfigureAwait(false);
            Refresh();
        }

        await changed.WaitAsync(cancellation).ConfigureAwait(false);
        return _view.Version;
    }

    /// <summary>For a reader: takes up what a writer appended or rewrote meanwhile; true when there was something. A writer sees all.</summary>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>, <see cref="DareError.LogRefused"/>, <see cref="DareError.Unavailable"/>.</exception>
    public bool Refresh() => _tail is not null && _tail.Refresh();

    /// <summary>Closes the log: marks a clean close, keeps the side file, gives up the lock.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return ValueTask.CompletedTask;
        }

        if (_writer is not null)
        {
            return CloseAsync(_writer);
        }

        _view.Close();
        _lock?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask CloseAsync(LogWriter writer)
    {
        try
        {
            await writer.CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _view.Close();
            _lock?.Dispose();
        }
    }

    private static LogPaths Paths(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new LogPaths(System.IO.Path.GetFullPath(path));
    }

    private DareException NotWritable() => Report.State == LogState.Corrupt
        ? new DareException(DareError.LogCorrupt, $"{Path} is {Report}.")
        : new DareException(DareError.Unavailable, $"{Path} is open for reading only; nothing was changed.");
}
