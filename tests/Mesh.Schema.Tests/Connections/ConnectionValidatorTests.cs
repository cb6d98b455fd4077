using Mesh.Keys;

namespace Mesh.Schema.Tests;

public sealed class ConnectionValidatorTests
{
    private static World Alice => World.Alice;

    private static SignaturePrivateKey Administrator => Alice.AccountKeys.Administrator;

    [Fact]
    public void Connections_that_were_built_are_valid()
    {
        Verified<ConnectionService> service = Alice.Device.ConnectionService;
        Assert.Equal(Alice.Account.Value.Udf, service.Value.ProfileUdf);
        Assert.Equal(Alice.DeviceProfile.Value.Udf, service.Value.Subject);
        Assert.Null(service.Value.Authentication.Udf);
        Assert.Equal(Administrator.Kid, service.SignerUdf);
        Assert.Equal(["web"], Alice.Device.ConnectionDevice.Value.Roles.AsEnumerable());
        Assert.Equal([Role.Web], Alice.Device.Roles.AsEnumerable());
    }

    [Fact]
    public void A_connection_signed_by_another_key_of_the_account_is_refused()
    {
        ConnectionService connection = Alice.Device.ConnectionService.Value;
        foreach (SignaturePrivateKey key in new[] { Alice.AccountKeys.Profile, Alice.AccountKeys.Signature, World.Mallet.AccountKeys.Administrator })
        {
            Refused(SchemaError.SignatureInvalid, Forge.Clear(connection, key, null));
        }
    }

    [Fact]
    public void A_connection_to_another_account_is_refused()
    {
        // Mallet's administrator signs a connection that names Alice; and one of Mallet's is shown for Alice.
        Refused(SchemaError.SignatureInvalid, World.Mallet.Device.ConnectionService.Envelope);
        ConnectionService connection = Alice.Device.ConnectionService.Value;
        Refused(SchemaError.WrongSubject, Forge.Clear(connection with { ProfileUdf = World.Mallet.Account.Value.Udf }, Administrator, null));
        Refused(SchemaError.WrongSubject, Forge.Clear(connection with { ProfileUdf = "" }, Administrator, null));
        Refused(SchemaError.WrongSubject, Forge.Clear(connection with { Authority = World.Mallet.Account.Value.Udf }, Administrator, null));
        ConnectionValidator.Validate(
            Forge.Clear(connection with { Authority = Alice.Account.Value.Udf }, Administrator, null), Alice.Account, World.Start);
    }

    [Fact]
    public void An_encrypted_connection_is_refused() => Refused(
        SchemaError.Encrypted,
        Forge.SignedData(Alice.Device.ConnectionService.Value, Administrator, null, null, Alice.AccountKeys.Encryption.Public));

    [Fact]
    public void A_header_of_another_type_is_refused() => Refused(
        SchemaError.HeaderMismatch,
        Forge.Clear(Alice.Device.ConnectionService.Value, Administrator, null, null, "ConnectionDevice"));

    [Fact]
    public void A_header_that_names_more_than_the_schema_asks_for_is_accepted()
    {
        const string Any = "MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BF";
        ConnectionValidator.Validate(
            Forge.Clear(Alice.Device.ConnectionService.Value, Administrator, Any, Any), Alice.Account, World.Start);
    }

    [Fact]
    public void A_connection_under_a_condition_gives_nothing() => Refused(
        SchemaError.OutOfDate,
        Forge.Clear(
            Alice.Device.ConnectionService.Value with { Conditions = [new("WhileItRains", System.Text.Json.JsonElement.Parse("{}"))] },
            Administrator,
            null));

    [Fact]
    public void A_connection_for_devices_is_not_one_for_the_service() => Refused(
        SchemaError.UnexpectedType, Alice.Device.ConnectionDevice.Envelope.As<ConnectionService>());

