using Mesh.Keys;

namespace Mesh.Schema.Tests;

public sealed class ActivationValidatorTests
{
    private static World Alice => World.Alice;

    private static SignaturePrivateKey Administrator => Alice.AccountKeys.Administrator;

    [Fact]
    public void A_device_takes_up_what_its_roles_give()
    {
        using ActivatedDevice device = ActivationValidator.Activate(Alice.Device, Alice.DeviceKeys);
        Assert.Equal(Alice.Device.Encryption, device.Keys.Encryption.Public);
        Assert.Equal(Alice.Device.Signature, device.Keys.Signature.Public);
        Assert.Equal(Alice.Device.Authentication, device.Keys.Authentication.Public);
        Assert.Null(device.Common.ProfileSignature);
        Assert.Null(device.Common.AdministratorSignature);
        Assert.Null(device.Common.Authentication);
        Assert.Equal(Alice.Account.Value.CommonEncryption.Udf, device.Common.Encryption?.Udf);
        Assert.Equal(Alice.Account.Value.CommonSignature.Udf, device.Common.Signature?.Udf);
        Assert.Equal(
            RoleTable.GrantsOf([Role.Web]).Catalogs.Select(s => s.Label), device.Common.Entries.Select(e => e.Resource));
        Assert.Equal(Alice.Device, device.Device);
    }

    [Fact]
    public void An_administrators_device_takes_up_everything()
    {
        using ActivatedDevice device = ActivationValidator.Activate(Alice.Admin, Alice.AdminKeys);
        Assert.Equal(Alice.Account.Value.ProfileSignature.Udf, device.Common.ProfileSignature?.Udf);
        Assert.Equal(Alice.Account.Value.AdministratorSignature.Udf, device.Common.AdministratorSignature?.Udf);
        Assert.Equal(9, device.Common.Entries.Length);
        Assert.All(device.Common.Entries, e => Assert.Equal(StoreTable.Find(e.Resource)!.ReadableByService, e.IndexKey is null));

        // With what it holds it can connect further devices.
        var next = new DeviceConnection
        {
            Account = Alice.Account,
            Device = Alice.DeviceProfile,
            Administrator = (SignaturePrivateKey)((PrivateKeyParameters)device.Common.AdministratorSignature!.PrivateParameters!).Key,
            Roles = [Role.Message],
            Held = device.Common,
        };
        VerifiedDevice connected = ConnectionBuilder.Connect(Alice.Sealer, next);
        using ActivatedDevice third = ActivationValidator.Activate(connected, Alice.DeviceKeys);
        Assert.Equal(6, third.Common.Entries.Length + third.Device.Roles.Length + 1);
    }

    [Fact]
    public void Another_device_cannot_take_it_up() => Refused(SchemaError.WrongSubject, Alice.Device, Alice.AdminKeys);

    [Fact]
    [Requirement("SVC-07")]
    public void An_activation_signed_by_anybody_else_is_refused()
    {
        using ActivationAccount activation = OpenAccount();
        foreach (SignaturePrivateKey signer in new[] { World.Mallet.AccountKeys.Administrator, Alice.AccountKeys.Signature, Alice.ServiceKeys.Signature })
        {
            Refused(SchemaError.SignatureInvalid, With(Seal(activation, signer, Alice.DeviceKeys.Encryption.Public)));
        }
    }

    [Fact]
    public void An_activation_in_clear_is_refused()
    {
        using ActivationAccount activation = OpenAccount();
        Refused(SchemaError.NotOpened, With(Seal(activation, Administrator)));
    }

    [Fact]
    public void An_activation_for_another_device_does_not_open()
    {
        using ActivationAccount activation = OpenAccount();
        Refused(SchemaError.NotOpened, With(Seal(activation, Administrator, Alice.AdminKeys.Encryption.Public)));
    }

    [Fact]
    public void An_activation_of_another_account_is_refused()
    {
        using ActivationAccount activation = OpenAccount();
        foreach (string udf in new[] { World.Mallet.Account.Value.Udf, Alice.DeviceProfile.Value.Udf, "" })
        {
            Refused(
                SchemaError.WrongSubject,
                With(Seal(activation with { AccountUdf = udf }, Administrator, Alice.DeviceKeys.Encryption.Public)));
        }
    }

