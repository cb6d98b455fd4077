using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>What the operations of one machine share: folder, key store, catalog, way to services.</summary>
internal sealed class MachineParts : IDisposable
{
    private ServiceLink? _link;

    public MachineParts(MachineOptions options)
    {
        Options = options;
        Home = MeshHome.Open(options.Root);
        Keys = new FileKeyStore(Home.Keys);
        Catalog = new MachineCatalog(Home, options, Keys);
    }

    public MachineOptions Options { get; }

    public MeshHome Home { get; }

    public IKeyStore Keys { get; }

    public MachineCatalog Catalog { get; }

    public ObjectSealer Sealer => field ??= new ObjectSealer(Options.Random, Options.Time);

    public ServiceLink Link => _link ??= new ServiceLink(Options, Home);

    public DateTimeOffset Now => Options.Time.GetUtcNow();

    public Task<MachineLock> LockAsync(CancellationToken cancel) =>
        MachineLock.TakeAsync(Home.LockFile, Options.LockPatience, Options.Time, cancel);

    public string LogPath(string udf) => Path.Combine(Home.Accounts, udf + ".log");

    public string RootsPath(string udf) => Path.Combine(Home.Roots, udf + ".json");

    /// <summary>How to open an account's log; without its secret, which a removal erases, only what is not private.</summary>
    public (LogOptions Options, PrivateSeal? Seal) LogOptions(string udf)
    {
        using SecretBytes? secret = Keys.Load(KeyNamesOfMachine.Log(udf));
        PrivateSeal? seal = secret is null ? null : new PrivateSeal(secret, Options.Random, Options.Time);
        return (new LogOptions { Time = Options.Time, Random = Options.Random, Seal = seal, LockPatience = Options.LockPatience }, seal);
    }

    /// <summary>Makes the empty log of an account, and the secret of its private records.</summary>
    public async Task CreateLogAsync(string udf, CancellationToken cancel)
    {
        using (SecretBytes secret = SecretBytes.Random(Options.Random, PrivateSeal.SecretSize))
        {
            Keys.Save(KeyNamesOfMachine.Log(udf), secret);
        }

        (LogOptions options, PrivateSeal? seal) = LogOptions(udf);
        using (seal)
        {
            (AccountLog log, _) = await AccountLog.CreateAsync(LogPath(udf), options, null, cancel).ConfigureAwait(false);
            await log.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <exception cref="ClientException"><see cref="ClientError.NoDecryptionKey"/>: this device has no keys of the account.</exception>
    public Membership OpenMembership(string udf)
    {
        using SecretBytes secret = Keys.Load(KeyNamesOfMachine.Activation(udf)) ?? throw NoKey();
        return OpenMembership(udf, MembershipRecord.Parse(secret));
    }

    public Membership OpenMembership(string udf, MembershipRecord record) =>
        Membership.Open(record, udf, OpenDeviceKeys(record.Device.DeviceUdf), Now);

    public void SaveMembership(string id, MembershipRecord record)
    {
        using SecretBytes octets = record.ToOctets();
        Keys.Save(id, octets);
    }

    public DeviceKeySet OpenDeviceKeys(string deviceUdf)
    {
        using KeySeed seed = LoadSeed(KeyNamesOfMachine.Device(UdfText.Canonical(deviceUdf)))
            ?? throw new ClientException(ClientError.Damaged, "The seed of this device is missing. Restore the folder from a backup.");
        return DeviceKeySet.OfDevice(seed);
    }

    /// <summary>The device that this machine is; made at the first need.</summary>
    public async Task<Verified<ProfileDevice>> OpenDeviceAsync(string? description, CancellationToken cancel)
    {
        if (Catalog.FindDevice() is { } known)
        {
            return ProfileValidator.ValidateAs(EnvelopedReader.Parse<ProfileDevice>(known.Profile), known.DeviceUdf);
        }

        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileDevice, Options.Random);
        using DeviceKeySet keys = DeviceKeySet.OfDevice(seed);
        Verified<ProfileDevice> profile = ProfileValidator.Validate(ProfileBuilder.Device(Sealer, keys, description));
        SaveSeed(KeyNamesOfMachine.Device(UdfText.Canonical(profile.Value.Udf)), seed);
        Options.AfterStep("device seed");
        await Catalog.SaveDeviceAsync(
            new DeviceRecord { DeviceUdf = profile.Value.Udf, Profile = profile.Envelope.ToJson() }, cancel).ConfigureAwait(false);
        return profile;
    }

    public void SaveSeed(string id, KeySeed seed)
    {
        using SecretBytes octets = seed.RevealBinary();
        Keys.Save(id, octets);
    }

    public KeySeed? LoadSeed(string id)
    {
        using SecretBytes? octets = Keys.Load(id);
        return octets is null ? null : KeySeed.FromBinary(octets.Reveal());
    }

    /// <summary>Erases every key of an account, and what they opened. The device's own seed stays.</summary>
    public void EraseAccount(string udf)
    {
        foreach (string id in KeyNamesOfMachine.OfAccount(udf))
        {
            Keys.Erase(id);
        }

        Options.AfterStep("keys erased");
        foreach (string file in Directory.EnumerateFiles(Home.Accounts, udf + ".log*"))
        {
            File.Delete(file);
        }
    }

    public static ClientException NoKey() => new(ClientError.NoDecryptionKey, "No decryption key is available");

    public void Dispose() => _link?.Dispose();
}
