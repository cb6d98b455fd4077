using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

public sealed class DeviceEntryValidatorTests
{
    private static World Alice => World.Alice;

    private static SignaturePrivateKey Administrator => Alice.AccountKeys.Administrator;

    private static CatalogedDevice Entry => Alice.Device.Entry;

    [Fact]
    public void An_entry_that_was_built_is_valid()
    {
        VerifiedDevice device = DeviceEntryValidator.Validate(Opened(Entry, Administrator), Alice.Account, World.Start);
        Assert.Equal(Alice.DeviceProfile.Value.Udf, device.Udf);
        Assert.Equal([Role.Web], device.Roles.AsEnumerable());
        Assert.Equal(World.Start, device.Entry.Updated);
        Assert.Equal(device.Signature.Kid, device.Entry.Udf);
    }

    [Fact]
    public void A_device_opens_its_own_copy()
    {
        CatalogedAccess access = ConnectionBuilder.Admit(Alice.Sealer, Alice.Device, Administrator);
        var capability = Assert.IsType<AccessCapability>(access.Capability);
        using ConnectedKeys keys = Alice.KeysOf(Alice.Device, Alice.DeviceKeys);
        Assert.Equal(keys.Authentication.Kid, access.PrimaryKey);
        Assert.Equal(RoleTable.GrantsOf([Role.Web]).Rights.AsEnumerable(), capability.Rights.AsEnumerable());
        Assert.Equal(DeviceDigest.Compute(capability.EnvelopedCatalogedDevice!), capability.CatalogedDeviceDigest);
        Assert.Equal(26 + 6, capability.CatalogedDeviceDigest!.Length);
        Assert.StartsWith("M", capability.CatalogedDeviceDigest, StringComparison.Ordinal);
        VerifiedDevice own = DeviceEntryValidator.Open(
            capability.EnvelopedCatalogedDevice!, new BorrowedKey(keys.Encryption), Alice.Account, World.Start);
        Assert.Equal(Alice.Device.Udf, own.Udf);
        Refused(SchemaError.NotOpened, () => DeviceEntryValidator.Open(
            capability.EnvelopedCatalogedDevice!, Alice.AccountKeyring, Alice.Account, World.Start));
        AccessDecision decision = AccessDecision.Of(access, CapabilityMode.Device);
        Assert.True(decision.Rights.MayWrite(StoreLabel.Credential));
        Assert.False(decision.Rights.MayWrite(StoreLabel.Device));
    }

    [Fact]
    public void A_removed_device_is_denied()
    {
        CatalogedAccess entry = ConnectionBuilder.Deny(Alice.Sealer, Alice.Account, Alice.Device, Alice.AccountKeys.Administrator);
        Assert.Equal(Alice.Device.Authentication.Kid, entry.PrimaryKey);
        Assert.Equal(AccessOutcome.Revoked, AccessDecision.Of(entry, CapabilityMode.Device).Outcome);
    }

    [Fact]
    public void An_entry_signed_by_anybody_but_the_administrator_is_refused()
    {
        foreach (SignaturePrivateKey signer in new[] { Alice.AccountKeys.Signature, Alice.ServiceKeys.Signature, World.Mallet.AccountKeys.Administrator })
        {
            Refused(SchemaError.SignatureInvalid, () => DeviceEntryValidator.Validate(Opened(Entry, signer), Alice.Account, World.Start));
            Enveloped<CatalogedDevice> sealedEntry = Forge.SignedData(Entry, signer, null, null, Alice.AccountKeys.Encryption.Public);
            Refused(SchemaError.SignatureInvalid, () => DeviceEntryValidator.Open(sealedEntry, Alice.AccountKeyring, Alice.Account, World.Start));
        }
    }

