using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// Takes up an activation on the device or host that it is for (Mesh schema 3.3 and 6): signed by the administrator, for the account that
/// the device asked to join, and reproducing every public key of the connection. Nothing is installed before all of that holds.
/// </summary>
public static class ActivationValidator
{
    /// <summary>Takes up the activations in a device's own verified entry.</summary>
    /// <param name="device">The entry; its account is the one that the device asked to join.</param>
    /// <param name="baseKeys">The keys behind the device profile.</param>
    /// <returns>Connected keys and account keys; the caller disposes them.</returns>
    /// <exception cref="SchemaException">
    /// Not opened or signed; another account or device (<see cref="SchemaError.WrongSubject"/>); a connected key that is not reproduced
    /// (<see cref="SchemaError.OverlayMismatch"/>); an account or store key that is not what it says (<see cref="SchemaError.KeyInvalid"/>).
    /// </exception>
    public static ActivatedDevice Activate(VerifiedDevice device, DeviceKeySet baseKeys)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(baseKeys);
        ProfileUser account = device.Account.Value;
        SignaturePublicKey administrator = KeyRules.Signature(account.AdministratorSignature);
        RequireOwn(device.Profile.Value, baseKeys);
        using ActivationAccount activation = EnvelopeChecks.Signed(
            device.Entry.EnvelopedActivationAccount, [administrator], new BorrowedKey(baseKeys.Encryption), mustBeSealed: true).Value;
        ConnectedKeys keys = Combine(activation, account, baseKeys, OverlayNames.Device);
        try
        {
            ConnectionDevice connection = device.ConnectionDevice.Value;
            RequireSame(keys.Encryption, connection.Encryption, nameof(connection.Encryption));
            RequireSame(keys.Signature, connection.Signature, nameof(connection.Signature));
            RequireSame(keys.Authentication, connection.Authentication, nameof(connection.Authentication));
            ActivationCommon common = EnvelopeChecks.Signed(
                device.Entry.EnvelopedActivationCommon, [administrator], new BorrowedKey(keys.Encryption), mustBeSealed: true).Value;
            try
            {
                ActivationKeyRules.Check(common, account);
                return new ActivatedDevice(device, keys, common);
            }
            catch
            {
                common.Dispose();
                throw;
            }
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The private ProfileSignature out of an earlier ActivationCommon of the same device, which an administrator without that key could not
    /// hand on.
    /// </summary>
    /// <param name="earlier">The earlier activation.</param>
    /// <param name="keys">The device's connected keys, which stay.</param>
    /// <param name="administrators">The administrator keys of all versions of the profile that the device knows.</param>
    /// <param name="account">The account.</param>
    /// <returns>The key, which the caller disposes; null where the earlier activation has none.</returns>
    /// <exception cref="SchemaException">Not opened or signed; another key than the profile's (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public static KeyData? ProfileKeyOf(
        Enveloped<ActivationCommon> earlier, ConnectedKeys keys, IReadOnlyList<SignaturePublicKey> administrators, ProfileUser account)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(administrators);
        ArgumentNullException.ThrowIfNull(account);
        ActivationCommon common = EnvelopeChecks.Signed(earlier, administrators, new BorrowedKey(keys.Encryption), mustBeSealed: true).Value;
        KeyData? key = common.ProfileSignature;
        using ActivationCommon rest = common with { ProfileSignature = null };
        try
        {
            ActivationKeyRules.CheckProfileKey(key, account);
            return key;
        }
        catch
        {
            key?.Dispose();
            throw;
        }
    }

    /// <summary>Takes up the activation of a host.</summary>
    /// <param name="activation">The activation as it came.</param>
    /// <param name="host">The host's profile.</param>
    /// <param name="connection">The host's connection, verified with respect to the service.</param>
    /// <param name="service">The service.</param>
    /// <param name="baseKeys">The keys behind the host profile.</param>
    /// <returns>The connected keys; the caller disposes them.</returns>
    /// <exception cref="SchemaException">As <see cref="Activate"/>.</exception>
    public static ConnectedKeys ActivateHost(
        Enveloped<ActivationHost> activation,
        Verified<ProfileHost> host,
        Verified<ConnectionService> connection,
        Verified<ProfileService> service,
        DeviceKeySet baseKeys)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(baseKeys);
        RequireOwn(host.Value, baseKeys);
        if (!UdfText.Names(connection.Value.ProfileUdf, host.Value.Fingerprint.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the ConnectionService is for another host");
        }

        SignaturePublicKey signer = KeyRules.Signature(service.Value.ServiceSignature);
        using ActivationHost opened =
            EnvelopeChecks.Signed(activation, [signer], new BorrowedKey(baseKeys.Encryption), mustBeSealed: true).Value;
        ConnectedKeys keys = Combine(opened, service.Value, baseKeys, OverlayNames.Host);
        try
        {
            RequireSame(keys.Authentication, connection.Value.Authentication, nameof(connection.Value.Authentication));
            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    private static ConnectedKeys Combine(ActivationAccount activation, Profile authority, DeviceKeySet baseKeys, OverlayNames names)
    {
        if (!UdfText.Names(activation.AccountUdf, authority.Fingerprint.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, $"the {activation.Tag} is not from {authority.Udf}");
        }

        return activation.ActivationKey is { } seed
            ? ConnectedKeys.Combine(seed, baseKeys, names)
            : throw new SchemaException(SchemaError.RuleBroken, $"the {activation.Tag} has no ActivationKey");
    }

    private static void RequireOwn(ProfileDevice profile, DeviceKeySet baseKeys)
    {
        bool own = baseKeys.Encryption.Public.Equals(profile.Encryption.PublicParameters)
            && baseKeys.Signature.Public.Equals(profile.Signature.PublicParameters)
            && baseKeys.Authentication.Public.Equals(profile.Authentication.PublicParameters);
        if (!own)
        {
            throw new SchemaException(SchemaError.WrongSubject, $"the activation is for {profile.Udf}, which is not this device");
        }
    }

    private static void RequireSame(PrivateKey key, KeyData stated, string name)
    {
        if (!key.PublicKey.Equals(stated.PublicParameters))
        {
            throw new SchemaException(SchemaError.OverlayMismatch, $"the activation does not give the {name} key that the connection states");
        }
    }
}
