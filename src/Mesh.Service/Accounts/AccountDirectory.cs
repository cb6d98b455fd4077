// The list of accounts, by address and by profile UDF. It is rebuilt from the logs at start; nothing else holds it.

using System.Collections.Concurrent;
using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>Finds accounts. Safe for concurrent use.</summary>
internal sealed class AccountDirectory
{
    private readonly ConcurrentDictionary<string, AccountName> _byAddress = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<AccountName, HostedAccount> _byName = new();

    // Logs that could not be read: which addresses they have is not known.
    private readonly ConcurrentDictionary<AccountName, bool> _unread = new();

    // Accounts of which it is not known whether the last change of their record was saved, and where that can be asked.
    private readonly ConcurrentDictionary<AccountName, IAccountStorage> _unsettled = new();

    // So many that two accounts which change their records at the same moment hardly ever share one.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 1024).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>All accounts, blocked ones included.</summary>
    public IEnumerable<HostedAccount> All => _byName.Values;

    /// <summary>Reads the list from the logs. A log that cannot be read is told to <paramref name="failed"/> and left out.</summary>
    public static async Task<AccountDirectory> LoadAsync(
        IAccountStorage storage, Action<AccountName, string> failed, CancellationToken cancellation)
    {
        var directory = new AccountDirectory();
        await foreach (AccountName name in storage.ListAsync(cancellation).ConfigureAwait(false))
        {
            try
            {
                await directory.LoadAsync(storage, name, cancellation).ConfigureAwait(false);
            }
            catch (DareException e)
            {
                // The address of an account that another one has is known, and taken.
                if (e.Code != DareError.AlreadyExists)
                {
                    directory._unread[name] = true;
                }

                failed(name, e.Message);
            }
        }

        return directory;
    }

    /// <summary>Reads one account from its log into the list.</summary>
    /// <exception cref="DareException">
    /// The log cannot be read, or has no account record of this service. <see cref="DareError.AlreadyExists"/>: another account has its address.
    /// </exception>
    public async Task<HostedAccount> LoadAsync(IAccountStorage storage, AccountName name, CancellationToken cancellation)
    {
        byte[] record = await storage.ReadPrivateAsync(name, PrivateLabel.Account, HostedAccount.RecordKey, cancellation).ConfigureAwait(false)
            ?? throw new DareException(DareError.LogCorrupt, $"The log of {name} has no account record.");
        HostedAccount account = Read(name, record);
        if (!TryReserve(account.Address, name))
        {
            throw new DareException(DareError.AlreadyExists, $"The address {account.Address} of {name} belongs to another account.");
        }

        Set(account);
        _unread.TryRemove(name, out _);
        return account;
    }

    /// <summary>The account with a canonical address, or null.</summary>
    public HostedAccount? Find(string address) =>
        AccountAddress.TryCanonical(address, out string canonical) && _byAddress.TryGetValue(canonical, out AccountName name)
            ? _byName.GetValueOrDefault(name)
            : null;

    /// <summary>The account of a profile, or null.</summary>
    public HostedAccount? Find(AccountName name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// Whether an account may be made: not while the log of another one cannot be read, whose address would then be given away.
    /// </summary>
    public bool MayMake(AccountName name) => _unread.IsEmpty || _unread.ContainsKey(name);

    /// <summary>Holds an address for an account; false when another has it.</summary>
    public bool TryReserve(string address, AccountName name) => _byAddress.GetOrAdd(address, name) == name;

    /// <summary>Gives an address up that was reserved in vain.</summary>
    public void Release(string address, AccountName name) => _byAddress.TryRemove(new KeyValuePair<string, AccountName>(address, name));

    /// <summary>
    /// Keeps the record of an account to one writer until disposed, so that what is written rests on what was read. Requests that leave the
    /// record as it is do not come here.
    /// </summary>
    /// <exception cref="DareException">It is not known how the record stands, and the storage does not say.</exception>
    public async Task<IDisposable> HoldAsync(AccountName name, CancellationToken cancellation)
    {
        SemaphoreSlim gate = _gates[(name.GetHashCode() & int.MaxValue) % _gates.Length];
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_unsettled.TryGetValue(name, out IAccountStorage? storage))
            {
                await LoadAsync(storage, name, cancellation).ConfigureAwait(false);
                _unsettled.TryRemove(name, out _);
            }

            return new Hold(gate);
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    /// <summary>Commits a change of an account's record, which the caller holds, and keeps the list in step with the log.</summary>
    /// <exception cref="DareException"><see cref="DareError.OutcomeUnknown"/>: the record is read again before it is used; others: nothing was changed.</exception>
    public async Task<CommitResult> CommitAsync(
        IAccountStorage storage, HostedAccount account, LogTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            CommitResult result = await storage.AppendAsync(account.Name, transaction, cancellation).ConfigureAwait(false);
            if (result.Outcome is CommitOutcome.Committed)
            {
                Set(account);
            }

            return result;
        }
        catch (DareException e) when (e.Code == DareError.OutcomeUnknown)
        {
            _unsettled[account.Name] = storage;
            throw;
        }
    }

    /// <summary>Reads the record of an account again where it is not known whether its last change was saved.</summary>
    /// <exception cref="DareException">The storage does not say.</exception>
    public async Task SettleAsync(AccountName name, CancellationToken cancellation)
    {
        if (_unsettled.ContainsKey(name))
        {
            using IDisposable settled = await HoldAsync(name, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets an account that was erased; its address is free.</summary>
    public void Remove(HostedAccount account)
    {
        _byName.TryRemove(account.Name, out _);
        Release(account.Address, account.Name);
    }

    /// <summary>Sets what is known of an account.</summary>
    public void Set(HostedAccount account) => _byName[account.Name] = account;

    private static HostedAccount Read(AccountName name, byte[] record)
    {
        try
        {
            return HostedAccount.Read(name, record);
        }
        catch (SchemaException e)
        {
            throw new DareException(DareError.LogCorrupt, $"The account record of {name} is not of this service: {e.Message}", e);
        }
    }

    private sealed class Hold(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
