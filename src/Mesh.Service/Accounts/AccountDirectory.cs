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
            catch (Exception e) when (e is DareException or SchemaException)
            {
                failed(name, e.Message);
            }
        }

        return directory;
    }

    /// <summary>Reads one account from its log into the list.</summary>
    /// <exception cref="DareException">The log cannot be read, or has no account record.</exception>
    /// <exception cref="SchemaException">The record is not what this service writes.</exception>
    public async Task<HostedAccount> LoadAsync(IAccountStorage storage, AccountName name, CancellationToken cancellation)
    {
        byte[] record = await storage.ReadPrivateAsync(name, PrivateLabel.Account, HostedAccount.RecordKey, cancellation).ConfigureAwait(false)
            ?? throw new DareException(DareError.LogCorrupt, $"The log of {name} has no account record.");
        HostedAccount account = HostedAccount.Read(name, record);
        if (!TryReserve(account.Address, name))
        {
            throw new DareException(DareError.LogCorrupt, $"The address {account.Address} of {name} belongs to another account.");
        }

        Set(account);
        return account;
    }

    /// <summary>The account with a canonical address, or null.</summary>
    public HostedAccount? Find(string address) =>
        AccountAddress.TryCanonical(address, out string canonical) && _byAddress.TryGetValue(canonical, out AccountName name)
            ? _byName.GetValueOrDefault(name)
            : null;

    /// <summary>The account of a profile, or null.</summary>
    public HostedAccount? Find(AccountName name) => _byName.GetValueOrDefault(name);

    /// <summary>Holds an address for an account; false when another has it.</summary>
    public bool TryReserve(string address, AccountName name) => _byAddress.GetOrAdd(address, name) == name;

    /// <summary>Gives an address up that was reserved in vain.</summary>
    public void Release(string address, AccountName name) => _byAddress.TryRemove(new KeyValuePair<string, AccountName>(address, name));

    /// <summary>
    /// Keeps the record of an account to one writer until disposed, so that what is written rests on what was read. Requests that leave the
    /// record as it is do not come here.
    /// </summary>
    public async Task<IDisposable> HoldAsync(AccountName name, CancellationToken cancellation)
    {
        SemaphoreSlim gate = _gates[(name.GetHashCode() & int.MaxValue) % _gates.Length];
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        return new Hold(gate);
    }

    /// <summary>Forgets an account that was erased; its address is free.</summary>
    public void Remove(HostedAccount account)
    {
        _byName.TryRemove(account.Name, out _);
        Release(account.Address, account.Name);
    }

    /// <summary>Sets what is known of an account.</summary>
    public void Set(HostedAccount account) => _byName[account.Name] = account;

    private sealed class Hold(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
