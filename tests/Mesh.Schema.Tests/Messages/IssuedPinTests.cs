using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

/// <summary>The rule for accepting a device without asking (Mesh rulings 10): every condition by itself.</summary>
public sealed class IssuedPinTests
{
    private static readonly DateTimeOffset Expires = World.Start.AddDays(1);

    private static World Alice => World.Alice;

    private static DeviceDirectory Everybody { get; } = new([Alice.Admin, Alice.Device], [], []);

    private static SignaturePrivateKey AdminSignature { get; } = Alice.KeysOf(Alice.Admin, Alice.AdminKeys).Signature;

    private static SignaturePrivateKey DeviceSignature { get; } = Alice.KeysOf(Alice.Device, Alice.DeviceKeys).Signature;

    [Fact]
    public void A_request_with_a_good_pin_is_accepted()
    {
        var joining = new Joining();
        IssuedPin pin = Open(Message(joining));
        Assert.Equal([Role.Web], pin.Roles.AsEnumerable());
        Assert.Equal(PinOutcome.Success, Decide(pin, joining));
        Assert.Equal(PinProof.PinId(joining.Pin, World.Address), pin.Message.Value.MessageId);
        Assert.Equal(PinOutcome.Success, pin.Decide(joining.AtAccount, MessageState.Initial, Everybody, Expires.AddSeconds(-1)));
    }

    [Fact]
    public void A_pin_message_is_signed_by_a_live_device()
    {
        MessagePin message = Message(new Joining());
        foreach (SignaturePrivateKey signer in new[] { Alice.ServiceKeys.Signature, Alice.AccountKeys.Signature, Alice.AdminKeys.Signature })
        {
            Refused(SchemaError.SignatureInvalid, () => IssuedPin.Open(Sign(message, signer), Alice.AccountKeyring, Alice.Account, Everybody));
        }

        Refused(SchemaError.SignatureInvalid, () => IssuedPin.Open(
            Sign(message, AdminSignature), Alice.AccountKeyring, Alice.Account, new DeviceDirectory([Alice.Device], [Alice.Admin.Udf], [])));
        Refused(SchemaError.SignatureInvalid, () => IssuedPin.Open(
            Sign(message, AdminSignature), Alice.AccountKeyring, Alice.Account, new DeviceDirectory([], [], [])));
    }

    [Fact]
    public void A_pin_message_in_clear_is_refused()
    {
        MessagePin message = Message(new Joining());
        Enveloped<MessagePin> clear = Forge.SignedData(
            message, AdminSignature, MessageIdentifier.Envelope(message.MessageId), message.MessageId);
        Refused(SchemaError.NotOpened, () => IssuedPin.Open(clear, Alice.AccountKeyring, Alice.Account, Everybody));
    }

    [Fact]
    public void A_pin_message_names_its_own_pin_and_account()
    {
        MessagePin message = Message(new Joining());
        Refused(SchemaError.WrongSubject, () => Open(message with { MessageId = "AALG-XLJN-YZC3-2PZ5-LJK4-2TWB-7TSA" }));
        MessagePin other = ConnectionMessageBuilder.Pin(message.SaltedPin, "bob@example.com", Expires, true, Role.Web);
        Refused(SchemaError.WrongSubject, () => Open(other));
    }

    [Fact]
    public void A_wrong_proof_is_no_proof()
    {
        var joining = new Joining();
        IssuedPin pin = Open(Message(joining));
        using SaltedPin other = Salted("AAJP-KPYV-NSB4-GIYL-AM");
        RequestConnection request = joining.Request.Request.Value;
        byte[] flipped = [.. request.PinWitness!];
        flipped[0] ^= 1;
        byte[] nonce = [.. request.ClientNonce!];
        nonce[0] ^= 1;
        Assert.Equal(PinOutcome.PinInvalid, Decide(pin, Resent(joining, request with { PinWitness = flipped })));
        Assert.Equal(PinOutcome.PinInvalid, Decide(pin, Resent(joining, request with { PinWitness = new byte[64] })));
        Assert.Equal(PinOutcome.PinInvalid, Decide(pin, Resent(joining, request with { ClientNonce = nonce })));
        Assert.Equal(PinOutcome.PinInvalid, Decide(pin, Resent(joining, request with { PinId = PinProof.PinId(other, World.Address) })));
        Assert.Equal(PinOutcome.PinInvalid, Decide(pin, new Joining(withPin: false)));
    }

