using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

public sealed class ConnectionMessageTests
{
    private static World Alice => World.Alice;

    private static SignaturePrivateKey BaseSignature => Alice.DeviceKeys.Signature;

    [Fact]
    public void A_device_joins_by_comparing_the_witness()
    {
        var joining = new Joining(withPin: false);
        Assert.Equal(joining.AtDevice.Witness, joining.AtAccount.Witness);
        Assert.Equal(28 + 6, joining.AtDevice.Witness.Length);
        VerifiedDevice entry = Alice.Connect(joining.AtAccount.Request.Device, Role.Message);
        Enveloped<RespondConnection> answer = Respond(joining, ConnectionResult.Accept, entry.Entry, null);
        VerifiedResponse response = ConnectionMessageValidator.OpenResponse(answer, Joining.BaseKeys, joining.AtDevice, null, World.Start);
        Assert.Equal(ConnectionResult.Accept, response.Result);
        using ActivatedDevice activated = ActivationValidator.Activate(response.Device!, Alice.DeviceKeys);
        Assert.Equal([Role.Message], activated.Device.Roles.AsEnumerable());
        Assert.Equal(MessageIdentifier.Envelope(joining.AtDevice.ResponseId), answer.Envelope.Header.EnvelopeId);
    }

    [Fact]
    public void A_device_joins_with_a_pin()
    {
        var joining = new Joining();
        VerifiedDevice entry = Alice.Connect(joining.AtAccount.Request.Device, Role.Web);
        Enveloped<RespondConnection> answer = Respond(joining, ConnectionResult.Accept, entry.Entry, joining.Pin);
        VerifiedResponse response = ConnectionMessageValidator.OpenResponse(answer, Joining.BaseKeys, joining.AtDevice, joining.Pin, World.Start);
        ActivationValidator.Activate(response.Device!, Alice.DeviceKeys).Dispose();
    }

    [Fact]
    public void The_published_acknowledgement_has_the_published_witness()
    {
        // Unsigned and of an older form, so only its parts are checked.
        RequestConnection request = SchemaJson.Decode<AcknowledgeConnection>(Published.Body("entry-2022-protocolpostclientservice-2"))
            .EnvelopedRequestConnection.ReadUnverified();
        AcknowledgeConnection acknowledge = SchemaJson.Decode<AcknowledgeConnection>(Published.Body("entry-2022-protocolpostclientservice-2"));
        Verified<ProfileDevice> device = ProfileValidator.Validate(
            new Enveloped<ProfileDevice>(request.AuthenticatedData!), acceptPublished: true);
        Assert.Equal("MCZJ-BSTU-OIMP-SRF3-WNGV-4JIV-56ZM", device.Value.Udf);
        ProfileUser account = SchemaJson.Decode<ProfileUser>(Published.Body("entry-2022-protocolpostclientservice-3"));
        Assert.Equal("MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BF", account.Udf);
        string witness = ConnectionWitness.Compute(
            account.Fingerprint, device.Value.Fingerprint, acknowledge.ServerNonce, request.ClientNonce);
        Assert.Equal(acknowledge.Witness, witness);
        Assert.Equal(acknowledge.MessageId, witness);
        Assert.Equal("MDTC-5DRQ-FEKT-2I74-6BCC-TILJ-TPAZ", MessageIdentifier.Envelope(witness));
    }

    [Fact]
    public void The_published_form_of_signature_counts_only_when_asked_for()
    {
        RequestConnection request = SchemaJson.Decode<RequestConnection>(Published.Body("entry-2022-protocolpostclientservice-1"));
        var profile = new Enveloped<ProfileDevice>(request.AuthenticatedData!);
        ProfileValidator.Validate(profile, acceptPublished: true);
        Refused(SchemaError.SignatureInvalid, () => ProfileValidator.Validate(profile));
    }

    [Fact]
    public void A_request_goes_to_one_account()
    {
        Enveloped<RequestConnection> sent = new Joining().Sent;
        Assert.Equal(World.Address, ConnectionMessageValidator.ValidateRequest(sent, "ALICE@example.com").Request.Value.AccountAddress);
        Refused(SchemaError.WrongSubject, () => ConnectionMessageValidator.ValidateRequest(sent, "bob@example.com"));
    }

