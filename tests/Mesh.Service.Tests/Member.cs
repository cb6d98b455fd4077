using Mesh.Cryptography;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service.Tests;

/// <summary>A device of an account.</summary>
internal sealed class Member
{
    public Member(Person person, params Role[] roles)
    {
        Base = DeviceKeySet.OfDevice(KeySeed.Generate(SeedKind.MeshProfileDevice, SystemRandom.Instance));
        Profile = ProfileValidator.Validate(ProfileBuilder.Device(person.Sealer, Base));
        Device = ConnectionBuilder.Connect(person.Sealer, new DeviceConnection
        {
            Account = person.Profile,
            Device = Profile,
            Administrator = person.Keys.Administrator,
            Roles = [.. roles],
            Held = person.Held,
        });
        Connected = ActivationValidator.Activate(Device, Base).Keys;
    }

    public DeviceKeySet Base { get; }

    public Verified<ProfileDevice> Profile { get; }

    public VerifiedDevice Device { get; }

    public ConnectedKeys Connected { get; }

    /// <summary>Kind D.</summary>
    public ClientIdentity Identity => new(
        ChannelCredentials.ConnectedDevice(Connected.Authentication.Public.Octets, Device.ConnectionService.Envelope.ToJson()),
        Connected.Authentication);

    /// <summary>Kind B.</summary>
    public ClientIdentity BaseIdentity => new(
        ChannelCredentials.Device(Base.Authentication.Public.Octets, Profile.Envelope.ToJson()), Base.Authentication);
}