    [Fact]
    public void An_activation_without_seed_is_refused()
    {
        using ActivationAccount activation = OpenAccount();
        Refused(
            SchemaError.RuleBroken,
            With(Seal(activation with { ActivationKey = null }, Administrator, Alice.DeviceKeys.Encryption.Public)));
    }

    [Fact]
    public void An_activation_under_a_condition_is_refused()
    {
        using ActivationAccount activation = OpenAccount();
        ActivationAccount conditional = activation with { Conditions = [new("WhileItRains", System.Text.Json.JsonElement.Parse("{}"))] };
        Refused(SchemaError.OutOfDate, With(Seal(conditional, Administrator, Alice.DeviceKeys.Encryption.Public)));
    }

    [Fact]
    public void Another_seed_is_refused()
    {
        using ActivationAccount activation = OpenAccount();
        using KeySeed other = KeySeed.Generate(SeedKind.MeshActivationAccount, new SeededRandom("other seed"));
        Refused(
            SchemaError.OverlayMismatch,
            With(Seal(activation with { ActivationKey = other }, Administrator, Alice.DeviceKeys.Encryption.Public)));
    }

    [Theory]
    [InlineData(SeedKind.Ed448)]
    [InlineData(SeedKind.X448)]
    [InlineData(SeedKind.X25519)]
    [InlineData(SeedKind.RSA2048)]
    public void A_seed_of_other_keys_is_refused(SeedKind kind)
    {
        using ActivationAccount activation = OpenAccount();
        using KeySeed other = KeySeed.Generate(kind, new SeededRandom("seed of other keys"));
        Refused(
            SchemaError.OverlayMismatch,
            With(Seal(activation with { ActivationKey = other }, Administrator, Alice.DeviceKeys.Encryption.Public)));
        Assert.Equal(
            SchemaError.KeyInvalid,
            Assert.Throws<SchemaException>(() => ConnectedPublicKeys.OfDevice(other, Alice.DeviceProfile)).Code);
    }

    [Theory]
    [InlineData("Encryption")]
    [InlineData("Signature")]
    [InlineData("Authentication")]
    [Requirement("DEV-12")]
    public void Each_public_key_has_to_be_reproduced(string name)
    {
        // Connections that were signed with one key of another device.
        ConnectionDevice other = Alice.Admin.ConnectionDevice.Value;
        ConnectionDevice device = Alice.Device.ConnectionDevice.Value;
        device = name switch
        {
            "Encryption" => device with { Encryption = other.Encryption },
            "Signature" => device with { Signature = other.Signature },
            _ => device with { Authentication = other.Authentication },
        };
        ConnectionService service = Alice.Device.ConnectionService.Value with { Authentication = KeyData.Compact(device.Authentication.PublicParameters!) };
        CatalogedDevice entry = Alice.Device.Entry with
        {
            Udf = null,
            EnvelopedConnectionDevice = Forge.Clear(device, Administrator, null),
            EnvelopedConnectionService = Forge.Clear(service, Administrator, null),
        };
        Refused(SchemaError.OverlayMismatch, DeviceEntryValidator.Validate(entry, Alice.Account, World.Start));
    }

    [Fact]
    [Requirement("SVC-07")]
    public void Account_keys_signed_by_anybody_else_or_for_another_device_are_refused()
    {
        using ActivatedDevice device = ActivationValidator.Activate(Alice.Device, Alice.DeviceKeys);
        Refused(
            SchemaError.SignatureInvalid,
            With(Seal(device.Common, World.Mallet.AccountKeys.Administrator, Alice.Device.Encryption)));
        Refused(SchemaError.NotOpened, With(Seal(device.Common, Administrator, Alice.Admin.Encryption)));
        Refused(SchemaError.NotOpened, With(Seal(device.Common, Administrator)));

        // Sealed to the base key, which the maker knows, instead of the connected one.
        Refused(SchemaError.NotOpened, With(Seal(device.Common, Administrator, Alice.DeviceKeys.Encryption.Public)));
    }

