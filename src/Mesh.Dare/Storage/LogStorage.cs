using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Mesh.Dare;

/// <summary>
/// Accounts as account logs in one directory, each a file named by its profile UDF (Mesh account log; architecture, section 4). A bounded
/// number of logs stays open; a log that failed is opened anew through recovery by the next who asks. The directory belongs to one process
/// at a time, account by account: another one waits for the lock and then gives up with <see cref="DareError.LogBusy"/>.
/// </summary>
public sealed class LogStorage : IAccountStorage
{
    private const string Suffix = ".log";
    private const int CloseFraction = 16;

    private readonly string _root;
    private readonly LogStorageOptions _options;
    private readonly ConcurrentDictionary<AccountName, LogSlot> _slots = new();
    private int _open;
    private int _closing;
    private volatile bool _disposed;

    /// <summary>Keeps accounts in the directory <paramref name="root"/>, which is made if need be.</summary>
    /// <exception cref="DareException"><see cref="DareError.Unavailable"/>, <see cref="DareError.InvalidRequest"/>.</exception>
    public LogStorage(string root, LogStorageOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Log.Seal is null)
        {
            throw new DareException(DareError.InvalidRequest, "A service seals its private records; give what seals them.");
        }

        _root = Path.GetFullPath(root);
        _options = options;
        Guarded(() => options.Log.Files.CreateFolder(_root));
    }

    /// <summary>How many logs are open.</summary>
    public int OpenCount => Volatile.Read(ref _open);

    /// <inheritdoc/>
    public Task<CommitResult> CreateAsync(AccountName account, LogTransaction first, CancellationToken cancellation = default) =>
        WithSlot(account, async slot =>
        {
            CommitResult result = await slot.CreateAsync(first, Count, cancellation).ConfigureAwait(false);
            slot.Changed();
            return result;
        });

    /// <inheritdoc/>
    public Task<CommitResult> AppendAsync(AccountName account, LogTransaction transaction, CancellationToken cancellation = default) =>
        WithSlot(account, async slot =>
        {
            CommitResult result = await slot.UseAsync(
                Count, log => log.CommitAsync(transaction, cancellation), cancellation, toWrite: true).ConfigureAwait(false);
            if (result.Outcome == CommitOutcome.Committed)
            {
                slot.Changed();
            }

            return result;
        });

    /// <inheritdoc/>
    public Task<CommitResult?> RecallAsync(
        AccountName account, string key, string id, ReadOnlyMemory<byte> payloadHash, CancellationToken cancellation = default) =>
        WithLog(account, log => log.Recall(key, id, payloadHash), cancellation);

    /// <inheritdoc/>
    public Task<AccountStatus> StatusAsync(AccountName account, CancellationToken cancellation = default) =>
        WithLog(account, Status, cancellation);

    /// <inheritdoc/>
    public Task<StoreRange?> ReadAsync(
        AccountName account,
        StoreLabel label,
        long from,
        int maximumFrames = int.MaxValue,
        long maximumOctets = long.MaxValue,
        CancellationToken cancellation = default) =>
        WithLog(account, log => log.Read(label, from, maximumFrames, maximumOctets), cancellation);

    /// <inheritdoc/>
    public Task<long?> FindLatestAsync(AccountName account, StoreLabel label, string key, CancellationToken cancellation = default) =>
        WithLog(account, log => log.FindLatest(label, key), cancellation);

    /// <inheritdoc/>
    public Task<byte[]?> ReadPrivateAsync(AccountName account, PrivateLabel label, string key, CancellationToken cancellation = default) =>
        WithLog(account, log => log.Private(label, key), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> PrivateKeysAsync(AccountName account, PrivateLabel label, CancellationToken cancellation = default) =>
        WithLog(account, log => log.PrivateKeys(label), cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AccountStatus> WatchAsync(
        AccountName account, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        LogSlot slot = Enter(account);
        try
        {
            while (true)
            {
                // Asked for before the status is read: a change in between is then not missed, but reported twice.
                Task change = slot.NextChange();
                yield return await slot.UseAsync(Count, log => Task.FromResult(Status(log)), cancellation).ConfigureAwait(false);
                await CloseIdleAsync().ConfigureAwait(false);
                await change.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            Leave(slot);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AccountName> ListAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (AccountName account in Names(_root, _options.Log.Files))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return account;
        }
    }

    /// <summary>The accounts that have logs in a directory, in no order; none where there is no such directory.</summary>
    /// <exception cref="DareException"><see cref="DareError.Unavailable"/>.</exception>
    public static IReadOnlyList<AccountName> Names(string root, IDurableFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Guarded(() =>
        {
            List<AccountName> accounts = [];
            foreach (string name in files.Names(root))
            {
                if (name.EndsWith(Suffix, StringComparison.Ordinal) && AccountName.TryParse(name[..^Suffix.Length], out AccountName account))
                {
                    accounts.Add(account);
                }
            }

            return accounts;
        });
    }

    /// <summary>The log of an account in a directory.</summary>
    public static string PathOf(string root, AccountName account) => Path.Combine(root, account + Suffix);

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(AccountName account, CancellationToken cancellation = default) =>
        WithSlot(account, async slot =>
        {
            bool mayErase = await slot.UseAsync(Count, log => Task.FromResult(MayErase(log, account)), cancellation).ConfigureAwait(false);
            if (mayErase)
            {
                await slot.WhileClosedAsync(
                    Count, async () => mayErase = await EraseAsync(account).ConfigureAwait(false), false, cancellation).ConfigureAwait(false);
                slot.Changed();
            }

            return mayErase;
        });

    /// <summary>Closes all logs. Calls still under way end with <see cref="DareError.Unavailable"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        foreach (LogSlot slot in _slots.Values)
        {
            await slot.WhileClosedAsync(Count, static () => Task.CompletedTask, true, CancellationToken.None).ConfigureAwait(false);
            slot.Changed();
        }
    }

    private static AccountStatus Status(AccountLog log) => new(log.Status(), log.IsBlocked, log.Length);

    private static bool MayErase(AccountLog log, AccountName account) => log.IsBlocked
        ? log.PrivateKeys(PrivateLabel.Requests).Count == 0
        : throw new DareException(DareError.InvalidRequest, $"The account {account} is not blocked; only a blocked account is erased.");

    private string PathOf(AccountName account) => PathOf(_root, account);

    // Under the lock of the log, and judged once more: what was committed since the first look must not be lost with the account.
    private async Task<bool> EraseAsync(AccountName account)
    {
        var paths = new LogPaths(PathOf(account));
        using IDisposable held = Guarded(() => _options.Log.Files.TryLock(paths.Lock))
            ?? throw new DareException(DareError.LogBusy, $"{paths.Log} is in use by another program; it was not erased.");
        await using (AccountLog log = AccountLog.OpenReader(paths.Log, _options.Log))
        {
            if (!MayErase(log, account))
            {
                return false;
            }
        }

        Guarded(() => Remove(paths));
        return true;
    }

    // The lock file stays: see IDurableFiles.TryLock.
    private void Remove(LogPaths paths)
    {
        IDurableFiles files = _options.Log.Files;
        files.Remove(paths.Log);
        files.Remove(paths.Side);
        files.Remove(paths.SideNew);
        files.Remove(paths.New);
        foreach (string torn in paths.AllTorn(files))
        {
            files.Remove(torn);
        }

        files.FlushFolder(_root);
    }

    private Task<T> WithLog<T>(AccountName account, Func<AccountLog, T> use, CancellationToken cancellation) =>
        WithSlot(account, slot => slot.UseAsync(Count, log => Task.FromResult(use(log)), cancellation));

    private async Task<T> WithSlot<T>(AccountName account, Func<LogSlot, Task<T>> use)
    {
        LogSlot slot = Enter(account);
        try
        {
            return await use(slot).ConfigureAwait(false);
        }
        finally
        {
            Leave(slot);
            await CloseIdleAsync().ConfigureAwait(false);
        }
    }

    private LogSlot Enter(AccountName account)
    {
        while (true)
        {
            LogSlot slot = _slots.GetOrAdd(account, static (name, storage) => new LogSlot(name, storage.PathOf(name), storage._options.Log), this);
            if (!slot.TryEnter())
            {
                // Given up in this moment, and about to be removed by whoever gave it up.
                _slots.TryRemove(new KeyValuePair<AccountName, LogSlot>(account, slot));
                continue;
            }

            // Looked at after entering: closing shuts every slot that was there before it began.
            if (!_disposed)
            {
                return slot;
            }

            Leave(slot);
            throw new DareException(DareError.Unavailable, "The storage is closed; nothing was changed.");
        }
    }

    private void Leave(LogSlot slot)
    {
        if (slot.Leave())
        {
            _slots.TryRemove(new KeyValuePair<AccountName, LogSlot>(slot.Account, slot));
            slot.Dispose();
        }
    }

    private void Count(int change) => Interlocked.Add(ref _open, change);

    // When more logs are open than may be, closes a share of those that nobody uses, so that this is rarely needed. Whoever finds another one
    // at it leaves it to him: he looks again when he is done.
    private async Task CloseIdleAsync()
    {
        bool any = true;
        while (any && OpenCount > _options.MaximumOpen && Interlocked.Exchange(ref _closing, 1) == 0)
        {
            try
            {
                any = false;
                int surplus = OpenCount - _options.MaximumOpen + (_options.MaximumOpen / CloseFraction);
                foreach (LogSlot slot in _slots.Values.Where(s => s.IsIdle).OrderBy(s => s.LastUse).Take(surplus).ToList())
                {
                    if (!slot.TryEnter())
                    {
                        continue;
                    }

                    try
                    {
                        any |= await slot.CloseIfIdleAsync(Count).ConfigureAwait(false);
                    }
                    finally
                    {
                        Leave(slot);
                    }
                }
            }
            finally
            {
                Volatile.Write(ref _closing, 0);
            }
        }
    }

    private static void Guarded(Action action) => Guarded(() =>
    {
        action();
        return true;
    });

    private static T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DareException(DareError.Unavailable, $"The account storage cannot be used: {e.Message}", e);
        }
    }
}