    [Fact]
    public void An_unsigned_entry_is_refused()
    {
        UnverifiedEnvelope envelope = Forge.Sealer.Seal(SchemaJson.Encode(Entry), new SealRequest());
        OpenedEnvelope opened = EnvelopeOpener.Open(envelope, new OpenRequest());
        Refused(SchemaError.SignatureInvalid, () => DeviceEntryValidator.Validate(opened, Alice.Account, World.Start));
    }

    [Fact]
    public void An_entry_signed_over_the_plain_manifest_is_refused()
    {
        UnverifiedEnvelope envelope = Forge.Clear(Entry, Administrator, null).Envelope;
        OpenedEnvelope opened = EnvelopeOpener.Open(
            envelope, new OpenRequest { Signers = SignerPolicy.AnyOf(Administrator.Public).With(SignatureForms.PlainManifest) });
        Refused(SchemaError.SignatureInvalid, () => DeviceEntryValidator.Validate(opened, Alice.Account, World.Start));
    }

    [Fact]
    public void An_own_copy_in_clear_is_refused() => Refused(
        SchemaError.NotOpened,
        () => DeviceEntryValidator.Open(Forge.SignedData(Entry, Administrator, null, null), Alice.AccountKeyring, Alice.Account, World.Start));

    [Fact]
    public void An_entry_of_another_account_is_refused()
    {
        Refused(SchemaError.WrongSubject, Entry with { EnvelopedProfileUser = World.Mallet.Account.Envelope });
        Refused(SchemaError.SignatureInvalid, World.Mallet.Device.Entry with { EnvelopedProfileUser = Alice.Account.Envelope });
    }

    [Fact]
    public void An_earlier_version_of_the_same_account_is_accepted()
    {
        Enveloped<ProfileUser> next = ProfileBuilder.NextUser(Alice.Sealer, Alice.Account.Value, Alice.AccountKeys.Profile);
        DeviceEntryValidator.Validate(Entry, ProfileValidator.ValidateUpdate(Alice.Account, next), World.Start);
    }