    [Fact]
    public void A_request_is_signed_by_the_base_signature_key_of_the_profile_in_it()
    {
        RequestConnection request = new Joining().Request.Request.Value;
        foreach (SignaturePrivateKey signer in new[] { Alice.DeviceKeys.Profile, Alice.AdminKeys.Signature, Alice.AccountKeys.Administrator })
        {
            RequestRefused(SchemaError.SignatureInvalid, Signed(request, signer));
        }

        // Another device's profile with the own signature.
        RequestRefused(
            SchemaError.SignatureInvalid, Signed(request with { AuthenticatedData = Alice.Admin.Profile.Envelope.Envelope }, BaseSignature));
        RequestRefused(SchemaError.SignatureInvalid, Forge.Clear(
            request, BaseSignature, MessageIdentifier.Envelope(request.MessageId), request.MessageId));
    }

    [Fact]
    public void The_profile_in_a_request_has_to_be_valid()
    {
        RequestConnection request = new Joining().Request.Request.Value;
        RequestRefused(SchemaError.RuleBroken, Signed(request with { AuthenticatedData = null }, BaseSignature));
        ProfileDevice forged = Alice.DeviceProfile.Value with { Encryption = World.Mallet.DeviceProfile.Value.Encryption };
        UnverifiedEnvelope envelope = Forge.Clear(forged, World.Mallet.DeviceKeys.Profile, forged.Udf).Envelope;
        RequestRefused(SchemaError.SignatureInvalid, Signed(request with { AuthenticatedData = envelope }, BaseSignature));
        RequestRefused(
            SchemaError.UnexpectedType, Signed(request with { AuthenticatedData = Alice.Host.Envelope.Envelope }, Alice.HostKeys.Signature));
    }

    [Fact]
    public void An_encrypted_request_is_refused()
    {
        RequestConnection request = new Joining().Request.Request.Value;
        RequestRefused(SchemaError.Encrypted, Signed(request, BaseSignature, Alice.AccountKeys.Encryption.Public));
    }

    [Fact]
    public void Values_of_a_request_have_their_lengths()
    {
        RequestConnection request = new Joining().Request.Request.Value;
        RequestConnection[] bad =
        [
            request with { ClientNonce = null },
            request with { ClientNonce = new byte[15] },
            request with { ClientNonce = new byte[17] },
            request with { PinId = null },
            request with { PinWitness = null },
            request with { PinWitness = new byte[63] },
        ];
        foreach (RequestConnection one in bad)
        {
            RequestRefused(SchemaError.RuleBroken, Signed(one, BaseSignature));
        }
    }

    [Fact]
    public void The_header_of_a_message_names_the_message()
    {
        RequestConnection request = new Joining().Request.Request.Value;
        string id = MessageIdentifier.Envelope(request.MessageId);
        const string Other = "MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BF";
        RequestRefused(SchemaError.HeaderMismatch, Forge.SignedData(request, BaseSignature, Other, request.MessageId));
        RequestRefused(SchemaError.HeaderMismatch, Forge.SignedData(request, BaseSignature, null, request.MessageId));
        RequestRefused(SchemaError.HeaderMismatch, Forge.SignedData(request, BaseSignature, id, Other));
        RequestRefused(SchemaError.HeaderMismatch, Forge.Custom(request, [BaseSignature], id, Forge.Meta(request, null, "MessagePin")));
        ConnectionMessageValidator.ValidateRequest(Forge.Custom(request, [BaseSignature], id, []), World.Address);
        RequestRefused(SchemaError.Malformed, Forge.SignedData(request with { MessageId = "!" }, BaseSignature, id, request.MessageId));
    }

    [Fact]
    public void An_acknowledgement_is_signed_by_the_service_of_the_account()
    {
        var joining = new Joining();
        foreach (SignaturePrivateKey signer in new[] { Alice.ServiceKeys.Profile, World.Mallet.ServiceKeys.Signature, Alice.AccountKeys.Administrator })
        {
            AcknowledgeRefused(SchemaError.SignatureInvalid, Signed(joining.Acknowledge, signer, Alice.AccountKeys.Encryption.Public));
        }

        Refused(SchemaError.WrongSubject, () => ConnectionMessageValidator.ValidateAcknowledge(
            joining.ToAccount, Alice.AccountKeyring, Alice.Account, World.Mallet.Service));
        Refused(SchemaError.NotOpened, () => ConnectionMessageValidator.ValidateAcknowledge(
            joining.ToDevice, Alice.AccountKeyring, Alice.Account, Alice.Service));
        Enveloped<AcknowledgeConnection> clear = Signed(joining.Acknowledge, Alice.ServiceKeys.Signature);
        ConnectionMessageValidator.ValidateAcknowledge(clear, null, Alice.Account, Alice.Service);
    }

