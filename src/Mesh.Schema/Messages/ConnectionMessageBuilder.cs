using System.Collections.Immutable;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Makes the messages by which a device joins an account, and the PIN messages around them (Mesh protocol 6.2 and 6.3).</summary>
public static class ConnectionMessageBuilder
{
    /// <summary>A new request, signed by the device's base Signature key.</summary>
    /// <param name="sealer">Randomness and clock.</param>
    /// <param name="keys">The keys behind the device profile.</param>
    /// <param name="profile">The device profile.</param>
    /// <param name="accountAddress">The account to join.</param>
    /// <param name="pin">The PIN, salted for devices, if the user typed one.</param>
    /// <exception cref="SchemaException">Not an account address (<see cref="SchemaError.Malformed"/>).</exception>
    public static Enveloped<RequestConnection> Request(
        ObjectSealer sealer, DeviceKeySet keys, Verified<ProfileDevice> profile, string accountAddress, SaltedPin? pin)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(profile);
        string account = AccountAddress.Canonical(accountAddress);
        byte[] nonce = Nonce(sealer.Random);
        UnverifiedEnvelope data = profile.Envelope.Envelope;
        var request = new RequestConnection
        {
            MessageId = NewId(sealer.Random),
            AuthenticatedData = data,
            ClientNonce = nonce,
            PinId = pin is null ? null : PinProof.PinId(pin, account),
            PinWitness = pin is null ? null : PinProof.PinWitness(pin, account, nonce, DareDigest.S512.Compute(data.Body.Span)),
            AccountAddress = account,
        };
        return sealer.SignMessage(request, keys.Signature);
    }

    /// <summary>The service's acknowledgement of a request that it verified, with a fresh nonce and the witness of both.</summary>
    /// <remarks>Seal one copy to the account's CommonEncryption for the spool and one to the device's base key for the answer.</remarks>
    public static AcknowledgeConnection Acknowledge(IRandomSource random, VerifiedRequest request, Verified<ProfileUser> account)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(account);
        byte[] nonce = Nonce(random);
        string witness = ConnectionWitness.Compute(
            account.Value.Fingerprint, request.Device.Value.Fingerprint, nonce, request.Request.Value.ClientNonce);
        return new AcknowledgeConnection
        {
            MessageId = witness,
            EnvelopedRequestConnection = request.Request.Envelope,
            ServerNonce = nonce,
            Witness = witness,
        };
    }

    /// <summary>The administrator's answer, sealed to the device's base Encryption key.</summary>
    /// <param name="sealer">Randomness and clock.</param>
    /// <param name="administrator">The account's AdministratorSignature.</param>
    /// <param name="acknowledge">What is answered.</param>
    /// <param name="result">A word of <see cref="ConnectionResult"/>.</param>
    /// <param name="entry">The device's entry; exactly when accepted.</param>
    /// <param name="pin">The PIN that the device used, if it did: the answer then proves that the account knows it.</param>
    /// <exception cref="ArgumentException">Entry and result do not fit.</exception>
    public static Enveloped<RespondConnection> Respond(
        ObjectSealer sealer,
        SignaturePrivateKey administrator,
        VerifiedAcknowledge acknowledge,
        string result,
        CatalogedDevice? entry,
        SaltedPin? pin)
    {
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(acknowledge);
        if ((result == ConnectionResult.Accept) != entry is not null)
        {
            throw new ArgumentException("an entry goes with acceptance, and with nothing else", nameof(entry));
        }

        ProfileDevice device = acknowledge.Request.Device.Value;
        var response = new RespondConnection
        {
            MessageId = acknowledge.ResponseId,
            Result = result,
            CatalogedDevice = entry,
            AccountWitness = pin is null
                ? null
                : PinProof.AccountWitness(
                    pin,
                    acknowledge.Account.Value.Fingerprint,
                    device.Fingerprint,
                    acknowledge.Request.Request.Value.ClientNonce,
                    acknowledge.Acknowledge.Value.ServerNonce),
        };
        return sealer.SignMessage(response, administrator, KeyRules.Agreement(device.Encryption));
    }

    /// <summary>The record of a new PIN for connecting devices, to be signed by the issuing device and sealed to the account.</summary>
    /// <exception cref="SchemaException">Not an account address (<see cref="SchemaError.Malformed"/>).</exception>
    public static MessagePin Pin(SaltedPin pin, string accountAddress, DateTimeOffset expires, bool automatic, params ImmutableArray<Role> roles)
    {
        string account = AccountAddress.Canonical(accountAddress);
        return new MessagePin
        {
            MessageId = PinProof.PinId(pin, account),
            Account = account,
            Expires = TimeConverter.ToSeconds(expires),
            Automatic = automatic,
            SaltedPin = pin,
            Action = PinAction.Device,
            Roles = Roles.ToText(roles),
        };
    }

    /// <summary>A change of state of earlier messages, to be signed by the device that posts it.</summary>
    public static MessageComplete Complete(IRandomSource random, params ImmutableArray<Reference> references)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new MessageComplete { MessageId = NewId(random), References = references };
    }

    private static string NewId(IRandomSource random)
    {
        Span<byte> octets = stackalloc byte[ConnectionWitness.NonceLength];
        random.Fill(octets);
        return MessageIdentifier.FromRandom(octets);
    }

    private static byte[] Nonce(IRandomSource random)
    {
        byte[] nonce = new byte[ConnectionWitness.NonceLength];
        random.Fill(nonce);
        return nonce;
    }
}
