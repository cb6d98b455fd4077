using System.Collections.Immutable;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

public class CheckpointValidatorTests
{
    private static readonly World Alice = World.Alice;

    [Fact]
    public void A_checkpoint_signed_for_the_account_counts() => Assert.Equal(
        7, CheckpointValidator.Validate(Signed(Alice.AccountKeys.Signature, Alice, Apex(7)), Alice.Account).Value.Stores[0].Count);

    [Fact]
    public void One_signed_by_another_key_does_not()
    {
        foreach (SignaturePrivateKey key in new[] { Alice.AccountKeys.Administrator, Alice.DeviceKeys.Signature, World.Mallet.AccountKeys.Signature, Alice.ServiceKeys.Signature })
        {
            Refused(SchemaError.SignatureInvalid, Signed(key, Alice, Apex(7)));
        }
    }

    [Fact]
    public void One_of_another_account_does_not() => Refused(SchemaError.WrongSubject, Signed(Alice.AccountKeys.Signature, World.Mallet, Apex(7)));

    [Fact]
    public void Counts_and_roots_that_cannot_be_are_refused()
    {
        Refused(SchemaError.RuleBroken, Signed(Alice.AccountKeys.Signature, Alice, Apex(0)));
        Refused(SchemaError.RuleBroken, Signed(Alice.AccountKeys.Signature, Alice, Apex(-1)));
        Refused(SchemaError.RuleBroken, Signed(Alice.AccountKeys.Signature, Alice, Apex(7) with { Root = new byte[31] }));
    }

    private static StoreApex Apex(long count) => new() { Store = StoreLabel.Contact, Count = count, Root = new byte[StoreApex.RootLength] };

    private static Enveloped<DeviceCheckpoint> Signed(SignaturePrivateKey key, World account, params ImmutableArray<StoreApex> stores) =>
        Alice.Sealer.SignAssertion(
            new DeviceCheckpoint { AccountUdf = account.Account.Value.Udf, DeviceUdf = Alice.Device.Udf, Stores = stores }, key);

    private static void Refused(SchemaError code, Enveloped<DeviceCheckpoint> envelope) =>
        Assert.Equal(code, Assert.Throws<SchemaException>(() => CheckpointValidator.Validate(envelope, Alice.Account)).Code);
}
