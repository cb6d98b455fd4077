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
                byte[]? record = await storage.ReadPrivateAsync(name, PrivateLabel.Account, HostedAccount.RecordKey, cancellation).ConfigureAwait(false);
                if (record is null)
                {
                    failed(name, "it has no account record");
                    continue;
                }

                HostedAccount account = HostedAccount.Read(name, record);
                directory.TryReserve(account.Address, name);
                directory.Set(account);
            }
            catch (Exception e) when (e is DareException or SchemaException)
            {
                failed(name, e.Message);
            }
        }

        return directory;
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

    /// <summary>Sets what is known of an account.</summary>
    public void Set(HostedAccount account) => _byName[account.Name] = account;
}