    [Fact]
    public void Keys_keep_the_rules_of_profiles()
    {
        ConnectionDevice connection = Alice.Device.ConnectionDevice.Value;
        ConnectionDevice[] bad =
        [
            connection with { Authentication = connection.Signature },
            connection with { Signature = connection.Encryption },
            connection with { Encryption = connection.Signature },
            connection with { Encryption = connection.Authentication },
            connection with { Encryption = connection.Encryption with { Udf = connection.Authentication.Udf } },
            connection with { Authentication = new KeyData() },
        ];
        foreach (ConnectionDevice one in bad)
        {
            Assert.Equal(
                SchemaError.KeyInvalid,
                Assert.Throws<SchemaException>(
                    () => ConnectionValidator.Validate(Forge.Clear(one, Administrator, null), Alice.Account, World.Start)).Code);
        }
    }

    [Fact]
    public void A_key_is_good_for_its_time_only()
    {
        ConnectionService connection = Alice.Device.ConnectionService.Value;
        KeyData key = connection.Authentication with { NotBefore = World.Start, NotOnOrAfter = World.Start.AddHours(1) };
        Enveloped<ConnectionService> envelope = Forge.Clear(connection with { Authentication = key }, Administrator, null);
        ConnectionValidator.Validate(envelope, Alice.Account, World.Start);
        ConnectionValidator.Validate(envelope, Alice.Account, World.Start.AddHours(1).AddSeconds(-1));
        OutOfDate(envelope, World.Start.AddSeconds(-1));
        OutOfDate(envelope, World.Start.AddHours(1));
    }

    [Fact]
    public void The_connection_of_a_host_is_valid_for_its_service_alone()
    {
        (Enveloped<ConnectionService> connection, _) =
            ConnectionBuilder.ConnectHost(Alice.Sealer, Alice.Service, Alice.ServiceKeys.Signature, Alice.Host);
        Verified<ConnectionService> verified = ConnectionValidator.ValidateHost(connection, Alice.Service, World.Start);
        Assert.Equal(Alice.Host.Value.Udf, verified.Value.ProfileUdf);
        Assert.Equal(Alice.Service.Value.Udf, verified.Value.Authority);
        HostRefused(SchemaError.SignatureInvalid, connection, World.Mallet.Service);

        ConnectionService value = verified.Value;
        HostRefused(SchemaError.SignatureInvalid, Forge.Clear(value, Alice.ServiceKeys.Profile, null), Alice.Service);
        HostRefused(SchemaError.WrongSubject, Forge.Clear(value with { Authority = null }, Alice.ServiceKeys.Signature, null), Alice.Service);
        HostRefused(
            SchemaError.WrongSubject,
            Forge.Clear(value with { Authority = World.Mallet.Service.Value.Udf }, Alice.ServiceKeys.Signature, null),
            Alice.Service);
        KeyData late = value.Authentication with { NotOnOrAfter = World.Start };
        HostRefused(
            SchemaError.OutOfDate, Forge.Clear(value with { Authentication = late }, Alice.ServiceKeys.Signature, null), Alice.Service);
    }

    [Fact]
    public void Only_the_right_key_connects()
    {
        DeviceConnection connection = Alice.Connection(Alice.DeviceProfile, Role.Web);
        var wrong = new DeviceConnection
        {
            Account = connection.Account,
            Device = connection.Device,
            Administrator = Alice.AccountKeys.Profile,
            Roles = connection.Roles,
            Held = connection.Held,
        };
        Assert.Throws<ArgumentException>(() => ConnectionBuilder.Connect(Alice.Sealer, wrong));
        Assert.Throws<ArgumentException>(
            () => ConnectionBuilder.ConnectHost(Alice.Sealer, Alice.Service, Alice.ServiceKeys.Profile, Alice.Host));
    }

    private static void Refused(SchemaError code, Enveloped<ConnectionService> envelope) => Assert.Equal(
        code, Assert.Throws<SchemaException>(() => ConnectionValidator.Validate(envelope, Alice.Account, World.Start)).Code);

    private static void OutOfDate(Enveloped<ConnectionService> envelope, DateTimeOffset now) => Assert.Equal(
        SchemaError.OutOfDate,
        Assert.Throws<SchemaException>(() => ConnectionValidator.Validate(envelope, Alice.Account, now)).Code);

    private static void HostRefused(SchemaError code, Enveloped<ConnectionService> envelope, Verified<ProfileService> service) =>
        Assert.Equal(code, Assert.Throws<SchemaException>(() => ConnectionValidator.ValidateHost(envelope, service, World.Start)).Code);
}
