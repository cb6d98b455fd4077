// An administrator decides about a request (Mesh protocol 6.2 steps 6 and 7, 6.3 step 6). Entry, rights, answer, the end of the request and
// of the PIN travel in one Transact: two administrators cannot both decide.

using System.Collections.Immutable;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Accepts and rejects devices.</summary>
internal sealed class ConnectionDecider(AccountSession session)
{
    public ConnectionInbox Inbox() => new(session.Log, session.Membership, session.Devices(), session.Parts.Now);

    public async Task<ConnectionDecided> AcceptAsync(string witness, string? localName, ImmutableArray<Role> roles, CancellationToken cancel)
    {
        ImmutableArray<Role> granted = roles.IsDefault ? [Role.Web] : roles;
        if (!granted.All(role => RoleTable.MayGrant(session.Membership.Device.Roles, role)))
        {
            throw new ClientException(ClientError.NotAuthorised, "This device may not give all of those roles: root and admin take a device that holds the profile key.");
        }

        VerifiedAcknowledge request = Inbox().Single(witness);
        string exact = request.Witness;
        await session.TransactAsync(
            () =>
            {
                ConnectionInbox inbox = Inbox();
                return Accept(inbox, inbox.Single(exact), localName, granted, pin: null);
            },
            cancel).ConfigureAwait(false);
        return Decided(request, accepted: true, localName, granted);
    }

    public async Task<ConnectionDecided> RejectAsync(string witness, CancellationToken cancel)
    {
        VerifiedAcknowledge request = Inbox().Single(witness);
        string exact = request.Witness;
        await session.TransactAsync(() => Reject(Inbox().Single(exact)), cancel).ConfigureAwait(false);
        return Decided(request, accepted: false, null, []);
    }

    /// <summary>Accepts a request by its PIN alone; false when, over the newest state, that is no longer right.</summary>
    public async Task<bool> AcceptByPinAsync(string witness, CancellationToken cancel)
    {
        int sent = await session.TransactAsync(
            () =>
            {
                ConnectionInbox inbox = Inbox();
                if (inbox.Waiting.FirstOrDefault(r => r.Witness == witness) is not { } request)
                {
                    return new ChangeSet();
                }

                using PinDecision? decision = inbox.Decide(request);
                return decision is { Outcome: PinOutcome.Success, Pin: { } pin } ? Accept(inbox, request, null, pin.Roles, pin) : new ChangeSet();
            },
            cancel).ConfigureAwait(false);
        return sent > 0;
    }

    private ChangeSet Accept(ConnectionInbox inbox, VerifiedAcknowledge request, string? localName, ImmutableArray<Role> roles, IssuedPin? pin)
    {
        Membership membership = session.Membership;
        ObjectSealer sealer = session.Parts.Sealer;
        SignaturePrivateKey administrator = Administrator();

        // A PIN that would have done is spent as well where a person was quicker.
        using PinDecision? decision = inbox.Decide(request);
        pin ??= decision is { Outcome: PinOutcome.Success } ? decision.Pin : null;
        VerifiedDevice device = ConnectionBuilder.Connect(sealer, new DeviceConnection
        {
            Account = membership.Account,
            Device = request.Request.Device,
            Administrator = administrator,
            Roles = roles,
            Held = membership.Common,
            LocalName = localName,
            PinId = pin?.Message.Value.MessageId,
        });
        var change = new ChangeSet();
        StoreWriter devices = session.Writer(inbox.Devices.Replica);
        devices.Put(device.Entry);
        change.Add(StoreLabel.Device, devices);
        Replica accessStore = session.Replica(StoreLabel.Access);
        StoreWriter access = session.Writer(accessStore);
        access.Put(ConnectionBuilder.Admit(sealer, device, administrator));
        foreach (string former in AccessAudit.KeysOf(
            device.Udf, inbox.Devices, AccessAudit.Find(inbox.Devices, accessStore, membership.Device), membership.Device))
        {
            // It connects again: the keys that it had before let nobody in any more.
            access.Put(ConnectionBuilder.Deny(former));
        }

        change.Add(StoreLabel.Access, access);

        // Also where a person accepts, the device that showed a PIN is owed the proof that the account knows it (P-14).
        SaltedPin? shown = (pin ?? decision?.Pin)?.Message.Value.SaltedPin;
        Enveloped<RespondConnection> answer =
            ConnectionMessageBuilder.Respond(sealer, administrator, request, ConnectionResult.Accept, device.Entry, shown);
        change.Local.Add(answer.As<Message>());
        if (pin is not null)
        {
            change.Local.Add(Complete(pin.Message.Value.MessageId, null));
        }

        change.Inbound.Add(Complete(request.Acknowledge.Value.MessageId, request.ResponseId));
        return change;
    }

    private ChangeSet Reject(VerifiedAcknowledge request)
    {
        var change = new ChangeSet();
        change.Local.Add(ConnectionMessageBuilder.Respond(
            session.Parts.Sealer, Administrator(), request, ConnectionResult.Reject, entry: null, pin: null).As<Message>());
        change.Inbound.Add(Complete(request.Acknowledge.Value.MessageId, request.ResponseId));
        return change;
    }

    private Enveloped<Message> Complete(string messageId, string? responseId)
    {
        var reference = new Reference
        {
            MessageId = messageId,
            ResponseId = responseId,
            Relationship = MessageStates.ToText(MessageState.Closed),
        };
        return session.Parts.Sealer.SignMessage(
            ConnectionMessageBuilder.Complete(session.Parts.Options.Random, reference),
            session.Membership.Keys.Signature,
            session.Membership.AccountEncryption).As<Message>();
    }

    private SignaturePrivateKey Administrator() => session.Membership.Administrator
        ?? throw new ClientException(ClientError.NotAuthorised, "Only an administrator's device can decide about devices.");

    private static ConnectionDecided Decided(VerifiedAcknowledge request, bool accepted, string? localName, ImmutableArray<Role> roles) =>
        new(accepted, request.Request.Device.Value.Udf, request.Witness, localName, Roles.ToText(roles));
}
