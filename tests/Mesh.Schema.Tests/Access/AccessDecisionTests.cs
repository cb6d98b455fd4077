namespace Mesh.Schema.Tests;

public sealed class AccessDecisionTests
{
    private const string Key = "MD75-RPX5-5NK4-FHKK-2PSE-DWSY-WU6Y";

    [Fact]
    public void An_active_entry_grants_its_rights()
    {
        AccessDecision decision = Decide(new AccessCapability { Id = Key, Active = true, Mode = "Device", Rights = [Right.Status] });
        Assert.Equal(AccessOutcome.Granted, decision.Outcome);
        Assert.True(decision.Rights.Allows(Right.Status));
        Assert.False(decision.Rights.Allows(Right.Download));
    }

    [Fact]
    public void A_suspended_entry_is_revoked() => IsDenied(
        AccessOutcome.Revoked, Decide(new AccessCapability { Id = Key, Active = false, Rights = [Right.Status] }));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_null_capability_is_revoked(bool active) =>
        IsDenied(AccessOutcome.Revoked, Decide(new NullCapability { Id = Key, Active = active }));

    [Fact]
    public void An_unknown_capability_grants_nothing() => IsDenied(
        AccessOutcome.NotAuthorized, Decide(new UnknownCapability { Id = Key, Active = true, Class = "CapabilityEverything" }));

    [Fact]
    public void No_entry_grants_nothing() => IsDenied(AccessOutcome.NotAuthorized, AccessDecision.Of(null, CapabilityMode.Device));

    [Fact]
    public void An_entry_for_a_sender_says_nothing_about_a_device()
    {
        var entry = new CatalogedAccess { Capability = new AccessCapability { Id = Key, Active = true, Mode = "Account", Rights = [Right.Status] } };
        IsDenied(AccessOutcome.NotAuthorized, AccessDecision.Of(entry, CapabilityMode.Device));
        Assert.Equal(AccessOutcome.Granted, AccessDecision.Of(entry, CapabilityMode.Account).Outcome);
    }

    private static AccessDecision Decide(Capability capability) =>
        AccessDecision.Of(new CatalogedAccess { Capability = capability }, CapabilityMode.Device);

    private static void IsDenied(AccessOutcome outcome, AccessDecision decision)
    {
        Assert.Equal(outcome, decision.Outcome);
        Assert.False(decision.Rights.Allows(Right.Status));
    }
}
