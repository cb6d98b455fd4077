// A device asks to join an account (Mesh protocol 6.2 steps 1 to 4, 6.3 step 3).

using System.Security.Cryptography;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Makes connection requests.</summary>
internal sealed class ConnectionRequester(MachineParts parts)
{
    public async Task<ConnectionRequested> RequestAsync(string address, string? pin, string? description, CancellationToken cancel)
    {
        string account = Names.Address(address);
        using SaltedPin? salted = pin is null ? null : Salt(pin);
        using MachineLock held = await parts.LockAsync(cancel).ConfigureAwait(false);
        if (parts.Catalog.All().Any(r => r.State is AccountState.Connected or AccountState.Creating && AccountAddress.Same(r.Address, account)))
        {
            throw new ClientException(ClientError.AccountExists, $"This machine has {account} already.");
        }

        var target = new ServiceTarget(ServiceDomain.OfAddress(account));
        (Verified<ProfileService> service, _) = await parts.Link.HelloAsync(target, cancel).ConfigureAwait(false);
        Verified<ProfileDevice> device = await parts.OpenDeviceAsync(description, cancel).ConfigureAwait(false);
        using DeviceKeySet keys = parts.OpenDeviceKeys(device.Value.Udf);
        using var identity = new ClientIdentity(
            ChannelCredentials.Device(keys.Authentication.Public.Octets, device.Envelope.ToJson()), keys.Authentication);
        PreparedRequest prepared = Unanswered(account, salted) ?? await BeginAsync(account, keys, device, salted, cancel).ConfigureAwait(false);
        Enveloped<RequestConnection> request = ((ConnectRequest)MeshMessages.ReadRequest(prepared.Octets)).EnvelopedRequestConnection;
        ServiceAnswer answer = await parts.Link.SendAsync(
            target with { ServiceUdf = service.Value.Udf }, identity, prepared, cancel).ConfigureAwait(false);
        parts.Options.AfterStep("sent");
        Verified<ProfileUser> profile;
        VerifiedAcknowledge verified;
        try
        {
            (profile, verified) = Judge(answer.Response, account, keys, service, request);
        }
        catch (Exception e) when (e is ClientException or SchemaException)
        {
            // It would stay so if it were repeated: the next attempt asks anew.
            await parts.Catalog.RemoveAskedAsync(account, cancel).ConfigureAwait(false);
            throw;
        }

        await parts.Catalog.SaveAnsweredAsync(
            new MachineRecord
            {
                Address = account,
                ProfileUdf = profile.Value.Udf,
                DeviceUdf = device.Value.Udf,
                ServiceUdf = service.Value.Udf,
                Default = !parts.Catalog.All().Any(r => r.Default && r.ProfileUdf != profile.Value.Udf),
                State = AccountState.Pending,
                Pending = new PendingRecord
                {
                    Profile = profile.Envelope.ToJson(),
                    Service = service.Envelope.ToJson(),
                    Request = request.ToJson(),
                    Acknowledge = verified.Acknowledge.Envelope.ToJson(),
                    SaltedPin = salted?.RevealUdf(),
                },
            },
            cancel).ConfigureAwait(false);
        parts.Options.AfterStep("pending");
        return new ConnectionRequested(device.Value.Udf, verified.Witness, account, profile.Value.Udf);
    }

    private static (Verified<ProfileUser> Profile, VerifiedAcknowledge Acknowledge) Judge(
        MeshResponse response, string account, DeviceKeySet keys, Verified<ProfileService> service, Enveloped<RequestConnection> request)
    {
        if (!response.IsSuccess)
        {
            throw Refusal.Of(response);
        }

        if (response is not ConnectResponse { EnvelopedProfileAccount: { } shown, EnvelopedAcknowledgeConnection: { } acknowledge })
        {
            throw new ClientException(ClientError.InvalidResponse, "The service did not acknowledge the request.");
        }

        Verified<ProfileUser> profile = ProfileValidator.ValidateAccount(shown.As<ProfileUser>(), account, pinnedUdf: null);
        using var baseKeys = new Keyring();
        baseKeys.Add(keys.Encryption);
        return (profile, Open(acknowledge, baseKeys, profile, service, request));
    }

    private static VerifiedAcknowledge Open(
        Enveloped<AcknowledgeConnection> acknowledge,
        Keyring baseKeys,
        Verified<ProfileUser> profile,
        Verified<ProfileService> service,
        Enveloped<RequestConnection> request)
    {
        try
        {
            return ConnectionMessageValidator.ValidateOwnAcknowledge(acknowledge, baseKeys, profile, service, request);
        }
        catch (SchemaException e) when (e.Code == SchemaError.NotOpened)
        {
            throw new ClientException(ClientError.Verification, "The service acknowledged the request of another device. Nothing was kept.", e);
        }
    }

    // A device waits once (P-7): a request whose answer was lost is repeated, and not made anew. With another PIN it is another request.
    private PreparedRequest? Unanswered(string account, SaltedPin? salted)
    {
        if (parts.Catalog.FindAsked(account) is not { } asked || !Same(asked.SaltedPin, salted?.RevealUdf()))
        {
            return null;
        }

        using RequestIntent intent = RequestIntent.Read(asked.Intent);
        return intent.MayBeRepeated(parts.Options.Time) ? intent.Request : null;
    }

    private async Task<PreparedRequest> BeginAsync(
        string account, DeviceKeySet keys, Verified<ProfileDevice> device, SaltedPin? salted, CancellationToken cancel)
    {
        Enveloped<RequestConnection> request = ConnectionMessageBuilder.Request(parts.Sealer, keys, device, account, salted);
        PreparedRequest prepared = PreparedRequest.Of(new ConnectRequest { EnvelopedRequestConnection = request }, parts.Options.Random);
        using var intent = new RequestIntent(prepared, null, parts.Options.Time);
        await parts.Catalog.SaveAskedAsync(
            new AskedRecord { Address = account, Intent = intent.Write(), SaltedPin = salted?.RevealUdf() }, cancel).ConfigureAwait(false);
        parts.Options.AfterStep("asked");
        return prepared;
    }

    private static bool Same(string? left, string? right) => CryptographicOperations.FixedTimeEquals(
        System.Text.Encoding.ASCII.GetBytes(left ?? ""), System.Text.Encoding.ASCII.GetBytes(right ?? ""));

    private static SaltedPin Salt(string pin)
    {
        try
        {
            using PinCode code = PinCode.Parse(pin);
            return code.Salt(PinAction.Device);
        }
        catch (KeyException e)
        {
            throw new ClientException(ClientError.InvalidInput, "That is not a PIN. Type it as it was shown.", e);
        }
    }
}
