namespace Mesh.Schema.Tests;

public sealed class RevocationValidatorTests
{
    private static World Alice => World.Alice;

    private static string DeviceUdf => Alice.Device.Entry.DeviceUdf;

    [Fact]
    public void A_revocation_survives_the_catalog_and_is_valid()
    {
        CatalogedAccess entry = ConnectionBuilder.Deny(Alice.Sealer, Alice.Account, Alice.Device, Alice.AccountKeys.Administrator);
        var read = (NullCapability)SchemaJson.Decode<CatalogedAccess>(SchemaJson.Encode(entry)).Capability;
        Assert.Equal(Alice.Device.Authentication.Kid, read.Id);
        Verified<DeviceRevocation> revocation = RevocationValidator.Validate(read.EnvelopedRevocation!, Alice.Account, Alice.Device);
        Assert.Equal(World.Start.AddSeconds(1), revocation.Value.Updated);
        Assert.Equal(DeviceUdf, revocation.Value.DeviceUdf);
    }

    [Fact]
    public void A_revocation_by_anybody_but_the_administrator_is_refused()
    {
        DeviceRevocation statement = new() { AccountUdf = Alice.Account.Value.Udf, DeviceUdf = DeviceUdf };
        Refused(SchemaError.SignatureInvalid, Forge.Clear(statement, World.Mallet.AccountKeys.Administrator, null));
        Refused(SchemaError.SignatureInvalid, Forge.Clear(statement, Alice.AccountKeys.Signature, null));
        Refused(SchemaError.SignatureInvalid, Forge.Clear(statement, Alice.ServiceKeys.Signature, null));
    }

    [Fact]
    public void A_revocation_of_another_device_or_account_is_refused()
    {
        DeviceRevocation statement = new() { AccountUdf = Alice.Account.Value.Udf, DeviceUdf = Alice.Admin.Entry.DeviceUdf };
        Refused(SchemaError.WrongSubject, Forge.Clear(statement, Alice.AccountKeys.Administrator, null));
        Refused(
            SchemaError.WrongSubject,
            Forge.Clear(statement with { AccountUdf = World.Mallet.Account.Value.Udf, DeviceUdf = DeviceUdf }, Alice.AccountKeys.Administrator, null));
    }

    [Fact]
    public void A_revocation_by_an_account_of_another_device_is_refused()
    {
        Enveloped<DeviceRevocation> revocation = Forge.Clear(
            new DeviceRevocation { AccountUdf = World.Mallet.Account.Value.Udf, DeviceUdf = DeviceUdf, Updated = World.Start.AddDays(1) },
            World.Mallet.AccountKeys.Administrator,
            null);
        Assert.Equal(
            SchemaError.WrongSubject,
            Assert.Throws<SchemaException>(() => RevocationValidator.Validate(revocation, World.Mallet.Account, Alice.Device)).Code);
    }

    [Fact]
    public void A_revocation_from_before_the_device_was_connected_again_is_refused()
    {
        DeviceRevocation statement = new() { AccountUdf = Alice.Account.Value.Udf, DeviceUdf = DeviceUdf };
        Refused(SchemaError.Superseded, Forge.Clear(statement, Alice.AccountKeys.Administrator, null));
        Refused(SchemaError.Superseded, Forge.Clear(statement with { Updated = World.Start }, Alice.AccountKeys.Administrator, null));
        Refused(
            SchemaError.Superseded, Forge.Clear(statement with { Updated = World.Start.AddDays(-1) }, Alice.AccountKeys.Administrator, null));
    }

    [Fact]
    public void An_encrypted_revocation_is_refused() => Refused(
        SchemaError.Encrypted,
        Forge.SignedData(
            new DeviceRevocation { AccountUdf = Alice.Account.Value.Udf, DeviceUdf = DeviceUdf, Updated = World.Start.AddDays(1) },
            Alice.AccountKeys.Administrator,
            null,
            null,
            Alice.DeviceKeys.Encryption.Public));

    [Fact]
    public void The_name_of_a_store_key_survives_the_catalog()
    {
        var entry = new CatalogedAccess { Capability = CapabilityStoreKey.Of("MMM_Credential", "MABC-DEFG", 2) };
        string json = System.Text.Encoding.UTF8.GetString(SchemaJson.Encode(entry));
        Assert.Equal(
            """{"CatalogedAccess":{"Capability":{"CapabilityStoreKey":{"Id":"mmm/storekey/MMM_Credential","Active":true,"KeyIdentifier":"MABC-DEFG","Generation":2}}}}""",
            json);
        Assert.Equal(entry, SchemaJson.Decode<CatalogedAccess>(SchemaJson.Encode(entry)));
    }

    [Fact]
    public void The_name_of_a_store_key_grants_nothing()
    {
        var entry = new CatalogedAccess { Capability = CapabilityStoreKey.Of("MMM_Credential", "MABC-DEFG", 2) };
        Assert.Equal(AccessOutcome.NotAuthorized, AccessDecision.Of(entry, CapabilityMode.Device).Outcome);
    }

    private static void Refused(SchemaError code, Enveloped<DeviceRevocation> envelope) => Assert.Equal(
        code,
        Assert.Throws<SchemaException>(() => RevocationValidator.Validate(envelope, Alice.Account, Alice.Device)).Code);
}
