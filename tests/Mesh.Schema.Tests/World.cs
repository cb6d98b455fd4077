using System.Collections.Immutable;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class StillClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>
/// A service, an account with one administrator's device, and devices that have yet to join: everything that the tests of validators and
/// builders start from. Made once, since every key costs a multiplication; nothing in it changes.
/// </summary>
internal sealed class World
{
    public const string Address = "alice@example.com";

    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly Lazy<World> Only = new(() => new World("world"));
    private static readonly Lazy<World> Second = new(() => new World("other world"));

    private World(string name)
    {
        Random = new SeededRandom(name);
        Clock = new StillClock(Start);
        Sealer = new ObjectSealer(Random, Clock);
        ServiceSeed = KeySeed.Generate(SeedKind.MeshProfileService, Random);
        ServiceKeys = ServiceKeySet.Of(ServiceSeed);
        Service = ProfileValidator.Validate(ProfileBuilder.Service(Sealer, ServiceKeys));
        AccountSeed = KeySeed.Generate(SeedKind.MeshProfileAccount, Random);
        AccountKeys = AccountKeySet.Of(AccountSeed);
        Account = ProfileValidator.Validate(ProfileBuilder.User(Sealer, AccountKeys, Address, Service.Value.Udf));
        Held = HeldKeys(AccountSeed, AccountKeys);
        AdminKeys = DeviceKeySet.OfDevice(KeySeed.Generate(SeedKind.MeshProfileDevice, Random));
        Admin = Connect(Profile(AdminKeys), Role.Super, Role.Admin, Role.Web);
        DeviceKeys = DeviceKeySet.OfDevice(KeySeed.Generate(SeedKind.MeshProfileDevice, Random));
        DeviceProfile = Profile(DeviceKeys);
        Device = Connect(DeviceProfile, Role.Web);
        HostKeys = DeviceKeySet.OfHost(KeySeed.Generate(SeedKind.MeshProfileDevice, Random));
        Host = ProfileValidator.Validate(ProfileBuilder.Host(Sealer, HostKeys));
    }

    public static World Alice => Only.Value;

    public static World Mallet => Second.Value;

    public SeededRandom Random { get; }

    public StillClock Clock { get; }

    public ObjectSealer Sealer { get; }

    public KeySeed ServiceSeed { get; }

    public ServiceKeySet ServiceKeys { get; }

    public Verified<ProfileService> Service { get; }

    public KeySeed AccountSeed { get; }

    public AccountKeySet AccountKeys { get; }

    public Verified<ProfileUser> Account { get; }

    /// <summary>What an administrator's device with every role holds.</summary>
    public ActivationCommon Held { get; }

    public DeviceKeySet AdminKeys { get; }

    public VerifiedDevice Admin { get; }

    public DeviceKeySet DeviceKeys { get; }

    public Verified<ProfileDevice> DeviceProfile { get; }

    /// <summary>A connected web device.</summary>
    public VerifiedDevice Device { get; }

    public DeviceKeySet HostKeys { get; }

    public Verified<ProfileHost> Host { get; }

    public Keyring AccountKeyring { get => field ??= new Keyring().Add(AccountKeys.Encryption); }

    public Verified<ProfileDevice> Profile(DeviceKeySet keys) => ProfileValidator.Validate(ProfileBuilder.Device(Sealer, keys));

    public VerifiedDevice Connect(Verified<ProfileDevice> device, params ImmutableArray<Role> roles) =>
        ConnectionBuilder.Connect(Sealer, Connection(device, roles));

    public DeviceConnection Connection(Verified<ProfileDevice> device, params ImmutableArray<Role> roles) => new()
    {
        Account = Account,
        Device = device,
        Administrator = AccountKeys.Administrator,
        Roles = roles,
        Held = Held,
    };

    public ConnectedKeys KeysOf(VerifiedDevice device, DeviceKeySet baseKeys) => ActivationValidator.Activate(device, baseKeys).Keys;

    private static ActivationCommon HeldKeys(KeySeed seed, AccountKeySet keys) => new()
    {
        ProfileSignature = KeyData.OfPrivate(keys.Profile),
        AdministratorSignature = KeyData.OfPrivate(keys.Administrator),
        Encryption = KeyData.OfPrivate(keys.Encryption),
        Signature = KeyData.OfPrivate(keys.Signature),
        Entries = [.. StoreTable.All.Where(s => s.Kind == StoreKind.Catalog).Select(s => KeyGenerations.First(seed, s))],
    };
}