    [Fact]
    public void The_proof_of_another_device_is_no_proof()
    {
        // Mallet repeats nonce and proof that he saw, with a profile of his own.
        var joining = new Joining();
        RequestConnection request = joining.Request.Request.Value with { AuthenticatedData = World.Mallet.DeviceProfile.Envelope.Envelope };
        Enveloped<RequestConnection> sent = Alice.Sealer.SignMessage(request, World.Mallet.DeviceKeys.Signature);
        VerifiedRequest verified = ConnectionMessageValidator.ValidateRequest(sent, World.Address);
        Assert.Equal(PinOutcome.PinInvalid, Decide(Open(Message(joining)), Acknowledged(verified)));
    }

    [Fact]
    public void A_request_to_another_account_does_not_use_the_pin()
    {
        // The proof is for Alice's address; the request asks Bob.
        const string Bob = "bob@example.com";
        using AccountKeySet keys = AccountKeySet.Of(KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("bob")));
        Verified<ProfileUser> bob = ProfileValidator.Validate(ProfileBuilder.User(Alice.Sealer, keys, Bob, Alice.Service.Value.Udf));
        var joining = new Joining();
        VerifiedRequest request = ConnectionMessageValidator.ValidateRequest(
            Alice.Sealer.SignMessage(joining.Request.Request.Value with { AccountAddress = Bob }, Alice.DeviceKeys.Signature), Bob);
        Enveloped<AcknowledgeConnection> acknowledge = Alice.Sealer.SignMessage(
            ConnectionMessageBuilder.Acknowledge(Alice.Random, request, bob), Alice.ServiceKeys.Signature, keys.Encryption.Public);
        VerifiedAcknowledge atBob = ConnectionMessageValidator.ValidateAcknowledge(
            acknowledge, new BorrowedKey(keys.Encryption), bob, Alice.Service);
        Assert.Equal(PinOutcome.PinInvalid, Decide(Open(Message(joining)), atBob));
    }

    [Fact]
    public void A_pin_for_contacts_admits_no_device()
    {
        var joining = new Joining();
        Assert.Equal(PinOutcome.PinInvalid, Decide(Open(Message(joining) with { Action = PinAction.Contact }), joining));
        Assert.Equal(PinOutcome.PinInvalid, Decide(Open(Message(joining) with { Action = "device" }), joining));
    }

    [Fact]
    public void A_pin_works_once()
    {
        var joining = new Joining();
        MessagePin message = Message(joining);
        IssuedPin pin = Open(message);
        Assert.Equal(PinOutcome.PinUsed, pin.Decide(joining.AtAccount, MessageState.Closed, Everybody, World.Start));

        // The service hides that the spool says Closed: the signed entries tell, of live devices and of those that are gone.
        var spent = new DeviceDirectory([Alice.Admin], [], [message.MessageId.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal)]);
        Assert.Equal(PinOutcome.PinUsed, pin.Decide(joining.AtAccount, MessageState.Initial, spent, World.Start));
        VerifiedDevice admitted = DeviceEntryValidator.Validate(
            Alice.Device.Entry with { PinId = message.MessageId }, Alice.Account, World.Start);
        Assert.Equal(
            PinOutcome.PinUsed,
            pin.Decide(joining.AtAccount, MessageState.Initial, new DeviceDirectory([Alice.Admin, admitted], [], []), World.Start));
    }

    [Fact]
    public void A_pin_has_an_end()
    {
        var joining = new Joining();
        Assert.Equal(PinOutcome.PinExpired, Open(Message(joining)).Decide(joining.AtAccount, MessageState.Initial, Everybody, Expires));
        Assert.Equal(PinOutcome.PinExpired, Decide(Open(Message(joining) with { Expires = null }), joining));
    }

    [Fact]
    public void The_issuer_may_give_the_roles()
    {
        var joining = new Joining();
        Assert.Equal(PinOutcome.InsufficientAuthorization, Decide(Open(Message(joining), DeviceSignature), joining));
        Assert.Equal(PinOutcome.Success, Decide(Open(Message(joining) with { Roles = ["super", "admin"] }), joining));
        Assert.Equal(PinOutcome.InsufficientAuthorization, Decide(Open(Message(joining) with { Roles = [] }), joining));
        Assert.Equal(PinOutcome.InsufficientAuthorization, Decide(Open(Message(joining) with { Roles = ["web", "emperor"] }), joining));
        Assert.Equal(PinOutcome.Success, Decide(Open(Message(joining) with { Roles = ["web", "WEB"] }), joining));

        // An administrator that is not super makes no administrators.
        VerifiedDevice plain = Alice.Connect(Alice.Admin.Profile, Role.Admin);
        SignaturePrivateKey key = Alice.KeysOf(plain, Alice.AdminKeys).Signature;
        var devices = new DeviceDirectory([plain, Alice.Device], [], []);
        IssuedPin web = IssuedPin.Open(Sign(Message(joining), key), Alice.AccountKeyring, Alice.Account, devices);
        Assert.Equal(PinOutcome.Success, web.Decide(joining.AtAccount, MessageState.Initial, devices, World.Start));
        IssuedPin admin = IssuedPin.Open(Sign(Message(joining) with { Roles = ["admin"] }, key), Alice.AccountKeyring, Alice.Account, devices);
        Assert.Equal(
            PinOutcome.InsufficientAuthorization, admin.Decide(joining.AtAccount, MessageState.Initial, devices, World.Start));
    }

    [Fact]
    public void The_issuer_is_still_a_device_when_the_pin_is_used()
    {
        var joining = new Joining();
        IssuedPin pin = Open(Message(joining));
        var without = new DeviceDirectory([Alice.Device], [Alice.Admin.Udf], []);
        Assert.Equal(
            PinOutcome.InsufficientAuthorization, pin.Decide(joining.AtAccount, MessageState.Initial, without, World.Start));
    }

    [Fact]
    public void A_removed_device_is_never_accepted_without_asking()
    {
        var joining = new Joining();
        IssuedPin pin = Open(Message(joining));
        var removed = new DeviceDirectory([Alice.Admin], [Alice.DeviceProfile.Value.Udf.ToLowerInvariant()], []);
        Assert.Equal(PinOutcome.Refused, pin.Decide(joining.AtAccount, MessageState.Initial, removed, World.Start));

        // Nor where it was connected again by hand since.
        var again = new DeviceDirectory([Alice.Admin, Alice.Device], [Alice.DeviceProfile.Value.Udf], []);
        Assert.Equal(PinOutcome.Refused, pin.Decide(joining.AtAccount, MessageState.Initial, again, World.Start));
    }

    [Fact]
    public void A_directory_with_one_device_twice_has_it_once()
    {
        var twice = new DeviceDirectory([Alice.Admin, Alice.Admin], [], []);
        Assert.Same(Alice.Admin, twice.FindBySignature(Alice.Admin.Signature.Kid));
        Assert.Null(twice.FindBySignature(Alice.Device.Signature.Kid));
    }

    [Fact]
    public void Disposing_erases_the_pin()
    {
        IssuedPin pin = Open(Message(new Joining()));
        pin.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pin.Message.Value.SaltedPin.RevealUdf());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public void A_pin_that_is_not_automatic_is_left_to_the_user(bool? automatic)
    {
        var joining = new Joining();
        Assert.Equal(PinOutcome.Refused, Decide(Open(Message(joining) with { Automatic = automatic }), joining));
    }

    private static MessagePin Message(Joining joining) =>
        ConnectionMessageBuilder.Pin(joining.Pin, World.Address, Expires, automatic: true, Role.Web);

    private static IssuedPin Open(MessagePin message, SignaturePrivateKey? signer = null) =>
        IssuedPin.Open(Sign(message, signer ?? AdminSignature), Alice.AccountKeyring, Alice.Account, Everybody);

    private static Enveloped<MessagePin> Sign(MessagePin message, SignaturePrivateKey signer) =>
        Alice.Sealer.SignMessage(message, signer, Alice.AccountKeys.Encryption.Public);

    private static PinOutcome Decide(IssuedPin pin, Joining joining) => Decide(pin, joining.AtAccount);

    private static PinOutcome Decide(IssuedPin pin, VerifiedAcknowledge acknowledge) =>
        pin.Decide(acknowledge, MessageState.Initial, Everybody, World.Start);

    private static VerifiedAcknowledge Resent(Joining joining, RequestConnection request)
    {
        Assert.NotSame(joining.Request.Request.Value, request);
        return Acknowledged(ConnectionMessageValidator.ValidateRequest(
            Alice.Sealer.SignMessage(request, Alice.DeviceKeys.Signature), World.Address));
    }

    private static VerifiedAcknowledge Acknowledged(VerifiedRequest request) => ConnectionMessageValidator.ValidateAcknowledge(
        Alice.Sealer.SignMessage(ConnectionMessageBuilder.Acknowledge(Alice.Random, request, Alice.Account), Alice.ServiceKeys.Signature),
        null,
        Alice.Account,
        Alice.Service);

    private static SaltedPin Salted(string code)
    {
        using PinCode pin = PinCode.Parse(code);
        return pin.Salt(PinAction.Device);
    }

    private static void Refused(SchemaError code, Action action) => Assert.Equal(code, Assert.Throws<SchemaException>(action).Code);
}