    [Fact]
    public void A_witness_that_is_not_that_of_the_parts_is_refused()
    {
        var joining = new Joining();
        AcknowledgeConnection acknowledge = joining.Acknowledge;
        string other = new Joining().Acknowledge.Witness;
        byte[] nonce = [.. acknowledge.ServerNonce];
        nonce[0] ^= 1;
        AcknowledgeConnection[] bad =
        [
            acknowledge with { Witness = other },
            acknowledge with { MessageId = other },
            acknowledge with { Witness = other, MessageId = other },
            acknowledge with { Witness = acknowledge.Witness[..19] },
            acknowledge with { ServerNonce = nonce },
            acknowledge with { EnvelopedRequestConnection = new Joining().Sent },
        ];
        foreach (AcknowledgeConnection one in bad)
        {
            AcknowledgeRefused(SchemaError.WitnessMismatch, Signed(one, Alice.ServiceKeys.Signature, Alice.AccountKeys.Encryption.Public));
        }

        AcknowledgeRefused(SchemaError.RuleBroken, Signed(
            acknowledge with { ServerNonce = nonce[..15] }, Alice.ServiceKeys.Signature, Alice.AccountKeys.Encryption.Public));
    }

    [Fact]
    public void The_request_in_an_acknowledgement_has_to_be_valid()
    {
        var joining = new Joining();
        RequestConnection request = joining.Request.Request.Value;
        AcknowledgeRefused(SchemaError.SignatureInvalid, Signed(
            joining.Acknowledge with { EnvelopedRequestConnection = Signed(request, Alice.AdminKeys.Signature) },
            Alice.ServiceKeys.Signature,
            Alice.AccountKeys.Encryption.Public));
        AcknowledgeRefused(SchemaError.WrongSubject, Signed(
            joining.Acknowledge with { EnvelopedRequestConnection = Signed(request with { AccountAddress = "bob@example.com" }, BaseSignature) },
            Alice.ServiceKeys.Signature,
            Alice.AccountKeys.Encryption.Public));
    }

    [Fact]
    public void A_device_takes_only_an_acknowledgement_of_its_own_request()
    {
        var joining = new Joining();
        Refused(SchemaError.WrongSubject, () => ConnectionMessageValidator.ValidateOwnAcknowledge(
            joining.ToDevice, Joining.BaseKeys, Alice.Account, Alice.Service, new Joining().Sent));
    }

    [Fact]
    public void An_answer_comes_from_the_administrator_of_the_account_in_the_witness()
    {
        var joining = new Joining(withPin: false);
        RespondConnection response = Accepted(joining);
        foreach (SignaturePrivateKey signer in new[] { Alice.ServiceKeys.Signature, Alice.AccountKeys.Signature, World.Mallet.AccountKeys.Administrator })
        {
            ResponseRefused(SchemaError.SignatureInvalid, joining, Signed(response, signer, Alice.DeviceKeys.Encryption.Public));
        }

        ResponseRefused(SchemaError.NotOpened, joining, Signed(response, Alice.AccountKeys.Administrator));
        ResponseRefused(
            SchemaError.NotOpened, joining, Signed(response, Alice.AccountKeys.Administrator, Alice.AdminKeys.Encryption.Public));
    }

    [Fact]
    public void An_answer_to_another_request_is_refused()
    {
        var joining = new Joining(withPin: false);
        ResponseRefused(SchemaError.WrongSubject, joining, Answer(Accepted(new Joining(withPin: false))));
    }

    [Fact]
    public void An_answer_for_another_device_is_refused()
    {
        var joining = new Joining(withPin: false);
        ResponseRefused(SchemaError.WrongSubject, joining, Answer(Accepted(joining) with { CatalogedDevice = Alice.Admin.Entry }));
    }

    [Fact]
    public void The_entry_in_an_answer_has_to_be_valid()
    {
        var joining = new Joining(withPin: false);
        CatalogedDevice entry = Alice.Device.Entry;
        ResponseRefused(SchemaError.WrongSubject, joining, Answer(Accepted(joining) with
        {
            CatalogedDevice = entry with { EnvelopedProfileUser = World.Mallet.Account.Envelope },
        }));
        ResponseRefused(SchemaError.WrongSubject, joining, Answer(Accepted(joining) with
        {
            CatalogedDevice = entry with { EnvelopedConnectionDevice = Alice.Admin.ConnectionDevice.Envelope },
        }));
    }

