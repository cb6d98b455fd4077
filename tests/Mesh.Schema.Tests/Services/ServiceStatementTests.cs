using Mesh.Keys;

namespace Mesh.Schema.Tests;

public sealed class ServiceStatementTests
{
    private static World Alice => World.Alice;

    private static Enveloped<AccountHostAssignment> Assignment { get; } = ServiceBuilder.Assignment(
        Alice.Sealer, Alice.ServiceKeys.Signature, "Alice@example.com", ["host1.example.com"], Alice.HostKeys.Encryption.Public);

    private static Enveloped<CallsignBinding> Binding { get; } = ServiceBuilder.Callsign(
        Alice.Sealer, Alice.AccountKeys.Administrator, World.Address, Alice.Account.Value.Udf, new NamedService { Prefix = "mmm" });

    [Fact]
    public void A_host_assignment_is_followed_when_the_service_signed_it()
    {
        AccountHostAssignment assignment = HostAssignmentValidator.Validate(Assignment, Alice.Service, World.Address).Value;
        Assert.Equal(World.Address, assignment.AccountAddess);
        Assert.Equal(["host1.example.com"], assignment.HostAddresses.AsEnumerable());
        Assert.Equal(Alice.HostKeys.Encryption.Kid, assignment.AccessEncrypt.Udf);
    }

    [Fact]
    public void A_host_assignment_by_anybody_else_or_for_another_account_is_refused()
    {
        AccountHostAssignment assignment = HostAssignmentValidator.Validate(Assignment, Alice.Service, World.Address).Value;
        AssignmentRefused(SchemaError.SignatureInvalid, Assignment, World.Mallet.Service, World.Address);
        AssignmentRefused(SchemaError.SignatureInvalid, Forge.Clear(assignment, Alice.ServiceKeys.Profile, null));
        AssignmentRefused(SchemaError.SignatureInvalid, Forge.Clear(assignment, Alice.AccountKeys.Administrator, null));
        AssignmentRefused(
            SchemaError.Encrypted, Forge.SignedData(assignment, Alice.ServiceKeys.Signature, null, null, Alice.AccountKeys.Encryption.Public));
        AssignmentRefused(SchemaError.WrongSubject, Assignment, Alice.Service, "bob@example.com");
        AssignmentRefused(SchemaError.HeaderMismatch, Forge.Clear(assignment, Alice.ServiceKeys.Signature, null, null, "ProfileUser"));
    }

    [Fact]
    public void The_key_of_a_host_assignment_keeps_the_rules()
    {
        AccountHostAssignment assignment = HostAssignmentValidator.Validate(Assignment, Alice.Service, World.Address).Value;
        KeyData[] bad =
        [
            new KeyData(),
            KeyData.Of(Alice.ServiceKeys.Signature.Public),
            assignment.AccessEncrypt with { Udf = Alice.Service.Value.Udf },
            KeyData.Of(PublicKey.FromOctets(KeyAlgorithm.X448, MixedOrder.X448())),
        ];
        foreach (KeyData key in bad)
        {
            AssignmentRefused(SchemaError.KeyInvalid, Forge.Clear(assignment with { AccessEncrypt = key }, Alice.ServiceKeys.Signature, null));
        }
    }

    [Fact]
    public void A_callsign_is_bound_by_the_administrator_of_its_account()
    {
        CallsignBinding binding = CallsignBindingValidator.Validate(Binding, Alice.Account).Value;
        Assert.Equal(World.Address, binding.Canonical);
        Assert.Equal("mmm", Assert.Single(binding.Services).Prefix);
        BindingRefused(SchemaError.SignatureInvalid, Forge.Clear(binding, Alice.AccountKeys.Profile, null));
        BindingRefused(SchemaError.SignatureInvalid, Forge.Clear(binding, World.Mallet.AccountKeys.Administrator, null));
        BindingRefused(
            SchemaError.WrongSubject,
            Forge.Clear(binding with { ProfileUdf = World.Mallet.Account.Value.Udf }, Alice.AccountKeys.Administrator, null));
        BindingRefused(SchemaError.RuleBroken, Forge.Clear(binding with { Canonical = "" }, Alice.AccountKeys.Administrator, null));
        BindingRefused(
            SchemaError.Encrypted,
            Forge.SignedData(binding, Alice.AccountKeys.Administrator, null, null, Alice.AccountKeys.Encryption.Public));
    }

    private static void AssignmentRefused(
        SchemaError code, Enveloped<AccountHostAssignment> envelope, Verified<ProfileService>? service = null, string address = World.Address) =>
        Assert.Equal(
            code,
            Assert.Throws<SchemaException>(() => HostAssignmentValidator.Validate(envelope, service ?? Alice.Service, address)).Code);

    private static void BindingRefused(SchemaError code, Enveloped<CallsignBinding> envelope) =>
        Assert.Equal(code, Assert.Throws<SchemaException>(() => CallsignBindingValidator.Validate(envelope, Alice.Account)).Code);
}
