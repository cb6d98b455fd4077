using Mesh.Keys;

namespace Mesh.Schema.Tests;

/// <summary>Entries issued anew: after a change of roles, and after keys were replaced because a device was removed.</summary>
public sealed class ReissueTests
{
    private static World Alice => World.Alice;

    private static Keyring StoreKeys { get; } = new Keyring().Add(Key(Alice.Held, StoreLabel.Device));

    [Fact]
    public void New_roles_keep_the_connected_keys()
    {
        VerifiedDevice next = ConnectionBuilder.Reissue(
            Alice.Sealer, Alice.Connection(Alice.DeviceProfile, Role.Message), Alice.Device, StoreKeys);
        Assert.Equal(Alice.Device.Authentication, next.Authentication);
        Assert.Equal(Alice.Device.Signature, next.Signature);
        Assert.Equal(Alice.Device.Encryption, next.Encryption);
        Assert.Equal([Role.Message], next.Roles.AsEnumerable());
        Assert.Equal(Alice.Device.Entry.Updated!.Value.AddSeconds(1), next.Entry.Updated);
        using ActivatedDevice device = ActivationValidator.Activate(next, Alice.DeviceKeys);
        Assert.DoesNotContain(device.Common.Entries, e => e.Resource == StoreLabel.Credential);
    }

    [Fact]
    public void What_follows_an_entry_is_later_whatever_the_clock_says()
    {
        VerifiedDevice ahead = Dated(World.Start.AddYears(5));
        Assert.Equal(World.Start.AddYears(5).AddSeconds(1), Reissued(ahead).Entry.Updated);
        Assert.Equal(World.Start.AddYears(5).AddSeconds(1), Revoked(ahead).Updated);
        VerifiedDevice behind = Dated(World.Start.AddYears(-5));
        Assert.Equal(World.Start, Reissued(behind).Entry.Updated);
        Assert.Equal(World.Start, Revoked(behind).Updated);
    }

