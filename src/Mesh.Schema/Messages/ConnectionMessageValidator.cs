using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// Decides about the three messages by which a device joins an account (Mesh schema 12; Mesh protocol 6.2 and 6.3). Device, service
/// and administrator use the same checks; nobody believes what another one computed.
/// </summary>
public static class ConnectionMessageValidator
{
    /// <summary>
    /// A request to join the account of that address: signed by the base Signature key of the device profile in it, which shows that
    /// the device holds the key.
    /// </summary>
    /// <exception cref="SchemaException">
    /// The profile or signature is not valid, another account is asked (<see cref="SchemaError.WrongSubject"/>), or a value has the wrong
    /// length or stands alone (<see cref="SchemaError.RuleBroken"/>).
    /// </exception>
    public static VerifiedRequest ValidateRequest(Enveloped<RequestConnection> envelope, string accountAddress)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        RequestConnection stated = envelope.ReadUnverified();
        Verified<ProfileDevice> device = ProfileValidator.Validate(new Enveloped<ProfileDevice>(
            stated.AuthenticatedData ?? throw Broken("the RequestConnection has no device profile")));
        Verified<RequestConnection> request =
            EnvelopeChecks.Signed(envelope, [KeyRules.Signature(device.Value.Signature)], keys: null, mustBeSealed: false);
        RequestConnection message = request.Value;
        if (!AccountAddress.Same(message.AccountAddress, accountAddress))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the RequestConnection is for another account");
        }

        ConnectionWitness.CheckNonce(message.ClientNonce ?? [], nameof(message.ClientNonce));
        if ((message.PinId is null) != (message.PinWitness is null) || message.PinWitness is { Length: not SaltedPin.WitnessLength })
        {
            throw Broken($"the RequestConnection names a PIN without a proof of {SaltedPin.WitnessLength} octets, or the reverse");
        }

        return new VerifiedRequest(request, device);
    }

    /// <summary>An acknowledgement as an administrator finds it: the request in it is verified, the witness computed anew.</summary>
    /// <param name="envelope">The acknowledgement.</param>
    /// <param name="keys">Opens it, where it is sealed.</param>
    /// <param name="account">The account asked.</param>
    /// <param name="service">The service of the account.</param>
    /// <exception cref="SchemaException">
    /// As <see cref="ValidateRequest"/>; not signed by the account's service; another witness (<see cref="SchemaError.WitnessMismatch"/>).
    /// </exception>
    public static VerifiedAcknowledge ValidateAcknowledge(
        Enveloped<AcknowledgeConnection> envelope,
        IDecryptionKeyring? keys,
        Verified<ProfileUser> account,
        Verified<ProfileService> service)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ProfileValidator.RequireServedBy(account, service);
        SignaturePublicKey signer = KeyRules.Signature(service.Value.ServiceSignature);
        Verified<AcknowledgeConnection> acknowledge = EnvelopeChecks.Signed(envelope, [signer], keys, mustBeSealed: false);
        AcknowledgeConnection message = acknowledge.Value;
        VerifiedRequest request = ValidateRequest(
            message.EnvelopedRequestConnection,
            account.Value.AccountAddress ?? throw Broken("the profile of the account has no address"));
        string witness = ConnectionWitness.Compute(
            account.Value.Fingerprint, request.Device.Value.Fingerprint, message.ServerNonce, request.Request.Value.ClientNonce);
        if (!UdfText.Same(message.Witness, witness) || !UdfText.Same(message.MessageId, witness))
        {
            throw new SchemaException(SchemaError.WitnessMismatch, "the witness of the AcknowledgeConnection is not that of its parts");
        }

        return new VerifiedAcknowledge(acknowledge, request, account, witness);
    }

    /// <summary>An acknowledgement as the device gets it: it has to hold the very request that the device sent.</summary>
    /// <exception cref="SchemaException">
    /// As <see cref="ValidateAcknowledge"/>; another request (<see cref="SchemaError.WrongSubject"/>).
    /// </exception>
    public static VerifiedAcknowledge ValidateOwnAcknowledge(
        Enveloped<AcknowledgeConnection> envelope,
        IDecryptionKeyring? keys,
        Verified<ProfileUser> account,
        Verified<ProfileService> service,
        Enveloped<RequestConnection> sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        VerifiedAcknowledge acknowledge = ValidateAcknowledge(envelope, keys, account, service);
        ReadOnlySpan<byte> returned = acknowledge.Request.Request.Envelope.Envelope.Body.Span;
        return returned.SequenceEqual(sent.Envelope.Body.Span)
            ? acknowledge
            : throw new SchemaException(SchemaError.WrongSubject, "the AcknowledgeConnection holds another request than the one sent");
    }

    /// <summary>
    /// The answer as the device gets it: sealed to its base key and signed by the administrator of the account that went into the
    /// witness, in the version of its profile that was shown then or a later one. A device that used a PIN demands proof that the account knows it (Mesh protocol P-14).
    /// </summary>
    /// <param name="envelope">The answer.</param>
    /// <param name="baseKeys">Holds the device's base Encryption key.</param>
    /// <param name="acknowledge">What the device verified when it asked.</param>
    /// <param name="pin">The PIN, if the device used one.</param>
    /// <param name="now">For keys that are used for a time only.</param>
    /// <exception cref="SchemaException">
    /// Not opened or signed; another request or device (<see cref="SchemaError.WrongSubject"/>); result and entry do not fit
    /// (<see cref="SchemaError.RuleBroken"/>); no valid proof (<see cref="SchemaError.WitnessMismatch"/>); the entry is not valid, as
    /// <see cref="DeviceEntryValidator.Open"/>.
    /// </exception>
    public static VerifiedResponse OpenResponse(
        Enveloped<RespondConnection> envelope,
        IDecryptionKeyring baseKeys,
        VerifiedAcknowledge acknowledge,
        SaltedPin? pin,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(acknowledge);
        Verified<ProfileUser> account = AccountOf(envelope, baseKeys, acknowledge.Account);
        SignaturePublicKey administrator = KeyRules.Signature(account.Value.AdministratorSignature);
        RespondConnection message = EnvelopeChecks.Signed(envelope, [administrator], baseKeys, mustBeSealed: true).Value;
        if (!UdfText.Same(message.MessageId, acknowledge.ResponseId))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the RespondConnection answers another request");
        }

        bool accepted = message.Result == ConnectionResult.Accept;
        if (accepted != message.CatalogedDevice is not null || !IsResult(message.Result))
        {
            throw Broken("the RespondConnection has a result that does not fit the rest of it");
        }

        if (message.CatalogedDevice is not { } entry)
        {
            return new VerifiedResponse(message.Result, null);
        }

        if (pin is not null)
        {
            CheckAccountWitness(message, acknowledge, pin);
        }

        if (!UdfText.Names(entry.DeviceUdf, acknowledge.Request.Device.Value.Fingerprint.Udf))
        {
            throw new SchemaException(SchemaError.WrongSubject, "the RespondConnection is for another device");
        }

        return new VerifiedResponse(message.Result, DeviceEntryValidator.Validate(entry, account, now));
    }

    // The account may have replaced keys between request and answer: the answer brings the version of the profile that it is under. It counts only
    // as a later one of the very account that was asked.
    private static Verified<ProfileUser> AccountOf(
        Enveloped<RespondConnection> envelope, IDecryptionKeyring baseKeys, Verified<ProfileUser> asked)
    {
        Enveloped<ProfileUser>? stated = EnvelopeChecks.Unverified(envelope, baseKeys).CatalogedDevice?.EnvelopedProfileUser;
        return stated is null || stated.Envelope.Body.Span.SequenceEqual(asked.Envelope.Envelope.Body.Span)
            ? asked
            : ProfileValidator.ValidateUpdate(asked, stated);
    }

    private static void CheckAccountWitness(RespondConnection message, VerifiedAcknowledge acknowledge, SaltedPin pin)
    {
        byte[] expected = PinProof.AccountWitness(
            pin,
            acknowledge.Account.Value.Fingerprint,
            acknowledge.Request.Device.Value.Fingerprint,
            acknowledge.Request.Request.Value.ClientNonce,
            acknowledge.Acknowledge.Value.ServerNonce);
        if (!PinProof.Equal(expected, message.AccountWitness))
        {
            throw new SchemaException(SchemaError.WitnessMismatch, "the account that answered has not shown that it knows the PIN");
        }
    }

    private static bool IsResult(string result) => result
        is ConnectionResult.Accept or ConnectionResult.Reject or ConnectionResult.Pending or ConnectionResult.Expired;

    private static SchemaException Broken(string problem) => new(SchemaError.RuleBroken, problem);
}