    [Fact]
    public void Account_keys_have_to_be_those_of_the_profile()
    {
        ActivationCommon held = Alice.Held;
        ActivationCommon other = World.Mallet.Held;
        ActivationCommon[] bad =
        [
            held with { ProfileSignature = other.ProfileSignature },
            held with { AdministratorSignature = other.AdministratorSignature },
            held with { Encryption = other.Encryption },
            held with { Signature = other.Signature },
            held with { Authentication = other.Encryption },
            held with { Encryption = held.Encryption! with { Udf = other.Encryption!.Udf } },
            held with { Encryption = new KeyData { PublicParameters = Alice.AccountKeys.Encryption.Public } },
            held with { Encryption = new KeyData { PrivateParameters = new KeyShare(other.Encryption!.PrivateParameters is PrivateKeyParameters p ? p.Key.PublicKey : null!, Alice.AccountKeys.Encryption, null, null) } },
        ];
        foreach (ActivationCommon common in bad)
        {
            Refused(SchemaError.KeyInvalid, With(Seal(common, Administrator, Alice.Device.Encryption)));
        }

        // A share of the right key is right.
        var share = new KeyShare(Alice.AccountKeys.Encryption.Public, Alice.AccountKeys.Escrow, null, null);
        ActivationValidator.Activate(
            With(Seal(held with { Encryption = new KeyData { PrivateParameters = share } }, Administrator, Alice.Device.Encryption)), Alice.DeviceKeys);
    }

    [Fact]
    public void A_share_is_for_the_algorithm_of_its_key() => Assert.Equal(
        SchemaError.KeyInvalid,
        Assert.Throws<SchemaException>(
            () => new KeyShare(Alice.AccountKeys.Encryption.Public, Alice.AccountKeys.Signature, null, null)).Code);

    [Fact]
    public void Store_keys_come_once_per_store_with_their_chain()
    {
        ActivationCommon held = Alice.Held;
        ActivationEntry contact = held.Entries.Single(e => e.Resource == StoreLabel.Contact);
        ActivationEntry[][] bad =
        [
            [contact, contact with { Resource = "mmm_contact" }],
            [contact with { Resource = "../MMM_Contact" }],
            [contact with { Resource = "~private" }],
            [contact with { Key = held.Signature! }],
            [contact with { Key = new KeyData { PublicParameters = Alice.AccountKeys.Encryption.Public } }],
            [contact with { Key = contact.Key with { Udf = held.Encryption!.Udf } }],
            [contact with { Generation = 1 }],
        ];
        foreach (ActivationEntry[] entries in bad)
        {
            Refused(SchemaError.KeyInvalid, With(Seal(held with { Entries = [.. entries] }, Administrator, Alice.Device.Encryption)));
        }

        Refused(SchemaError.KeyInvalid, With(Seal(held with { Generation = 1 }, Administrator, Alice.Device.Encryption)));
        ActivationEntry next = KeyGenerations.Next(contact, new SeededRandom("next"));
        ActivationValidator.Activate(With(Seal(held with { Entries = [next] }, Administrator, Alice.Device.Encryption)), Alice.DeviceKeys);
    }

    [Fact]
    public void A_role_whose_keys_are_not_held_cannot_be_given()
    {
        ActivationCommon web = ActivationValidator.Activate(Alice.Device, Alice.DeviceKeys).Common;
        DeviceConnection connection = Alice.Connection(Alice.DeviceProfile, Role.Admin);
        var poor = new DeviceConnection
        {
            Account = connection.Account,
            Device = connection.Device,
            Administrator = connection.Administrator,
            Roles = connection.Roles,
            Held = web,
        };
        Assert.Equal(SchemaError.KeyInvalid, Assert.Throws<SchemaException>(() => ConnectionBuilder.Connect(Alice.Sealer, poor)).Code);
        var noStore = new DeviceConnection
        {
            Account = connection.Account,
            Device = connection.Device,
            Administrator = connection.Administrator,
            Roles = [Role.Web],
            Held = Alice.Held with { Entries = [] },
        };
        Assert.Equal(SchemaError.KeyInvalid, Assert.Throws<SchemaException>(() => ConnectionBuilder.Connect(Alice.Sealer, noStore)).Code);
    }

