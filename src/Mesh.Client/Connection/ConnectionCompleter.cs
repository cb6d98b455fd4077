// A device collects the answer to its request (Mesh protocol 6.2 steps 8 and 9; P-14). Everything of the answer is verified against what the
// device kept when it asked, the PIN's proof included, before anything is installed.

using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Completes connections.</summary>
internal sealed class ConnectionCompleter(MachineParts parts)
{
    public async Task<ConnectionCompleted> CompleteAsync(MachineRecord asked, CancellationToken cancel)
    {
        using MachineLock held = await parts.LockAsync(cancel).ConfigureAwait(false);
        if (parts.Catalog.Find(asked.ProfileUdf) is not { State: AccountState.Pending, Pending: { } pending } record)
        {
            // Also where another process was quicker: a second completion would begin the account's log anew.
            throw new ClientException(ClientError.NotFound, $"This device is not waiting to join {asked.Address}.");
        }

        using DeviceKeySet keys = parts.OpenDeviceKeys(record.DeviceUdf);
        using var baseKeys = new Keyring();
        baseKeys.Add(keys.Encryption);
        Verified<ProfileUser> account = ProfileValidator.ValidateAccount(
            EnvelopedReader.Parse<ProfileUser>(pending.Profile), record.Address, record.ProfileUdf);
        Verified<ProfileService> service = ProfileValidator.ValidateAs(EnvelopedReader.Parse<ProfileService>(pending.Service), record.ServiceUdf);
        VerifiedAcknowledge acknowledge = ConnectionMessageValidator.ValidateOwnAcknowledge(
            EnvelopedReader.Parse<AcknowledgeConnection>(pending.Acknowledge), baseKeys, account, service, EnvelopedReader.Parse<RequestConnection>(pending.Request));
        CompleteResponse response = await CollectAsync(record, acknowledge, keys, cancel).ConfigureAwait(false);
        if (response is not { EnvelopedRespondConnection: { } answer, EnvelopedAccountHostAssignment: { } assignment })
        {
            throw new ClientException(ClientError.InvalidResponse, "The service did not hand over the answer.");
        }

        using SaltedPin? pin = pending.SaltedPin is null ? null : SaltedPin.Parse(pending.SaltedPin);
        VerifiedResponse decided = Open(answer, baseKeys, acknowledge, pin);
        if (decided.Device is not { } device)
        {
            await parts.Catalog.RemoveAsync(record.ProfileUdf, cancel).ConfigureAwait(false);
            throw new ClientException(ClientError.Rejected, "The administrator did not accept this device.");
        }

        var membership = new MembershipRecord { Profile = device.Account.Envelope, Service = service.Envelope, Assignment = assignment, Device = device.Entry };
        parts.OpenMembership(record.ProfileUdf, membership).Dispose(); // it opens, or nothing is installed
        parts.SaveMembership(KeyNamesOfMachine.Activation(record.ProfileUdf), membership);
        parts.Options.AfterStep("activation");
        parts.Options.Files.Remove(parts.LogPath(record.ProfileUdf)); // of an earlier completion that was interrupted, or of an earlier membership
        await parts.CreateLogAsync(record.ProfileUdf, cancel).ConfigureAwait(false);
        parts.Options.AfterStep("log");
        var roles = Roles.ToText(device.Roles);
        await parts.Catalog.SaveAsync(record with { State = AccountState.Connected, Roles = roles, Pending = null }, cancel).ConfigureAwait(false);
        return new ConnectionCompleted(record.DeviceUdf, record.Address, record.ProfileUdf, roles);
    }

    private VerifiedResponse Open(Enveloped<RespondConnection> answer, Keyring baseKeys, VerifiedAcknowledge acknowledge, SaltedPin? pin)
    {
        try
        {
            return ConnectionMessageValidator.OpenResponse(answer, baseKeys, acknowledge, pin, parts.Now);
        }
        catch (SchemaException e) when (e.Code == SchemaError.NotOpened)
        {
            throw new ClientException(ClientError.Verification, "The answer that the service handed over is not for this device. Nothing was installed.", e);
        }
    }

    private async Task<CompleteResponse> CollectAsync(
        MachineRecord record, VerifiedAcknowledge acknowledge, DeviceKeySet keys, CancellationToken cancel)
    {
        using var identity = new ClientIdentity(
            ChannelCredentials.Device(keys.Authentication.Public.Octets, acknowledge.Request.Device.Envelope.ToJson()), keys.Authentication);
        var target = new ServiceTarget(ServiceDomain.OfAddress(record.Address), record.ServiceUdf);
        var request = new CompleteRequest { Account = record.Address, AccountAddress = record.Address, ResponseId = acknowledge.ResponseId };
        PreparedRequest prepared = PreparedRequest.Of(request, parts.Options.Random);
        MeshResponse response = (await parts.Link.SendAsync(target, identity, prepared, cancel).ConfigureAwait(false)).Response;
        switch (response)
        {
            case CompleteResponse { IsSuccess: true } complete:
                return complete;
            case { Status: MeshStatus.NotFound, StatusExtended: MeshStatusExtended.Timeout }:
                // The service's word alone does not make the device forget a request that can still be answered.
                if (acknowledge.Acknowledge.Signed is not { } signed || parts.Now - signed >= ConnectionInbox.Life)
                {
                    await parts.Catalog.RemoveAsync(record.ProfileUdf, cancel).ConfigureAwait(false);
                }

                throw new ClientException(ClientError.Expired, "Nobody decided in time. Make a new request.");
            case { Status: MeshStatus.NotFound }:
                throw new ClientException(ClientError.Pending, "No administrator has decided yet. Try again later.");
            default:
                throw Refusal.Of(response);
        }
    }
}
