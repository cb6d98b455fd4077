using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>What the operations of one machine share: folder, key store, catalog, way to services.</summary>
internal sealed class MachineParts : IDisposable
{
    private const string NoSeed = "The seed of this device is missing. Restore the folder from a backup.";
    private ServiceLink? _link;

    public MachineParts(MachineOptions options)
    {
        Options = options;
        Home = MeshHome.Open(options.Root);
        Keys = options.OpenKeys(Home.Keys);
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
        return (new LogOptions { Files = Options.Files, Time = Options.Time, Random = Options.Random, Seal = seal, LockPatience = Options.LockPatience }, seal);
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

    /// <summary>The keys for reading an account: those that are kept, or else from the membership, which is verified then.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NoDecryptionKey"/>: this device has no keys of the account.</exception>
    public ReadingKeys OpenReading(string udf)
    {
        using SecretBytes membership = Keys.Load(KeyNamesOfMachine.Activation(udf)) ?? throw NoKey();
        return TryOpenReading(udf, membership) ?? ReadingKeys.Of(WriteReading(udf, membership));
    }

    /// <summary>Keeps the keys for reading an account, if they are not kept. For whoever holds the machine's lock.</summary>
    public void KeepReading(string udf)
    {
        using SecretBytes membership = Keys.Load(KeyNamesOfMachine.Activation(udf)) ?? throw NoKey();
        using ReadingKeys? kept = TryOpenReading(udf, membership);
        if (kept is null)
        {
            using SecretBytes octets = WriteReading(udf, membership);
            Keys.Save(KeyNamesOfMachine.Reading(udf), octets);
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
            ?? throw new ClientException(ClientError.Damaged, NoSeed);
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
        FilesOf(udf).ForEach(Options.Files.Remove);
    }

    /// <summary>Whether there are keys or files of an account.</summary>
    public bool HasLeftovers(string udf) => FilesOf(udf).Count > 0 || KeyNamesOfMachine.OfAccount(udf).Any(id =>
    {
        using SecretBytes? secret = Keys.Load(id);
        return secret is not null;
    });

    // The lock file is not among them: see IDurableFiles.TryLock.
    private List<string> FilesOf(string udf) =>
    [
        .. Options.Files.Names(Home.Accounts)
            .Where(n => n.StartsWith(udf + ".log", StringComparison.Ordinal) && !n.EndsWith(".lock", StringComparison.Ordinal))
            .Select(n => Path.Combine(Home.Accounts, n)),
    ];

    public static ClientException NoKey() => new(ClientError.NoDecryptionKey, "No decryption key is available");

    public void Dispose() => _link?.Dispose();

    private ReadingKeys? TryOpenReading(string udf, SecretBytes membership)
    {
        try
        {
            return Keys.Load(KeyNamesOfMachine.Reading(udf)) is { } kept ? ReadingKeys.TryOpen(kept, membership, Keys, Now) : null;
        }
        catch (KeyException e) when (e.Code == KeyError.StoreDamaged)
        {
            return null; // It is made anew from the membership.
        }
    }

    private SecretBytes WriteReading(string udf, SecretBytes octets)
    {
        using Membership membership = OpenMembership(udf, MembershipRecord.Parse(octets));
        string seedName = KeyNamesOfMachine.Device(UdfText.Canonical(membership.Record.Device.DeviceUdf));
        using SecretBytes seed = Keys.Load(seedName) ?? throw new ClientException(ClientError.Damaged, NoSeed);
        return ReadingKeysWriter.Write(membership, octets, seedName, seed);
    }
}
