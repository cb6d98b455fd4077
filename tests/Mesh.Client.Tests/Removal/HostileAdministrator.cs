using Mesh.Dare;
using Mesh.Keys;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Client.Tests;

/// <summary>What whoever has an administrator's device can write: any entry of MMM_Device and MMM_Access, signed as it has to be.</summary>
internal sealed class HostileAdministrator(MachineOptions options, string account) : IAsyncDisposable
{
    private readonly MachineParts _parts = new(options);
    private AccountSession? _session;

    public ObjectSealer Sealer => _parts.Sealer;

    public Membership Membership => _session!.Membership;

    public static async Task<HostileAdministrator> OpenAsync(TestWorld world, string machine, MeshAccount account)
    {
        var made = new HostileAdministrator(world.Options(machine), account.ProfileUdf);
        await made.BeginAsync();
        return made;
    }

    public VerifiedDevice Device(string udf) => _session!.Devices().Live.Single(d => d.Udf == udf);

    public async Task WriteAsync(Action<StoreWriter>? devices, Action<StoreWriter>? access = null) => await _session!.TransactAsync(
        () =>
        {
            StoreWriter device = _session.Writer(_session.Replica(StoreLabel.Device));
            StoreWriter rights = _session.Writer(_session.Replica(StoreLabel.Access));
            devices?.Invoke(device);
            access?.Invoke(rights);
            var change = new ChangeSet();
            change.Add(StoreLabel.Device, device);
            change.Add(StoreLabel.Access, rights);
            return change;
        },
        CancellationToken.None);

    /// <summary>An entry that is not of one piece.</summary>
    public static CatalogedDevice Spoil(VerifiedDevice device) => device.Entry with { SignatureUdf = device.Udf };

    /// <summary>An entry that verifies, with an activation for those readers alone.</summary>
    public CatalogedDevice WithActivation(VerifiedDevice device, params AgreementPublicKey[] readers)
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshActivationAccount, Sealer.Random);
        using var activation = new ActivationAccount { ActivationKey = seed, AccountUdf = account };
        return device.Entry with { EnvelopedActivationAccount = Sealer.Seal(activation, Membership.Administrator!, readers) };
    }

    /// <summary>A later entry of a device with the activation that it has, which no administrator's device can open any more.</summary>
    public VerifiedDevice ClosedToAdministrators(VerifiedDevice device)
    {
        OpenedEnvelope opened = EnvelopeOpener.Open(
            device.Entry.EnvelopedActivationAccount.Envelope, new OpenRequest { Keys = Membership.StoreKeys(StoreLabel.Device)! });
        using ActivationAccount activation = SchemaJson.Decode<ActivationAccount>(opened.Plaintext);
        CatalogedDevice entry = device.Entry with
        {
            Updated = Sealer.NowAfter(device.Entry.Updated),
            EnvelopedActivationAccount = Sealer.Seal(
                activation, Membership.Administrator!, (AgreementPublicKey)device.Profile.Value.Encryption.PublicParameters!),
        };
        return DeviceEntryValidator.Validate(entry, Membership.Account, _parts.Now);
    }

    /// <summary>An entry that verifies, with other roles.</summary>
    public CatalogedDevice WithRoles(VerifiedDevice device, params Role[] roles) => device.Entry with
    {
        EnvelopedConnectionDevice = Sealer.SignAssertion(
            device.ConnectionDevice.Value with { Roles = Roles.ToText(roles) }, Membership.Administrator!),
    };

    /// <summary>An entry that verifies, and states the key of another device as that by which this one authenticates.</summary>
    public CatalogedDevice WithKeyOf(VerifiedDevice device, VerifiedDevice other) => device.Entry with
    {
        EnvelopedConnectionService = Sealer.SignAssertion(
            device.ConnectionService.Value with { Authentication = other.ConnectionService.Value.Authentication }, Membership.Administrator!),
        EnvelopedConnectionDevice = Sealer.SignAssertion(
            device.ConnectionDevice.Value with { Authentication = other.ConnectionDevice.Value.Authentication }, Membership.Administrator!),
    };

    public async ValueTask DisposeAsync()
    {
        await _session!.DisposeAsync();
        _parts.Dispose();
    }

    private async Task BeginAsync()
    {
        _session = await AccountSession.OpenAsync(_parts, account, CancellationToken.None);
        await new StorePuller(_session).PullAsync(CancellationToken.None);
    }
}
