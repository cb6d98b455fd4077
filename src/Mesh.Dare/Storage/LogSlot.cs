namespace Mesh.Dare;

/// <summary>
/// One account of a <see cref="LogStorage"/> that is in use, open or watched: opens its log when needed, once for all who ask, and closes
/// it when told. Watching alone does not keep the log open. Nobody waits here for another account.
/// </summary>
internal sealed class LogSlot(AccountName account, string path, LogOptions options) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly Lock _gate = new();
    private AccountLog? _log;
    private int _users;
    private int _working;
    private bool _isGone;
    private bool _isShut;
    private TaskCompletionSource _changed = NewSignal();

    public AccountName Account { get; } = account;

    /// <summary>When somebody last entered, as a timestamp of the clock.</summary>
    public long LastUse { get; private set; }

    /// <summary>Whether the log is open and nobody uses it.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _working == 0 && _log is not null;
            }
        }
    }

    /// <summary>Counts a user in; false when the slot was given up, and another must be made.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            _users += _isGone ? 0 : 1;
            LastUse = options.Time.GetTimestamp();
            return !_isGone;
        }
    }

    /// <summary>Counts a user out; true when nothing is left that needs the slot, which is then given up.</summary>
    public bool Leave()
    {
        lock (_gate)
        {
            _users--;
            _isGone = _users == 0 && _log is null;
            return _isGone;
        }
    }

    /// <summary>Uses the log, which is opened if need be, and again after a failure. The caller has entered.</summary>
    /// <param name="opened">Called when the log was opened (+1) or closed (−1).</param>
    /// <param name="use">What is done with it.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="toWrite">Whether it is to be written: a log that could not be repaired is then opened again, and otherwise read.</param>
    public async Task<T> UseAsync<T>(
        Action<int> opened, Func<AccountLog, Task<T>> use, CancellationToken cancellation, bool toWrite = false)
    {
        AccountLog? log;
        lock (_gate)
        {
            _working++;
            log = _log;
        }

        try
        {
            if (log is null || IsStale(log, toWrite))
            {
                log = await OpenAsync(
                    opened, () => AccountLog.OpenAsync(path, options, cancellation), toWrite, cancellation).ConfigureAwait(false);
            }

            return await use(log).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _working--;
            }
        }
    }

    /// <summary>Makes the log. The caller has entered.</summary>
    public async Task<CommitResult> CreateAsync(LogTransaction first, Action<int> opened, CancellationToken cancellation)
    {
        CommitResult? result = null;
        await OpenAsync(
            opened,
            async () =>
            {
                (AccountLog log, result) = await AccountLog.CreateAsync(path, options, first, cancellation).ConfigureAwait(false);
                return log;
            },
            toWrite: false,
            cancellation).ConfigureAwait(false);
        return result ?? throw new DareException(DareError.AlreadyExists, $"There is an account {Account} already.");
    }

    /// <summary>Closes the log and does something while it is closed and cannot be opened. The caller has entered.</summary>
    public async Task WhileClosedAsync(Action<int> opened, Func<Task> action, bool forGood, CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            AccountLog? log;
            lock (_gate)
            {
                log = _log;
                _log = null;
                _isShut |= forGood;
            }

            if (log is not null)
            {
                opened(-1);
                await log.DisposeAsync().ConfigureAwait(false);
            }

            await action().ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Closes the log if nobody uses it; false when it is used after all. The caller has entered.</summary>
    public async Task<bool> CloseIfIdleAsync(Action<int> opened)
    {
        if (!await _opening.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            return false; // it is being opened, hence used
        }

        try
        {
            AccountLog? log = null;
            lock (_gate)
            {
                if (_working == 0)
                {
                    log = _log;
                    _log = null;
                }
            }

            if (log is not null)
            {
                opened(-1);
                await log.DisposeAsync().ConfigureAwait(false);
            }

            return log is not null;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Ends when something changes after this was called.</summary>
    public Task NextChange()
    {
        lock (_gate)
        {
            return _changed.Task;
        }
    }

    /// <summary>Wakes those who watch.</summary>
    public void Changed()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    public void Dispose() => _opening.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static bool IsStale(AccountLog log, bool toWrite) => log.MustReopen || (toWrite && log.MayRecover);

    private async Task<AccountLog> OpenAsync(
        Action<int> opened, Func<Task<AccountLog>> open, bool toWrite, CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            AccountLog? log;
            bool isStale;
            lock (_gate)
            {
                if (_isShut)
                {
                    throw new DareException(DareError.Unavailable, "The storage is closed; nothing was changed.");
                }

                log = _log;
                isStale = log is not null && IsStale(log, toWrite);
                if (isStale)
                {
                    _log = null;
                }
            }

            if (log is not null && !isStale)
            {
                return log;
            }

            if (log is not null)
            {
                opened(-1);
                await log.DisposeAsync().ConfigureAwait(false);
            }

            AccountLog made = await open().ConfigureAwait(false);
            opened(1);
            lock (_gate)
            {
                _log = made;
            }

            return made;
        }
        finally
        {
            _opening.Release();
        }
    }
}