    [Theory]
    [InlineData("Accept", false)]
    [InlineData("Reject", true)]
    [InlineData("Pending", true)]
    [InlineData("accept", false)]
    [InlineData("Perhaps", false)]
    [InlineData("", false)]
    public void Result_and_entry_have_to_fit(string result, bool withEntry)
    {
        var joining = new Joining(withPin: false);
        RespondConnection response = Accepted(joining) with { Result = result };
        ResponseRefused(SchemaError.RuleBroken, joining, Answer(withEntry ? response : response with { CatalogedDevice = null }));
    }

    [Theory]
    [InlineData("Reject")]
    [InlineData("Pending")]
    [InlineData("Expired")]
    public void A_refusal_gives_the_device_nothing(string result)
    {
        var joining = new Joining();
        Enveloped<RespondConnection> answer = Respond(joining, result, null, null);
        VerifiedResponse response = ConnectionMessageValidator.OpenResponse(
            answer, Joining.BaseKeys, joining.AtDevice, joining.Pin, World.Start);
        Assert.Equal(result, response.Result);
        Assert.Null(response.Device);
    }

    [Fact]
    public void A_device_that_used_a_pin_demands_proof_that_the_account_knows_it()
    {
        var joining = new Joining();
        RespondConnection response = Accepted(joining);
        byte[] right = PinProof.AccountWitness(
            joining.Pin,
            Alice.Account.Value.Fingerprint,
            Alice.DeviceProfile.Value.Fingerprint,
            joining.Request.Request.Value.ClientNonce,
            joining.Acknowledge.ServerNonce);
        ConnectionMessageValidator.OpenResponse(
            Answer(response with { AccountWitness = right }), Joining.BaseKeys, joining.AtDevice, joining.Pin, World.Start);
        byte[] wrong = [.. right];
        wrong[63] ^= 1;
        byte[]?[] bad = [null, [], wrong, right[..63], joining.Request.Request.Value.PinWitness];
        foreach (byte[]? witness in bad)
        {
            Refused(SchemaError.WitnessMismatch, () => ConnectionMessageValidator.OpenResponse(
                Answer(response with { AccountWitness = witness }), Joining.BaseKeys, joining.AtDevice, joining.Pin, World.Start));
        }
    }

    [Fact]
    public void Builders_keep_result_and_entry_together()
    {
        var joining = new Joining(withPin: false);
        Assert.Throws<ArgumentException>(() => Respond(joining, ConnectionResult.Accept, null, null));
        Assert.Throws<ArgumentException>(() => Respond(joining, ConnectionResult.Reject, Alice.Device.Entry, null));
    }

    private static RespondConnection Accepted(Joining joining) => new()
    {
        MessageId = joining.AtAccount.ResponseId,
        Result = ConnectionResult.Accept,
        CatalogedDevice = Alice.Device.Entry,
    };

    private static Enveloped<RespondConnection> Answer(RespondConnection response) =>
        Signed(response, Alice.AccountKeys.Administrator, Alice.DeviceKeys.Encryption.Public);

    private static Enveloped<RespondConnection> Respond(Joining joining, string result, CatalogedDevice? entry, SaltedPin? pin) =>
        ConnectionMessageBuilder.Respond(Alice.Sealer, Alice.AccountKeys.Administrator, joining.AtAccount, result, entry, pin);

    private static Enveloped<T> Signed<T>(T message, SignaturePrivateKey signer, params AgreementPublicKey[] recipients)
        where T : Message => Forge.SignedData(message, signer, MessageIdentifier.Envelope(message.MessageId), message.MessageId, recipients);

    private static void RequestRefused(SchemaError code, Enveloped<RequestConnection> envelope) =>
        Refused(code, () => ConnectionMessageValidator.ValidateRequest(envelope, World.Address));

    private static void AcknowledgeRefused(SchemaError code, Enveloped<AcknowledgeConnection> envelope) => Refused(
        code, () => ConnectionMessageValidator.ValidateAcknowledge(envelope, Alice.AccountKeyring, Alice.Account, Alice.Service));

    private static void ResponseRefused(SchemaError code, Joining joining, Enveloped<RespondConnection> envelope) => Refused(
        code, () => ConnectionMessageValidator.OpenResponse(envelope, Joining.BaseKeys, joining.AtDevice, null, World.Start));

    private static void Refused(SchemaError code, Action action) => Assert.Equal(code, Assert.Throws<SchemaException>(action).Code);
}