    [Fact]
    public void A_device_that_is_dated_at_the_end_of_time_can_still_be_removed_and_issued_anew()
    {
        var end = new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);
        VerifiedDevice last = Dated(end);
        Assert.Equal(end, Reissued(last).Entry.Updated);
        Assert.Equal(end, Revoked(last).Updated);
        Assert.Equal(end, Reissued(Dated(end.AddSeconds(-1))).Entry.Updated);
        ProfileUser profile = Alice.Account.Value with { Updated = end };
        Assert.Equal(
            end, ProfileValidator.Validate(ProfileBuilder.NextUser(Alice.Sealer, profile, Alice.AccountKeys.Profile)).Value.Updated);
    }

    [Fact]
    public void The_record_of_a_spent_pin_stays()
    {
        VerifiedDevice admitted = DeviceEntryValidator.Validate(Alice.Device.Entry with { PinId = "AALG" }, Alice.Account, World.Start);
        VerifiedDevice next = ConnectionBuilder.Reissue(
            Alice.Sealer, Alice.Connection(Alice.DeviceProfile, Role.Message), admitted, StoreKeys);
        Assert.Equal("AALG", next.Entry.PinId);
    }

    [Fact]
    public void A_device_takes_a_later_copy_of_its_own_entry_and_no_other()
    {
        VerifiedDevice next = ConnectionBuilder.Reissue(
            Alice.Sealer, Alice.Connection(Alice.DeviceProfile, Role.Message), Alice.Device, StoreKeys);
        using ConnectedKeys keys = Alice.KeysOf(Alice.Device, Alice.DeviceKeys);
        var ring = new BorrowedKey(keys.Encryption);
        Enveloped<CatalogedDevice> copy = Copy(next.Entry);
        VerifiedDevice taken = DeviceEntryValidator.OpenUpdate(Alice.Device, copy, ring, Alice.Account, World.Start);
        Assert.Equal([Role.Message], taken.Roles.AsEnumerable());
        Refused(SchemaError.Superseded, () => DeviceEntryValidator.OpenUpdate(taken, copy, ring, Alice.Account, World.Start));
        Refused(SchemaError.Superseded, () => DeviceEntryValidator.OpenUpdate(
            taken, Copy(Alice.Device.Entry), ring, Alice.Account, World.Start));
        Refused(SchemaError.Superseded, () => DeviceEntryValidator.OpenUpdate(
            taken, Copy(next.Entry with { Updated = null }), ring, Alice.Account, World.Start));
        Refused(SchemaError.WrongSubject, () => DeviceEntryValidator.OpenUpdate(
            Alice.Device, Copy(Alice.Admin.Entry with { Updated = World.Start.AddDays(1) }), ring, Alice.Account, World.Start));
    }

    [Fact]
    public void After_a_removal_those_who_remain_get_new_keys_that_open_the_old_ones()
    {
        // Alice removes an administrator's device: administrator, encryption and signature key and every store key are replaced.
        using SignaturePrivateKey administrator = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, Alice.Random);
        AgreementPrivateKey encryption = AgreementPrivateKey.Generate(KeyAlgorithm.X448, Alice.Random);
        SignaturePrivateKey signature = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, Alice.Random);
        Enveloped<ProfileUser> envelope = ProfileBuilder.NextUser(
            Alice.Sealer,
            Alice.Account.Value with
            {
                AdministratorSignature = KeyData.Of(administrator.Public),
                CommonEncryption = KeyData.Of(encryption.Public),
                CommonSignature = KeyData.Of(signature.Public),
            },
            Alice.AccountKeys.Profile);
        Verified<ProfileUser> account = ProfileValidator.ValidateUpdate(Alice.Account, envelope);
        ActivationCommon held = Alice.Held with
        {
            AdministratorSignature = KeyData.OfPrivate(administrator),
            Encryption = KeyData.OfPrivate(encryption),
            Signature = KeyData.OfPrivate(signature),
            Generation = 1,
            PriorKeys = [KeyGenerations.Wrap(KeyGenerations.CommonEncryption, encryption, Alice.AccountKeys.Encryption, 0)],
            Entries = [.. Alice.Held.Entries.Select(e => KeyGenerations.Next(e, Alice.Random))],
        };
        var connection = new DeviceConnection
        {
            Account = account,
            Device = Alice.DeviceProfile,
            Administrator = administrator,
            Roles = [Role.Web],
            Held = held,
        };
        VerifiedDevice next = ConnectionBuilder.Reissue(Alice.Sealer, connection, Alice.Device, StoreKeys);
        Assert.Equal(Alice.Device.Authentication, next.Authentication);
        Refused(SchemaError.SignatureInvalid, () => DeviceEntryValidator.Validate(next.Entry, Alice.Account, World.Start));
        using ActivatedDevice device = ActivationValidator.Activate(next, Alice.DeviceKeys);
        Assert.Equal(
            [Alice.AccountKeys.Encryption.Kid],
            KeyGenerations.OpenPrior(
                KeyGenerations.CommonEncryption, encryption, device.Common.Generation, device.Common.PriorKeys).Select(k => k.Kid));
        foreach (ActivationEntry entry in device.Common.Entries)
        {
            Assert.Equal(1, entry.Generation);
            AgreementPrivateKey older = Assert.Single(
                KeyGenerations.OpenPrior(entry.Resource, Key(device.Common, entry.Resource), entry.Generation, entry.PriorKeys));
            Assert.Equal(Key(Alice.Held, entry.Resource).Kid, older.Kid);
        }

        // The next change needs the chain of MMM_Device: its newest key opens what the last entry was sealed to.
        using Keyring newer = new Keyring().Add(Key(held, StoreLabel.Device));
        VerifiedDevice third = ConnectionBuilder.Reissue(Alice.Sealer, connection, next, newer);
        Assert.Equal(next.Authentication, third.Authentication);
        Refused(SchemaError.NotOpened, () => ConnectionBuilder.Reissue(Alice.Sealer, connection, next, StoreKeys));
    }

    [Fact]
    public void An_entry_is_issued_anew_for_its_own_device_and_account()
    {
        Refused(SchemaError.WrongSubject, () => ConnectionBuilder.Reissue(
            Alice.Sealer, Alice.Connection(Alice.DeviceProfile, Role.Web), Alice.Admin, StoreKeys));
        Refused(SchemaError.WrongSubject, () => ConnectionBuilder.Reissue(
            Alice.Sealer, Alice.Connection(Alice.DeviceProfile, Role.Web), World.Mallet.Device, StoreKeys));
        Refused(SchemaError.WrongSubject, () => ConnectionBuilder.Reissue(
            Alice.Sealer,
            Alice.Connection(Alice.DeviceProfile, Role.Web),
            World.Mallet.Connect(Alice.DeviceProfile, Role.Web),
            StoreKeys));
    }

    [Fact]
    public void An_activation_without_seed_cannot_be_issued_anew()
    {
        var empty = new ActivationAccount { AccountUdf = Alice.Account.Value.Udf };
        VerifiedDevice current = DeviceEntryValidator.Validate(
            Alice.Device.Entry with
            {
                EnvelopedActivationAccount = Forge.SignedData(
                    empty, Alice.AccountKeys.Administrator, null, null, Key(Alice.Held, StoreLabel.Device).Public),
            },
            Alice.Account,
            World.Start);
        Refused(SchemaError.RuleBroken, () => ConnectionBuilder.Reissue(
            Alice.Sealer, Alice.Connection(Alice.DeviceProfile, Role.Web), current, StoreKeys));
    }

    [Fact]
    public void An_activation_that_the_administrator_did_not_sign_is_not_issued_anew()
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshActivationAccount, Alice.Random);
        var forged = new ActivationAccount { AccountUdf = Alice.Account.Value.Udf, ActivationKey = seed };
        VerifiedDevice current = DeviceEntryValidator.Validate(
            Alice.Device.Entry with
            {
                EnvelopedActivationAccount = Forge.SignedData(
                    forged, World.Mallet.AccountKeys.Administrator, null, null, Key(Alice.Held, StoreLabel.Device).Public),
            },
            Alice.Account,
            World.Start);
        Refused(SchemaError.SignatureInvalid, () => ConnectionBuilder.Reissue(
            Alice.Sealer, Alice.Connection(Alice.DeviceProfile, Role.Web), current, StoreKeys));
    }

    [Fact]
    public void Only_who_holds_the_key_of_the_device_store_connects_devices()
    {
        DeviceConnection connection = Alice.Connection(Alice.DeviceProfile, Role.Device);
        var without = new DeviceConnection
        {
            Account = connection.Account,
            Device = connection.Device,
            Administrator = connection.Administrator,
            Roles = connection.Roles,
            Held = Alice.Held with { Entries = [.. Alice.Held.Entries.Where(e => e.Resource != StoreLabel.Device)] },
        };
        Refused(SchemaError.KeyInvalid, () => ConnectionBuilder.Connect(Alice.Sealer, without));
    }

    private static VerifiedDevice Dated(DateTimeOffset updated) =>
        DeviceEntryValidator.Validate(Alice.Device.Entry with { Updated = updated }, Alice.Account, World.Start);

    private static VerifiedDevice Reissued(VerifiedDevice device) =>
        ConnectionBuilder.Reissue(Alice.Sealer, Alice.Connection(Alice.DeviceProfile, Role.Message), device, StoreKeys);

    private static DeviceRevocation Revoked(VerifiedDevice device)
    {
        CatalogedAccess denial = ConnectionBuilder.Deny(Alice.Sealer, Alice.Account, device, Alice.AccountKeys.Administrator);
        return Assert.IsType<NullCapability>(denial.Capability).EnvelopedRevocation!.ReadUnverified();
    }

    private static AgreementPrivateKey Key(ActivationCommon common, string label) =>
        (AgreementPrivateKey)((PrivateKeyParameters)common.Entries.Single(e => e.Resource == label).Key.PrivateParameters!).Key;

    private static Enveloped<CatalogedDevice> Copy(CatalogedDevice entry) =>
        Alice.Sealer.Seal(entry, Alice.AccountKeys.Administrator, Alice.Device.Encryption);

    private static void Refused(SchemaError code, Action action) => Assert.Equal(code, Assert.Throws<SchemaException>(action).Code);
}
