using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// Connects devices to accounts and hosts to services (Mesh schema 3.3, 5 and 6; Mesh protocol 6.2 step 6): a fresh activation seed, the
/// sums of public keys, the connections that state them, and the activations that let the other side find the private ones. The
/// activation of a device is sealed to the key of MMM_Device as well, so that administrators can issue the entry anew with the same
/// keys; the seed says nothing about the device's keys without its base keys.
/// </summary>
public static class ConnectionBuilder
{
    /// <summary>The entry of a device that joins: new connected keys. It is verified here as others will verify it.</summary>
    /// <exception cref="SchemaException">
    /// The roles give keys that are not held, the device's keys cannot be combined (<see cref="SchemaError.KeyInvalid"/>), or the roles
    /// ask for shares (<see cref="SchemaError.RuleBroken"/>).
    /// </exception>
    /// <exception cref="ArgumentException">The administrator key is not the account's.</exception>
    public static VerifiedDevice Connect(ObjectSealer sealer, DeviceConnection connection)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshActivationAccount, sealer.Random);
        return Build(sealer, connection, seed, current: null, hasProfileKey: false);
    }

    /// <summary>
    /// A later entry of a connected device, after its roles or any account or store key changed. The connected keys stay, and with them
    /// the key of its Access entry: otherwise the device could not authenticate to fetch the entry. The record of its PIN stays too, and where
    /// ProfileSignature is not held here a <c>super</c> device keeps the one that it has.
    /// </summary>
    /// <param name="sealer">Randomness and clock.</param>
    /// <param name="connection">The account as it is now, the roles from now on, the keys held now.</param>
    /// <param name="current">The entry as it was, verified under the administrator key of its time.</param>
    /// <param name="deviceStoreKeys">Every generation of the key of MMM_Device: opens the activation of the entry as it was.</param>
    /// <exception cref="SchemaException">
    /// As <see cref="Connect"/>; the activation does not open (<see cref="SchemaError.NotOpened"/>) or is that of other keys than the
    /// connected ones (<see cref="SchemaError.KeyInvalid"/>); another device or account (<see cref="SchemaError.WrongSubject"/>).
    /// </exception>
    /// <exception cref="ArgumentException">The administrator key is not the account's.</exception>
    public static VerifiedDevice Reissue(
        ObjectSealer sealer, DeviceConnection connection, VerifiedDevice current, IDecryptionKeyring deviceStoreKeys)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(current);
        if (!UdfText.Same(connection.Device.Value.Udf, current.Udf) || !UdfText.Same(connection.Account.Value.Udf, current.Account.Value.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the entry to replace is that of another device or account");
        }

        using ActivationAccount activation = ActivationOf(current, deviceStoreKeys);
        return Build(sealer, connection, activation.ActivationKey!, current.Entry, current.Roles.Contains(Role.Super));
    }

    /// <summary>
    /// Whether an entry holds what a later one with the same roles is made of: an activation that opens and gives the connected keys which the
    /// entry states, and roles that this version can give. Whoever has an administrator's device can write entries that do not.
    /// </summary>
    /// <param name="current">The entry.</param>
    /// <param name="deviceStoreKeys">Every generation of the key of MMM_Device.</param>
    public static bool CanReissue(VerifiedDevice current, IDecryptionKeyring deviceStoreKeys)
    {
        ArgumentNullException.ThrowIfNull(current);
        if (RoleTable.GrantsOf(current.Roles).AreKeysShared)
        {
            return false;
        }

        try
        {
            ActivationOf(current, deviceStoreKeys).Dispose();
            return true;
        }
        catch (SchemaException)
        {
            return false;
        }
    }

    /// <summary>
    /// The Access entry of a connected device: its rights, and its own entry sealed to its connected Encryption key.
    /// </summary>
    public static CatalogedAccess Admit(ObjectSealer sealer, VerifiedDevice device, SignaturePrivateKey administrator)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(device);
        Enveloped<CatalogedDevice> own = sealer.Seal(device.Entry, administrator, device.Encryption);
        return new CatalogedAccess
        {
            Capability = new AccessCapability
            {
                Id = device.Authentication.Kid,
                Active = true,
                Mode = CapabilityMode.Device,
                Udf = device.Authentication.Kid,
                Rights = RoleTable.GrantsOf(device.Roles).Rights,
                EnvelopedCatalogedDevice = own,
                CatalogedDeviceDigest = DeviceDigest.Compute(own),
            },
        };
    }

    /// <summary>The denial that takes the place of the device's Access entry when it is removed, with the evidence for the device.</summary>
    /// <param name="sealer">Signs the evidence.</param>
    /// <param name="account">The account.</param>
    /// <param name="device">The device that is removed.</param>
    /// <param name="administrator">The AdministratorSignature that the device knows.</param>
    /// <param name="key">UDF of the key that lets it in, where that is another than its entry states.</param>
    public static CatalogedAccess Deny(
        ObjectSealer sealer, Verified<ProfileUser> account, VerifiedDevice device, SignaturePrivateKey administrator, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(device);
        var revocation = new DeviceRevocation
        {
            Updated = sealer.NowAfter(device.Entry.Updated),
            AccountUdf = account.Value.Udf,
            DeviceUdf = device.Udf,
        };
        return new CatalogedAccess
        {
            Capability = new NullCapability
            {
                Id = key ?? device.Authentication.Kid,
                Active = false,
                EnvelopedRevocation = sealer.SignAssertion(revocation, administrator),
            },
        };
    }

    /// <summary>A denial of a key without evidence, on which no device erases anything.</summary>
    /// <param name="key">UDF of the key.</param>
    public static CatalogedAccess Deny(string key) => new() { Capability = new NullCapability { Id = key, Active = false } };

    /// <summary>A denial with its evidence signed by the AdministratorSignature that has replaced the one which signed it.</summary>
    /// <param name="sealer">Signs the evidence.</param>
    /// <param name="denial">The denial as it stands in MMM_Access, under a signature that was verified.</param>
    /// <param name="administrator">The AdministratorSignature of now.</param>
    /// <exception cref="SchemaException">There is no evidence that can be read.</exception>
    public static CatalogedAccess DenyAnew(ObjectSealer sealer, CatalogedAccess denial, SignaturePrivateKey administrator)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(denial);
        var refused = denial.Capability as NullCapability;
        Enveloped<DeviceRevocation> evidence = refused?.EnvelopedRevocation
            ?? throw new SchemaException(SchemaError.RuleBroken, "the entry is not a denial with evidence");
        DeviceRevocation revocation = SchemaJson.Decode<DeviceRevocation>(evidence.Envelope.Body);
        return denial with { Capability = refused with { EnvelopedRevocation = sealer.SignAssertion(revocation, administrator) } };
    }

    /// <summary>The connection and activation of a host.</summary>
    /// <exception cref="SchemaException">The host's keys cannot be combined (<see cref="SchemaError.KeyInvalid"/>).</exception>
    /// <exception cref="ArgumentException">The key is not the service's ServiceSignature.</exception>
    public static (Enveloped<ConnectionService> Connection, Enveloped<ActivationHost> Activation) ConnectHost(
        ObjectSealer sealer, Verified<ProfileService> service, SignaturePrivateKey serviceSignature, Verified<ProfileHost> host)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(serviceSignature);
        ArgumentNullException.ThrowIfNull(host);
        if (!serviceSignature.Public.Equals(service.Value.ServiceSignature.PublicParameters))
        {
            throw new ArgumentException("the key is not the ServiceSignature of the service", nameof(serviceSignature));
        }

        using KeySeed seed = KeySeed.Generate(SeedKind.MeshActivationService, sealer.Random);
        ConnectedPublicKeys keys = ConnectedPublicKeys.OfHost(seed, host);
        var connection = new ConnectionService
        {
            Subject = host.Value.Udf,
            Authority = service.Value.Udf,
            ProfileUdf = host.Value.Udf,
            Authentication = KeyData.Compact(keys.Authentication),
        };
        var activation = new ActivationHost { ActivationKey = seed, AccountUdf = service.Value.Udf };
        return (
            sealer.SignAssertion(connection, serviceSignature),
            sealer.Seal(activation, serviceSignature, KeyRules.Agreement(host.Value.Encryption)));
    }

    private static ActivationAccount ActivationOf(VerifiedDevice current, IDecryptionKeyring deviceStoreKeys)
    {
        SignaturePublicKey signer = KeyRules.Signature(current.Account.Value.AdministratorSignature);
        ActivationAccount activation =
            EnvelopeChecks.Signed(current.Entry.EnvelopedActivationAccount, [signer], deviceStoreKeys, mustBeSealed: true).Value;
        try
        {
            KeySeed seed = activation.ActivationKey
                ?? throw new SchemaException(SchemaError.RuleBroken, "the ActivationAccount has no ActivationKey");
            ConnectedPublicKeys keys = ConnectedPublicKeys.OfDevice(seed, current.Profile);
            return keys.Authentication.Equals(current.Authentication) && keys.Signature.Equals(current.Signature) && keys.Encryption.Equals(current.Encryption)
                ? activation
                : throw new SchemaException(SchemaError.KeyInvalid, "the ActivationAccount gives other keys than the connected ones");
        }
        catch
        {
            activation.Dispose();
            throw;
        }
    }

    private static VerifiedDevice Build(ObjectSealer sealer, DeviceConnection connection, KeySeed seed, CatalogedDevice? current, bool hasProfileKey)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ProfileUser account = connection.Account.Value;
        ProfileDevice device = connection.Device.Value;
        SignaturePrivateKey administrator = connection.Administrator;
        if (!administrator.Public.Equals(account.AdministratorSignature.PublicParameters))
        {
            throw new ArgumentException("the key is not the AdministratorSignature of the account", nameof(connection));
        }

        ActivationCommon common = GrantedKeys.Select(connection.Held, RoleTable.GrantsOf(connection.Roles), hasProfileKey);
        ConnectedPublicKeys keys = ConnectedPublicKeys.OfDevice(seed, connection.Device);
        var shownToService = new ConnectionService
        {
            Subject = device.Udf,
            ProfileUdf = account.Udf,
            Authentication = KeyData.Compact(keys.Authentication),
        };
        var shownToDevices = new ConnectionDevice
        {
            Subject = device.Udf,
            ProfileUdf = account.Udf,
            Authentication = KeyData.Of(keys.Authentication),
            Roles = Roles.ToText(connection.Roles),
            Signature = KeyData.Of(keys.Signature),
            Encryption = KeyData.Of(keys.Encryption),
        };
        var activation = new ActivationAccount { ActivationKey = seed, AccountUdf = account.Udf };
        var entry = new CatalogedDevice
        {
            Updated = sealer.NowAfter(current?.Updated),
            Udf = keys.Signature.Kid,
            DeviceUdf = device.Udf,
            SignatureUdf = administrator.Kid,
            LocalName = connection.LocalName ?? current?.LocalName,
            PinId = connection.PinId ?? current?.PinId,
            EnvelopedProfileUser = connection.Account.Envelope,
            EnvelopedProfileDevice = connection.Device.Envelope,
            EnvelopedConnectionService = sealer.SignAssertion(shownToService, administrator),
            EnvelopedConnectionDevice = sealer.SignAssertion(shownToDevices, administrator),
            EnvelopedActivationAccount = sealer.Seal(
                activation, administrator, KeyRules.Agreement(device.Encryption), GrantedKeys.DeviceStoreKey(connection.Held)),
            EnvelopedActivationCommon = sealer.Seal(common, administrator, keys.Encryption),
        };
        return DeviceEntryValidator.Validate(entry, connection.Account, sealer.Now);
    }
}
