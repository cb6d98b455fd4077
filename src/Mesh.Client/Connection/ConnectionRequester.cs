// A device asks to join an account (Mesh protocol 6.2 steps 1 to 4, 6.3 step 3).

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
        Enveloped<RequestConnection> request = ConnectionMessageBuilder.Request(parts.Sealer, keys, device, account, salted);
        (ConnectResponse response, _) = await parts.Link.CallAsync<ConnectResponse>(
            target with { ServiceUdf = service.Value.Udf }, identity, new ConnectRequest { EnvelopedRequestConnection = request }, cancel).ConfigureAwait(false);
        if (response is not { EnvelopedProfileAccount: { } shown, EnvelopedAcknowledgeConnection: { } acknowledge })
        {
            throw new ClientException(ClientError.InvalidResponse, "The service did not acknowledge the request.");
        }

        Verified<ProfileUser> profile = ProfileValidator.ValidateAccount(shown.As<ProfileUser>(), account, pinnedUdf: null);
        using var baseKeys = new Keyring();
        baseKeys.Add(keys.Encryption);
        VerifiedAcknowledge verified = Open(acknowledge, baseKeys, profile, service, request);
        await parts.Catalog.SaveAsync(
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
                    Acknowledge = acknowledge.ToJson(),
                    SaltedPin = salted?.RevealUdf(),
                },
            },
            cancel).ConfigureAwait(false);
        parts.Options.AfterStep("pending");
        return new ConnectionRequested(device.Value.Udf, verified.Witness, account, profile.Value.Udf);
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
