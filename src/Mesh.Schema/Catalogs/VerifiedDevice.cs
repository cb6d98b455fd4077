using System.Collections.Immutable;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// A device entry whose parts were all verified: signed by the administrator, profiles and connections valid and of one piece. Only
/// <see cref="DeviceEntryValidator"/> makes it.
/// </summary>
public sealed class VerifiedDevice
{
    internal VerifiedDevice(
        CatalogedDevice entry,
        Verified<ProfileUser> account,
        Verified<ProfileDevice> profile,
        Verified<ConnectionService> service,
        Verified<ConnectionDevice> device)
    {
        Entry = entry;
        Account = account;
        Profile = profile;
        ConnectionService = service;
        ConnectionDevice = device;
        Roles = Schema.Roles.Known(device.Value.Roles);
    }

    /// <summary>The entry.</summary>
    public CatalogedDevice Entry { get; }

    /// <summary>The account against whose current keys it was verified.</summary>
    public Verified<ProfileUser> Account { get; }

    /// <summary>The device.</summary>
    public Verified<ProfileDevice> Profile { get; }

    /// <summary>What it shows to the service.</summary>
    public Verified<ConnectionService> ConnectionService { get; }

    /// <summary>What it shows to other devices.</summary>
    public Verified<ConnectionDevice> ConnectionDevice { get; }

    /// <summary>The roles that this version knows.</summary>
    public ImmutableArray<Role> Roles { get; }

    /// <summary>Profile UDF of the device.</summary>
    public string Udf => Profile.Value.Udf;

    /// <summary>By which it signs within the account.</summary>
    public SignaturePublicKey Signature => KeyRules.Signature(ConnectionDevice.Value.Signature);

    /// <summary>By which it authenticates to the service; its UDF is the key of the Access entry.</summary>
    public AgreementPublicKey Authentication => KeyRules.Agreement(ConnectionDevice.Value.Authentication);

    /// <summary>To which is sealed what is for it alone.</summary>
    public AgreementPublicKey Encryption => KeyRules.Agreement(ConnectionDevice.Value.Encryption);
}
