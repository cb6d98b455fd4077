// The machine of one person: a Mesh folder, the accounts in it, and what is done before there is an account.

using Mesh.Cryptography;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>A person's Mesh folder on one machine. Safe to open beside other processes; changes wait for each other.</summary>
public sealed class MeshMachine : IDisposable
{
    private readonly MachineParts _parts;

    private MeshMachine(MachineParts parts) => _parts = parts;

    /// <summary>Opens the folder, making it when it is absent.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.UnsafeFolder"/>, <see cref="ClientError.Storage"/>.</exception>
    public static MeshMachine Open(MachineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Boundary.Run(() => new MeshMachine(new MachineParts(options)));
    }

    /// <summary>Asks the service of an address or domain who it is, and verifies the answer.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Unreachable"/>, <see cref="ClientError.ServiceUntrusted"/>.</exception>
    public Task<HelloResult> HelloAsync(string addressOrDomain, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(addressOrDomain);
        return Boundary.RunAsync(async () =>
        {
            ServiceDomain domain = addressOrDomain.Contains('@', StringComparison.Ordinal)
                ? ServiceDomain.OfAddress(addressOrDomain)
                : ServiceDomain.Parse(addressOrDomain);
            return await Hello.AskAsync(_parts, new ServiceTarget(domain), cancel).ConfigureAwait(false);
        });
    }

    /// <summary>Creates an account with this machine as its first device (Mesh protocol 6.1), or finishes an interrupted creation.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.AccountExists"/>, <see cref="ClientError.Unreachable"/> and others.</exception>
    public Task<AccountCreated> CreateAccountAsync(
        string address, string? localName = null, string? deviceDescription = null, CancellationToken cancel = default) =>
        CreateAccountAsync(address, new AccountCreation { LocalName = localName, DeviceDescription = deviceDescription }, cancel);

    /// <summary>As above, with recovery shares, and without the profile key on this device, where that is asked for.</summary>
    public Task<AccountCreated> CreateAccountAsync(string address, AccountCreation creation, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(creation);
        return Boundary.RunAsync(() => new AccountCreator(_parts).CreateAsync(address, creation, cancel));
    }

    /// <summary>The accounts on this machine, the default one first.</summary>
    public IReadOnlyList<AccountSummary> Accounts() => Boundary.Run(() => _parts.Catalog.All().Select(r => r.ToSummary()).ToList());

    /// <summary>An account by address, UDF or local name; the default one for null.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NoAccount"/>, <see cref="ClientError.UnknownAccount"/>,
    /// <see cref="ClientError.Pending"/>: this device has not joined it yet.</exception>
    public MeshAccount Account(string? addressUdfOrLocalName = null) => Boundary.Run(() =>
    {
        MachineRecord record = Find(addressUdfOrLocalName, r => r.State is AccountState.Connected or AccountState.Removed);
        if (record.State == AccountState.Removed)
        {
            Removal.Finish(_parts, record.ProfileUdf);
        }

        return record.State switch
        {
            AccountState.Creating => throw new ClientException(
                ClientError.UnknownAccount, $"The creation of {record.Address} was interrupted. Create it again with the same address to finish it."),
            AccountState.Pending => throw new ClientException(
                ClientError.Pending, $"This device has not joined {record.Address} yet. Complete the connection first."),
            _ => new MeshAccount(_parts, record),
        };
    });

    /// <summary>Asks to join an account (Mesh protocol 6.2 steps 1 to 4; with a PIN 6.3).</summary>
    /// <exception cref="ClientException"><see cref="ClientError.InvalidInput"/>, <see cref="ClientError.Unreachable"/>,
    /// <see cref="ClientError.Verification"/> and others.</exception>
    public Task<ConnectionRequested> RequestConnectionAsync(
        string address, string? pin = null, string? deviceDescription = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Boundary.RunAsync(() => new ConnectionRequester(_parts).RequestAsync(address, pin, deviceDescription, cancel));
    }

    /// <summary>Collects the answer to a request and joins the account (Mesh protocol 6.2 steps 8 and 9).</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Pending"/>, <see cref="ClientError.Rejected"/>,
    /// <see cref="ClientError.Expired"/>, <see cref="ClientError.Verification"/> and others.</exception>
    public Task<ConnectionCompleted> CompleteConnectionAsync(string? addressOrLocalName = null, CancellationToken cancel = default) =>
        Boundary.RunAsync(() => new ConnectionCompleter(_parts).CompleteAsync(
            Find(addressOrLocalName, r => r.State == AccountState.Pending, "This machine waits to join no account. Ask to join one with: device request name@domain"),
            cancel));

    /// <summary>Removes an account from this machine, and at the service as well if asked.</summary>
    /// <returns>The account's profile UDF.</returns>
    public Task<string> DeleteAccountAsync(MeshAccount account, bool atService, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Boundary.RunAsync(() => AccountDeletion.DeleteAsync(_parts, account.ProfileUdf, atService, cancel));
    }

    /// <summary>An account whose creation or connection is not finished, by address, UDF or local name; null where there is none of that name.</summary>
    public AccountSummary? FindUnfinished(string addressUdfOrLocalName)
    {
        ArgumentNullException.ThrowIfNull(addressUdfOrLocalName);
        return Boundary.Run(() => _parts.Catalog.All().FirstOrDefault(
            r => r.State is AccountState.Creating or AccountState.Pending && Answers(r, addressUdfOrLocalName))?.ToSummary());
    }

    /// <summary>Forgets an account that is not finished, with its keys. Nothing is said to its service.</summary>
    /// <returns>The account's profile UDF.</returns>
    public Task<string> ForgetUnfinishedAsync(AccountSummary account, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Boundary.RunAsync(() => AccountDeletion.DeleteAsync(_parts, account.ProfileUdf, atService: false, cancel));
    }

    /// <summary>Verifies a file with the signers that this machine knows; needs no account.</summary>
    public FileReport VerifyFile(string path, string? account = null, IProgress<long>? progress = null) =>
        Boundary.Run(() => SealedFiles.Verify(path, KnownSigners(account), progress));

    /// <summary>The signature keys of the accounts of this machine, or of one of them.</summary>
    public IReadOnlyCollection<KnownSigner> KnownSigners(string? account = null) => Boundary.Run(() =>
        account is null ? AccountFiles.KnownSigners(_parts) : AccountFiles.KnownSigners(_parts, Find(account, _ => true)));

    /// <summary>Lets go of connections.</summary>
    public void Dispose() => _parts.Dispose();

    private MachineRecord Find(
        string? name, Func<MachineRecord, bool> isWanted, string nothing = "There is no account on this machine. Create one, or join one.")
    {
        IReadOnlyList<MachineRecord> all = _parts.Catalog.All();
        if (name is null)
        {
            return all.FirstOrDefault(r => r.Default && isWanted(r)) ?? all.FirstOrDefault(isWanted)
                ?? throw new ClientException(ClientError.NoAccount, nothing);
        }

        MachineRecord[] found = [.. all.Where(r => Answers(r, name))];
        return found.FirstOrDefault(isWanted) ?? found.FirstOrDefault()
            ?? throw new ClientException(ClientError.UnknownAccount, "This machine has no account of that name.");
    }

    private static bool Answers(MachineRecord record, string name) =>
        AccountAddress.Same(record.Address, name) || UdfText.Same(record.ProfileUdf, name) || record.LocalName == name;
}