    [Fact]
    public void Entries_under_a_replaced_administrator_key_are_refused()
    {
        using SignaturePrivateKey newer = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("newer"));
        Enveloped<ProfileUser> next = ProfileBuilder.NextUser(
            Alice.Sealer, Alice.Account.Value with { AdministratorSignature = KeyData.Of(newer.Public) }, Alice.AccountKeys.Profile);
        Verified<ProfileUser> account = ProfileValidator.ValidateUpdate(Alice.Account, next);
        Refused(SchemaError.SignatureInvalid, () => DeviceEntryValidator.Validate(Entry, account, World.Start));
    }

    [Fact]
    public void The_profile_has_to_be_that_of_the_device()
    {
        Refused(SchemaError.WrongSubject, Entry with { DeviceUdf = Alice.Admin.Udf });
        Refused(SchemaError.WrongSubject, Entry with { EnvelopedProfileDevice = Alice.Admin.Profile.Envelope });
    }

    [Fact]
    public void The_primary_key_of_a_device_is_written_in_one_way()
    {
        // Under another presentation of its fingerprint one device would have two entries, and its removal would be forgotten.
        Refused(SchemaError.WrongSubject, Entry with { DeviceUdf = Alice.DeviceProfile.Value.Fingerprint.Udf.ToString(160) });
        Refused(SchemaError.WrongSubject, Entry with { DeviceUdf = Entry.DeviceUdf.ToLowerInvariant() });
        Refused(SchemaError.WrongSubject, Entry with { DeviceUdf = UdfText.Canonical(Entry.DeviceUdf) });
    }

    [Fact]
    public void Connections_have_to_be_valid()
    {
        ConnectionService service = Alice.Device.ConnectionService.Value;
        ConnectionDevice device = Alice.Device.ConnectionDevice.Value;
        SignaturePrivateKey mallet = World.Mallet.AccountKeys.Administrator;
        Refused(SchemaError.SignatureInvalid, Entry with { EnvelopedConnectionService = Forge.Clear(service, mallet, null) });
        Refused(SchemaError.SignatureInvalid, Entry with { EnvelopedConnectionDevice = Forge.Clear(device, mallet, null) });
    }

    [Fact]
    public void Connections_have_to_be_of_one_device()
    {
        Refused(SchemaError.WrongSubject, Entry with { EnvelopedConnectionService = Alice.Admin.ConnectionService.Envelope });
        Refused(SchemaError.WrongSubject, Entry with { EnvelopedConnectionDevice = Alice.Admin.ConnectionDevice.Envelope });

        // Without a Subject the keys tell.
        ConnectionService nameless = Alice.Admin.ConnectionService.Value with { Subject = null };
        Refused(SchemaError.WrongSubject, Entry with { EnvelopedConnectionService = Forge.Clear(nameless, Administrator, null) });
        ConnectionService service = Alice.Device.ConnectionService.Value with { Subject = null };
        DeviceEntryValidator.Validate(
            Entry with { EnvelopedConnectionService = Forge.Clear(service, Administrator, null) }, Alice.Account, World.Start);
    }

    [Theory]
    [InlineData("Encryption")]
    [InlineData("Signature")]
    [InlineData("Authentication")]
    [Requirement("DEV-09")]
    public void A_base_key_never_becomes_a_connected_key(string name)
    {
        ProfileDevice profile = Alice.DeviceProfile.Value;
        ConnectionDevice device = Alice.Device.ConnectionDevice.Value;
        device = name switch
        {
            "Encryption" => device with { Encryption = profile.Encryption },
            "Signature" => device with { Signature = profile.Signature },
            _ => device with { Authentication = profile.Authentication },
        };
        ConnectionService service = Alice.Device.ConnectionService.Value with { Authentication = device.Authentication };
        Refused(SchemaError.KeyInvalid, Entry with
        {
            Udf = null,
            EnvelopedConnectionDevice = Forge.Clear(device, Administrator, null),
            EnvelopedConnectionService = Forge.Clear(service, Administrator, null),
        });
    }

    [Fact]
    public void Stated_fingerprints_have_to_be_right_and_may_be_absent()
    {
        Refused(SchemaError.WrongSubject, Entry with { Udf = Alice.Admin.Entry.Udf });
        Refused(SchemaError.WrongSubject, Entry with { SignatureUdf = Alice.Account.Value.Udf });
        DeviceEntryValidator.Validate(Entry with { Udf = null, SignatureUdf = null }, Alice.Account, World.Start);
    }

    [Fact]
    public void Keys_are_good_for_their_time_only()
    {
        ConnectionDevice device = Alice.Device.ConnectionDevice.Value;
        device = device with { Signature = device.Signature with { NotOnOrAfter = World.Start.AddDays(1) } };
        CatalogedDevice entry = Entry with { EnvelopedConnectionDevice = Forge.Clear(device, Administrator, null) };
        DeviceEntryValidator.Validate(entry, Alice.Account, World.Start);
        Refused(SchemaError.OutOfDate, () => DeviceEntryValidator.Validate(entry, Alice.Account, World.Start.AddDays(1)));
    }

    private static OpenedEnvelope Opened(CatalogedDevice entry, SignaturePrivateKey signer)
    {
        UnverifiedEnvelope envelope = Forge.SignedData(entry, signer, null, null, Alice.AccountKeys.Encryption.Public).Envelope;
        return EnvelopeOpener.Open(
            envelope, new OpenRequest { Keys = Alice.AccountKeyring, Signers = SignerPolicy.AnyOf(signer.Public) });
    }

    private static void Refused(SchemaError code, CatalogedDevice entry) =>
        Refused(code, () => DeviceEntryValidator.Validate(entry, Alice.Account, World.Start));

    private static void Refused(SchemaError code, Action action) => Assert.Equal(code, Assert.Throws<SchemaException>(action).Code);
}
