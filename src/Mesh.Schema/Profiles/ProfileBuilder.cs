using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Makes profiles from keys and signs them (Mesh schema 4).</summary>
public static class ProfileBuilder
{
    /// <summary>The profile of a device. It is made once and never changes.</summary>
    public static Enveloped<ProfileDevice> Device(ObjectSealer sealer, DeviceKeySet keys, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(keys);
        var profile = new ProfileDevice
        {
            Description = description,
            ProfileSignature = KeyData.Of(keys.Profile.Public),
            Encryption = KeyData.Of(keys.Encryption.Public),
            Signature = KeyData.Of(keys.Signature.Public),
            Authentication = KeyData.Of(keys.Authentication.Public),
        };
        return sealer.SignProfile(profile, keys.Profile);
    }

    /// <summary>The profile of a host.</summary>
    public static Enveloped<ProfileHost> Host(ObjectSealer sealer, DeviceKeySet keys, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(keys);
        var profile = new ProfileHost
        {
            Description = description,
            ProfileSignature = KeyData.Of(keys.Profile.Public),
            Encryption = KeyData.Of(keys.Encryption.Public),
            Signature = KeyData.Of(keys.Signature.Public),
            Authentication = KeyData.Of(keys.Authentication.Public),
        };
        return sealer.SignProfile(profile, keys.Profile);
    }

    /// <summary>The first profile of a user's account, bound to that address and service.</summary>
    /// <exception cref="SchemaException">Not an account address (<see cref="SchemaError.Malformed"/>).</exception>
    public static Enveloped<ProfileUser> User(ObjectSealer sealer, AccountKeySet keys, string accountAddress, string serviceUdf)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(keys);
        var profile = new ProfileUser
        {
            ProfileSignature = KeyData.Of(keys.Profile.Public),
            AccountAddress = AccountAddress.Canonical(accountAddress),
            ServiceUdf = serviceUdf,
            EscrowEncryption = KeyData.Of(keys.Escrow.Public),
            AdministratorSignature = KeyData.Of(keys.Administrator.Public),
            CommonEncryption = KeyData.Of(keys.Encryption.Public),
            CommonAuthentication = KeyData.Of(keys.Authentication.Public),
            CommonSignature = KeyData.Of(keys.Signature.Public),
        };
        return Sign(sealer, profile, keys.Profile);
    }

    /// <summary>The next version of a user's profile, whatever was changed in it: new keys after a removal, a new address or service.</summary>
    /// <exception cref="ArgumentException">The key is not the profile's.</exception>
    public static Enveloped<ProfileUser> NextUser(ObjectSealer sealer, ProfileUser changed, SignaturePrivateKey profileSignature)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(changed);
        return sealer.SignProfile(changed with { Updated = sealer.NowAfter(changed.Updated) }, profileSignature);
    }

    /// <summary>The profile of a service.</summary>
    public static Enveloped<ProfileService> Service(ObjectSealer sealer, ServiceKeySet keys, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(keys);
        var profile = new ProfileService
        {
            Description = description,
            ProfileSignature = KeyData.Of(keys.Profile.Public),
            ServiceAuthentication = KeyData.Of(keys.Authentication.Public),
            ServiceEncryption = KeyData.Of(keys.Encryption.Public),
            ServiceSignature = KeyData.Of(keys.Signature.Public),
        };
        return Sign(sealer, profile, keys.Profile);
    }

    private static Enveloped<T> Sign<T>(ObjectSealer sealer, T profile, SignaturePrivateKey key)
        where T : Profile => sealer.SignProfile(profile with { Updated = sealer.Now }, key);
}