    [Fact]
    [Requirement("THR-01")]
    public void Shares_are_refused_and_never_replaced_by_whole_keys() => Assert.Equal(
        SchemaError.RuleBroken,
        Assert.Throws<SchemaException>(
            () => ConnectionBuilder.Connect(Alice.Sealer, Alice.Connection(Alice.DeviceProfile, Role.Threshold))).Code);

    [Fact]
    public void The_profile_key_of_an_earlier_activation_is_found_under_any_administrator_that_is_named()
    {
        using ActivatedDevice admin = ActivationValidator.Activate(Alice.Admin, Alice.AdminKeys);
        using SignaturePrivateKey former = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("former"));
        Enveloped<ActivationCommon> earlier = Seal(Alice.Held, former, Alice.Admin.Encryption);
        using KeyData key = ProfileKey(earlier, admin, Administrator.Public, former.Public)!;
        Assert.Equal(Alice.Account.Value.Udf, key.Udf);
        Assert.NotEmpty(((PrivateKeyParameters)key.PrivateParameters!).Key.RevealOctets().Reveal().ToArray());
        using ActivatedDevice web = ActivationValidator.Activate(Alice.Device, Alice.DeviceKeys);
        Assert.Null(ProfileKey(Alice.Device.Entry.EnvelopedActivationCommon, web, Administrator.Public));
    }

    [Fact]
    public void A_profile_key_that_is_not_the_profiles_or_not_from_an_administrator_is_refused()
    {
        using ActivatedDevice admin = ActivationValidator.Activate(Alice.Admin, Alice.AdminKeys);
        AgreementPublicKey device = Alice.Admin.Encryption;
        SignaturePrivateKey mallet = World.Mallet.AccountKeys.Administrator;
        ActivationCommon other = Alice.Held with { ProfileSignature = World.Mallet.Held.ProfileSignature };
        Assert.Equal(SchemaError.KeyInvalid, Code(Seal(other, Administrator, device)));
        Assert.Equal(SchemaError.SignatureInvalid, Code(Seal(Alice.Held, mallet, device)));
        Assert.Equal(SchemaError.NotOpened, Code(Seal(Alice.Held, Administrator)));
        Assert.Equal(SchemaError.NotOpened, Code(Seal(Alice.Held, Administrator, Alice.Device.Encryption)));

        SchemaError Code(Enveloped<ActivationCommon> earlier) =>
            Assert.Throws<SchemaException>(() => ProfileKey(earlier, admin, Administrator.Public)).Code;
    }

    [Fact]
    public void A_host_takes_up_its_activation()
    {
        (Enveloped<ConnectionService> connection, Enveloped<ActivationHost> activation) = ConnectHost();
        Verified<ConnectionService> verified = ConnectionValidator.ValidateHost(connection, Alice.Service, World.Start);
        using ConnectedKeys keys = ActivationValidator.ActivateHost(activation, Alice.Host, verified, Alice.Service, Alice.HostKeys);
        Assert.Equal(verified.Value.Authentication.PublicParameters, keys.Authentication.Public);
    }

    [Fact]
    public void A_host_refuses_what_is_not_for_it_or_not_from_its_service()
    {
        (Enveloped<ConnectionService> connection, Enveloped<ActivationHost> activation) = ConnectHost();
        Verified<ConnectionService> verified = ConnectionValidator.ValidateHost(connection, Alice.Service, World.Start);
        HostRefused(SchemaError.WrongSubject, activation, verified, Alice.Service, Alice.DeviceKeys);
        HostRefused(SchemaError.SignatureInvalid, activation, verified, World.Mallet.Service, Alice.HostKeys);
        HostRefused(SchemaError.OverlayMismatch, ConnectHost().Activation, verified, Alice.Service, Alice.HostKeys);
        HostRefused(SchemaError.WrongSubject, activation, Alice.Device.ConnectionService, Alice.Service, Alice.HostKeys);

        using KeySeed seed = KeySeed.Generate(SeedKind.MeshActivationService, new SeededRandom("host"));
        var other = new ActivationHost { ActivationKey = seed, AccountUdf = World.Mallet.Service.Value.Udf };
        HostRefused(
            SchemaError.WrongSubject,
            Forge.SignedData(other, Alice.ServiceKeys.Signature, null, null, Alice.HostKeys.Encryption.Public),
            verified,
            Alice.Service,
            Alice.HostKeys);
        HostRefused(
            SchemaError.NotOpened,
            Forge.SignedData(other with { AccountUdf = Alice.Service.Value.Udf }, Alice.ServiceKeys.Signature, null, null),
            verified,
            Alice.Service,
            Alice.HostKeys);
        HostRefused(
            SchemaError.RuleBroken,
            Forge.SignedData(
                other with { AccountUdf = Alice.Service.Value.Udf, ActivationKey = null },
                Alice.ServiceKeys.Signature,
                null,
                null,
                Alice.HostKeys.Encryption.Public),
            verified,
            Alice.Service,
            Alice.HostKeys);
    }

    [Fact]
    public void Disposing_erases_what_was_given()
    {
        ActivatedDevice device = ActivationValidator.Activate(Alice.Device, Alice.DeviceKeys);
        var key = (AgreementPrivateKey)((PrivateKeyParameters)device.Common.Encryption!.PrivateParameters!).Key;
        var store = (AgreementPrivateKey)((PrivateKeyParameters)device.Common.Entries[0].Key.PrivateParameters!).Key;
        IndexKey index = device.Common.Entries.First(e => e.IndexKey is not null).IndexKey!;
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.RevealOctets());
        Assert.Throws<ObjectDisposedException>(() => store.RevealOctets());
        Assert.Throws<ObjectDisposedException>(() => index.Octets.Reveal().Length);
        Assert.Throws<ObjectDisposedException>(() => device.Keys.Authentication.RevealOctets());
    }

    private static KeyData? ProfileKey(Enveloped<ActivationCommon> earlier, ActivatedDevice device, params SignaturePublicKey[] administrators) =>
        ActivationValidator.ProfileKeyOf(earlier, device.Keys, administrators, Alice.Account.Value);

    private static ActivationAccount OpenAccount() => EnvelopeChecks.Signed(
        Alice.Device.Entry.EnvelopedActivationAccount, [Administrator.Public], new BorrowedKey(Alice.DeviceKeys.Encryption), true).Value;

    private static (Enveloped<ConnectionService> Connection, Enveloped<ActivationHost> Activation) ConnectHost() =>
        ConnectionBuilder.ConnectHost(Alice.Sealer, Alice.Service, Alice.ServiceKeys.Signature, Alice.Host);

    private static Enveloped<T> Seal<T>(T value, SignaturePrivateKey signer, params AgreementPublicKey[] recipients)
        where T : MeshObject => Forge.SignedData(value, signer, null, null, recipients);

    private static VerifiedDevice With(Enveloped<ActivationAccount> activation) =>
        Rebuilt(Alice.Device.Entry with { EnvelopedActivationAccount = activation });

    private static VerifiedDevice With(Enveloped<ActivationCommon> activation) =>
        Rebuilt(Alice.Device.Entry with { EnvelopedActivationCommon = activation });

    private static VerifiedDevice Rebuilt(CatalogedDevice entry) => DeviceEntryValidator.Validate(entry, Alice.Account, World.Start);

    private static void Refused(SchemaError code, VerifiedDevice device, DeviceKeySet? keys = null)
    {
        SchemaException e = Assert.Throws<SchemaException>(() => ActivationValidator.Activate(device, keys ?? Alice.DeviceKeys));
        Assert.Equal(code, e.Code);
    }

    private static void HostRefused(
        SchemaError code,
        Enveloped<ActivationHost> activation,
        Verified<ConnectionService> connection,
        Verified<ProfileService> service,
        DeviceKeySet keys) => Assert.Equal(
            code,
            Assert.Throws<SchemaException>(() => ActivationValidator.ActivateHost(activation, Alice.Host, connection, service, keys)).Code);
}
