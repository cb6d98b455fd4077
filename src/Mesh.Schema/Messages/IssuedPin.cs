using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// A MessagePin that was verified, with the device that issued it. Decides whether a request that shows the PIN is accepted without
/// asking (Mesh protocol 6.3 step 5; Mesh rulings 10). Dispose it: it holds the salted PIN.
/// </summary>
public sealed class IssuedPin : IDisposable
{
    private readonly VerifiedDevice _issuer;

    private IssuedPin(Verified<MessagePin> message, VerifiedDevice issuer)
    {
        Message = message;
        _issuer = issuer;
        Roles = Schema.Roles.Known(message.Value.Roles);
    }

    /// <summary>The message.</summary>
    public Verified<MessagePin> Message { get; }

    /// <summary>The roles that it gives, as far as this version knows them.</summary>
    public ImmutableArray<Role> Roles { get; }

    /// <summary>
    /// Opens a MessagePin of MMM_Local. It counts only if a device that is live now signed it, and if its identifier follows from its
    /// content.
    /// </summary>
    /// <exception cref="SchemaException">
    /// Not opened, not signed by a live device (<see cref="SchemaError.SignatureInvalid"/>), or for another account or PIN than it says
    /// (<see cref="SchemaError.WrongSubject"/>).
    /// </exception>
    public static IssuedPin Open(
        Enveloped<MessagePin> envelope, IDecryptionKeyring keys, Verified<ProfileUser> account, DeviceDirectory devices)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(devices);
        if (devices.Live.IsEmpty)
        {
            throw new SchemaException(SchemaError.SignatureInvalid, "the MessagePin is not signed by a device of the account");
        }

        Verified<MessagePin> message = EnvelopeChecks.Signed(envelope, devices.SignatureKeys, keys, mustBeSealed: true);
        MessagePin pin = message.Value;
        if (!AccountAddress.Same(pin.Account, account.Value.AccountAddress) || !UdfText.Same(pin.MessageId, PinProof.PinId(pin.SaltedPin, pin.Account)))
        {
            pin.Dispose();
            throw new SchemaException(SchemaError.WrongSubject, "the MessagePin is for another account or PIN than it says");
        }

        return new IssuedPin(message, devices.FindBySignature(message.SignerUdf)!);
    }

    /// <summary>Decides about a request that shows this PIN.</summary>
    /// <param name="acknowledge">The request, acknowledged by the service and verified.</param>
    /// <param name="state">State of the MessagePin in MMM_Local.</param>
    /// <param name="devices">The devices as they are now.</param>
    /// <param name="now">The administrator's clock.</param>
    public PinOutcome Decide(VerifiedAcknowledge acknowledge, MessageState state, DeviceDirectory devices, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(acknowledge);
        ArgumentNullException.ThrowIfNull(devices);
        MessagePin pin = Message.Value;
        if (!string.Equals(pin.Action, PinAction.Device, StringComparison.Ordinal) || !IsProven(acknowledge.Request.Request.Value))
        {
            return PinOutcome.PinInvalid;
        }

        // The service could hide that the spool says Closed; it cannot hide what administrators signed.
        if (state == MessageState.Closed || devices.IsSpent(pin.MessageId))
        {
            return PinOutcome.PinUsed;
        }

        if (pin.Expires is not { } expires || now >= expires)
        {
            return PinOutcome.PinExpired;
        }

        if (!IssuerMayGrant(devices))
        {
            return PinOutcome.InsufficientAuthorization;
        }

        bool automatic = pin.Automatic == true && !devices.WasRemoved(acknowledge.Request.Device.Value.Udf);
        return automatic ? PinOutcome.Success : PinOutcome.Refused;
    }

    /// <summary>Erases the salted PIN.</summary>
    public void Dispose() => Message.Value.Dispose();

    private bool IsProven(RequestConnection request)
    {
        MessagePin pin = Message.Value;
        if (request is not { PinId: { } id, PinWitness: { } witness, ClientNonce: { } nonce, AuthenticatedData: { } data }
            || !UdfText.Same(id, pin.MessageId) || !AccountAddress.Same(request.AccountAddress, pin.Account))
        {
            return false;
        }

        byte[] expected = PinProof.PinWitness(pin.SaltedPin, pin.Account, nonce, DareDigest.S512.Compute(data.Body.Span));
        return PinProof.Equal(expected, witness);
    }

    // Live now, not only when it issued the PIN, and with the roles that it has now.
    private bool IssuerMayGrant(DeviceDirectory devices) =>
        devices.FindBySignature(_issuer.Signature.Kid) is { } issuer
        && !Roles.IsEmpty && Roles.Length == Message.Value.Roles.Distinct(StringComparer.OrdinalIgnoreCase).Count()
        && Roles.All(role => RoleTable.MayGrant(issuer.Roles, role));
}
