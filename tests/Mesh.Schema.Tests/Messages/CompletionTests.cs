using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

public sealed class CompletionTests
{
    private const string Id = "NCXW-ZBN4-EMNM-GYCA-OPWA-2OEV-D3SB";

    private static World Alice => World.Alice;

    private static VerifiedDevice Plain { get; } = Alice.Connect(Alice.Profile(Alice.HostKeys), Role.Device);

    private static DeviceDirectory Everybody { get; } = new([Alice.Admin, Alice.Device, Plain], [], []);

    private static SignaturePrivateKey Admin { get; } = Alice.KeysOf(Alice.Admin, Alice.AdminKeys).Signature;

    private static SignaturePrivateKey Web { get; } = Alice.KeysOf(Alice.Device, Alice.DeviceKeys).Signature;

    [Fact]
    public void Devices_change_states_where_their_roles_allow_it()
    {
        StateChange change = Assert.Single(Validate(Web, StoreLabel.Inbound, "Closed"));
        Assert.Equal(new StateChange(Id, "MAAA", MessageState.Closed), change);
        Assert.Single(Validate(Admin, StoreLabel.Local, "Closed"));
        Assert.Single(Validate(Admin, "mmm_local", "Closed"));
        Refused(SchemaError.SignatureInvalid, () => Validate(Web, StoreLabel.Local, "Closed"));
        Refused(SchemaError.SignatureInvalid, () => Validate(Alice.KeysOf(Plain, Alice.HostKeys).Signature, StoreLabel.Inbound, "Closed"));
    }

    [Fact]
    public void Nobody_else_changes_states()
    {
        foreach (SignaturePrivateKey signer in new[] { Alice.ServiceKeys.Signature, Alice.AccountKeys.Signature, Alice.DeviceKeys.Signature })
        {
            Refused(SchemaError.SignatureInvalid, () => Validate(signer, StoreLabel.Inbound, "Closed"));
        }

        Refused(SchemaError.SignatureInvalid, () => CompletionValidator.Validate(
            Sign(Admin, "Closed"), Alice.AccountKeyring, new DeviceDirectory([Plain], [], []), StoreLabel.Inbound));
        Refused(SchemaError.RuleBroken, () => Validate(Admin, StoreLabel.Outbound, "Sent"));
        Refused(SchemaError.RuleBroken, () => Validate(Admin, StoreLabel.Archive, "Read"));
        Refused(SchemaError.RuleBroken, () => Validate(Admin, StoreLabel.Device, "Read"));
    }

    [Fact]
    public void A_change_in_clear_by_a_device_is_refused()
    {
        MessageComplete message = Message("Closed");
        Enveloped<MessageComplete> clear = Forge.SignedData(message, Admin, MessageIdentifier.Envelope(message.MessageId), message.MessageId);
        Refused(SchemaError.NotOpened, () => CompletionValidator.Validate(clear, Alice.AccountKeyring, Everybody, StoreLabel.Inbound));
    }

    [Fact]
    public void States_that_a_spool_does_not_have_are_ignored()
    {
        Assert.Equal(
            [MessageState.Read, MessageState.Initial, MessageState.Closed],
            Validate(Web, StoreLabel.Inbound, "Read", "Sent", "Unread", "Refused", "Received", "Nonsense", "", "read", "Accept").Select(c => c.State));
        Assert.Equal(
            [MessageState.Closed, MessageState.Initial],
            Validate(Admin, StoreLabel.Local, "Read", "Closed", "Sent", "Open").Select(c => c.State));
    }

    [Fact]
    public void The_service_reports_on_what_was_sent()
    {
        Enveloped<MessageComplete> report = Alice.Sealer.SignMessage(
            Message("Sent", "Received", "Refused", "Closed", "Read"), Alice.ServiceKeys.Signature);
        Assert.Equal(
            [MessageState.Sent, MessageState.Received, MessageState.Refused],
            CompletionValidator.ValidateFromService(report, null, Alice.Service, StoreLabel.Outbound).Select(c => c.State));
        Refused(SchemaError.RuleBroken, () => CompletionValidator.ValidateFromService(report, null, Alice.Service, StoreLabel.Inbound));
        Refused(
            SchemaError.SignatureInvalid,
            () => CompletionValidator.ValidateFromService(report, null, World.Mallet.Service, StoreLabel.Outbound));
        Refused(
            SchemaError.SignatureInvalid,
            () => CompletionValidator.ValidateFromService(Sign(Admin, "Sent"), Alice.AccountKeyring, Alice.Service, StoreLabel.Outbound));
        Assert.Single(CompletionValidator.ValidateFromService(report, null, Alice.Service, StoreLabel.Local));
    }

    [Fact]
    public void Words_are_written_as_the_states_are_called()
    {
        foreach (MessageState state in Enum.GetValues<MessageState>())
        {
            Assert.True(MessageStates.TryParse(MessageStates.ToText(state), out MessageState read));
            Assert.Equal(state, read);
        }

        Assert.False(MessageStates.TryParse("1", out _));
        Assert.False(MessageStates.TryParse(null, out _));
        Assert.False(MessageStates.Exists(MessageState.Read, StoreLabel.Archive));
    }

    private static System.Collections.Immutable.ImmutableArray<StateChange> Validate(
        SignaturePrivateKey signer, string spool, params string[] words) =>
        CompletionValidator.Validate(Sign(signer, words), Alice.AccountKeyring, Everybody, spool);

    private static MessageComplete Message(params string[] words) => ConnectionMessageBuilder.Complete(
        Alice.Random, [.. words.Select(w => new Reference { MessageId = Id, ResponseId = "MAAA", Relationship = w })]);

    private static Enveloped<MessageComplete> Sign(SignaturePrivateKey signer, params string[] words) =>
        Alice.Sealer.SignMessage(Message(words), signer, Alice.AccountKeys.Encryption.Public);

    private static void Refused(SchemaError code, Action action) => Assert.Equal(code, Assert.Throws<SchemaException>(action).Code);
}
