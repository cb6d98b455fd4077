using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>The four private keys behind a device or host profile, derived from its seed (Mesh schema 3.5).</summary>
public sealed class DeviceKeySet : IDisposable
{
    private DeviceKeySet(KeySeed seed, string profile, string encrypt, string sign, string authenticate)
    {
        Profile = seed.DeriveSignature(profile);
        Encryption = seed.DeriveAgreement(encrypt);
        Signature = seed.DeriveSignature(sign);
        Authentication = seed.DeriveAgreement(authenticate);
    }

    /// <summary>Signs the profile and nothing else.</summary>
    public SignaturePrivateKey Profile { get; }

    /// <summary>Opens the answer to a connection request, and the activation in it.</summary>
    public AgreementPrivateKey Encryption { get; }

    /// <summary>Signs connection requests.</summary>
    public SignaturePrivateKey Signature { get; }

    /// <summary>Authenticates the device until it is connected.</summary>
    public AgreementPrivateKey Authentication { get; }

    /// <summary>The keys of a device.</summary>
    public static DeviceKeySet OfDevice(KeySeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        return new(seed, KeyNames.DeviceProfile, KeyNames.DeviceEncrypt, KeyNames.DeviceSign, KeyNames.DeviceAuthenticate);
    }

    /// <summary>The keys of a host.</summary>
    public static DeviceKeySet OfHost(KeySeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        return new(seed, KeyNames.HostProfile, KeyNames.HostEncrypt, KeyNames.HostSign, KeyNames.HostAuthenticate);
    }

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        Profile.Dispose();
        Encryption.Dispose();
        Signature.Dispose();
        Authentication.Dispose();
    }
}
