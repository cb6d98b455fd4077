// machine.log: which accounts and pending requests this machine has. An account log that holds private records alone, sealed by a secret in
// the key store (Mesh account log, Layout). Writers hold the machine's lock; readers need none.

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>The catalog of a machine.</summary>
internal sealed class MachineCatalog(MeshHome home, MachineOptions options, IKeyStore keys)
{
    private const string SecretId = "machine";
    private const string DeviceKey = "device";
    private static readonly PrivateLabel Accounts = PrivateLabel.Parse("~Machine");
    private static readonly PrivateLabel Device = PrivateLabel.Parse("~Device");
    private static readonly PrivateLabel Asked = PrivateLabel.Parse("~Asked");

    private string LogFile => Path.Combine(home.Root, "machine.log");

    /// <summary>Every account, the default one first, then by address.</summary>
    public IReadOnlyList<MachineRecord> All() => Read(log =>
    {
        List<MachineRecord> all = [];
        foreach (string key in log.PrivateKeys(Accounts))
        {
            if (Find(log, key) is { } record)
            {
                all.Add(record);
            }
        }

        all.Sort(Compare);
        return all;
    }) ?? [];

    public MachineRecord? Find(string profileUdf) => Read(log => Find(log, profileUdf));

    public DeviceRecord? FindDevice() => Read(log => Find(log, Device, DeviceKey, o => Read(o, static () => MachineContext.Default.DeviceRecord)));

    /// <summary>The request to join the account of an address whose answer is not known.</summary>
    public AskedRecord? FindAsked(string address) => Read(log => AskedIn(log, address).FirstOrDefault().Record);

    public Task SaveAsync(MachineRecord record, CancellationToken cancel) => CommitAsync([Record(record)], cancel);

    /// <summary>Saves the answer to a request to join, and ends the request.</summary>
    public Task SaveAnsweredAsync(MachineRecord record, CancellationToken cancel) =>
        CommitAsync([Record(record), .. AskedRemovals(record.Address)], cancel);

    /// <summary>Saves a request in place of an earlier one to the same address.</summary>
    public Task SaveAskedAsync(AskedRecord record, CancellationToken cancel)
    {
        Span<byte> name = stackalloc byte[16];
        options.Random.Fill(name);
        byte[] octets = JsonSerializer.SerializeToUtf8Bytes(record, MachineContext.Default.AskedRecord);
        return CommitAsync([.. AskedRemovals(record.Address), new PrivateRecord(Asked, Convert.ToHexStringLower(name), octets)], cancel);
    }

    public Task RemoveAskedAsync(string address, CancellationToken cancel) => CommitAsync(AskedRemovals(address), cancel);

    public Task SaveDeviceAsync(DeviceRecord record, CancellationToken cancel) =>
        CommitAsync([new PrivateRecord(Device, DeviceKey, JsonSerializer.SerializeToUtf8Bytes(record, MachineContext.Default.DeviceRecord))], cancel);

    public Task RemoveAsync(string profileUdf, CancellationToken cancel) => CommitAsync([PrivateRecord.Removal(Accounts, profileUdf)], cancel);

    private static PrivateRecord Record(MachineRecord record) =>
        new(Accounts, record.ProfileUdf, JsonSerializer.SerializeToUtf8Bytes(record, MachineContext.Default.MachineRecord));

    private static int Compare(MachineRecord left, MachineRecord right)
    {
        int order = left.Default == right.Default ? string.CompareOrdinal(left.Address, right.Address) : left.Default ? -1 : 1;
        return order != 0 ? order : string.CompareOrdinal(left.ProfileUdf, right.ProfileUdf);
    }

    // The name of a record stands in clear, so it is not the address.
    private static IEnumerable<(string Name, AskedRecord Record)> AskedIn(AccountLog log, string address) =>
        from name in log.PrivateKeys(Asked)
        let record = Find(log, Asked, name, o => Read(o, static () => MachineContext.Default.AskedRecord))
        where record is not null && AccountAddress.Same(record.Address, address)
        select (name, record);

    private List<PrivateRecord> AskedRemovals(string address) =>
        Read(log => AskedIn(log, address).Select(a => PrivateRecord.Removal(Asked, a.Name)).ToList()) ?? [];

    private static MachineRecord? Find(AccountLog log, string key) => Find(log, Accounts, key, o => MachineRecordReader.Read(o));

    private static T? Find<T>(AccountLog log, PrivateLabel label, string key, Func<byte[], T> read)
        where T : class
    {
        if (log.Private(label, key) is not { } octets)
        {
            return null;
        }

        try
        {
            return read(octets);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    private static T Read<T>(byte[] octets, Func<JsonTypeInfo<T>> type)
        where T : class => RecordReader.Read(octets, static _ => null, type, MachineRecordReader.What);

    private T? Read<T>(Func<AccountLog, T?> read)
    {
        if (!File.Exists(LogFile))
        {
            return default;
        }

        using PrivateSeal seal = Seal();
        AccountLog log = AccountLog.OpenReader(LogFile, Options(seal));
        try
        {
            return read(log);
        }
        finally
        {
            log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private async Task CommitAsync(IReadOnlyList<PrivateRecord> records, CancellationToken cancel)
    {
        using PrivateSeal seal = Seal();
        LogOptions logOptions = Options(seal);
        AccountLog log = File.Exists(LogFile)
            ? await AccountLog.OpenAsync(LogFile, logOptions, cancel).ConfigureAwait(false)
            : (await AccountLog.CreateAsync(LogFile, logOptions, null, cancel).ConfigureAwait(false)).Log;
        await using (log.ConfigureAwait(false))
        {
            await log.CommitAsync(new LogTransaction { Records = records }, cancel).ConfigureAwait(false);
        }
    }

    private LogOptions Options(PrivateSeal seal) =>
        new() { Files = options.Files, Time = options.Time, Random = options.Random, Seal = seal, LockPatience = options.LockPatience };

    private PrivateSeal Seal()
    {
        using SecretBytes secret = keys.Load(SecretId) ?? MakeSecret();
        return new PrivateSeal(secret, options.Random, options.Time);
    }

    private SecretBytes MakeSecret()
    {
        if (File.Exists(LogFile))
        {
            throw new ClientException(ClientError.Damaged, "The key of this machine's catalog is missing. Restore the folder from a backup.");
        }

        SecretBytes secret = SecretBytes.Random(options.Random, PrivateSeal.SecretSize);
        keys.Save(SecretId, secret);
        return secret;
    }
}
