// PINs for connecting devices (Mesh protocol 6.3; P-18; Mesh rulings 10).

using System.Collections.Immutable;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Issues PINs and acts on those that devices show.</summary>
internal static class PinDesk
{
    private const int BitsPerCharacter = 5;
    private const int MinimumCharacters = 16;

    public static async Task<PinIssued> IssueAsync(
        AccountSession session, int length, TimeSpan lifetime, ImmutableArray<Role> roles, CancellationToken cancel)
    {
        ImmutableArray<Role> granted = roles.IsDefault ? [Role.Web] : roles;
        if (granted.IsEmpty)
        {
            throw new ClientException(ClientError.InvalidInput, "A PIN admits a device without asking: it has to give it a right.");
        }

        if (!granted.All(role => RoleTable.MayGrant(session.Membership.Device.Roles, role)))
        {
            throw new ClientException(ClientError.NotAuthorised, "This device may not issue a PIN for those roles.");
        }

        int octets = ((length * BitsPerCharacter) + 7) / 8;
        if (length < MinimumCharacters || octets > PinCode.MaximumLength || lifetime <= TimeSpan.Zero)
        {
            throw new ClientException(ClientError.InvalidInput, "A PIN has 16 to 51 characters and a lifetime.");
        }

        Membership membership = session.Membership;
        using PinCode code = PinCode.Generate(session.Parts.Options.Random, octets);
        using SaltedPin salted = code.Salt(PinAction.Device);
        MessagePin message = ConnectionMessageBuilder.Pin(salted, membership.Address, session.Parts.Now + lifetime, automatic: true, granted);
        Enveloped<MessagePin> envelope = session.Parts.Sealer.SignMessage(message, membership.Keys.Signature, membership.AccountEncryption);
        await session.TransactAsync(
            () =>
            {
                var change = new ChangeSet();
                change.Local.Add(envelope.As<Message>());
                return change;
            },
            cancel).ConfigureAwait(false);
        string pin = code.RevealUdf();
        return new PinIssued(pin, message.Expires!.Value, $"mcu://{membership.Address}/{pin}", Roles.ToText(granted));
    }

    /// <summary>Accepts what PINs allow, and says what they do not.</summary>
    public static async Task ProcessAsync(AccountSession session, CancellationToken cancel)
    {
        var decider = new ConnectionDecider(session);
        ConnectionInbox inbox = decider.Inbox();
        foreach (VerifiedAcknowledge request in inbox.Waiting)
        {
            using PinDecision? decision = inbox.Decide(request);
            if (decision is null)
            {
                continue;
            }

            string device = request.Request.Device.Value.Udf;
            if (decision.Outcome == PinOutcome.Success && await decider.AcceptByPinAsync(request.Witness, cancel).ConfigureAwait(false))
            {
                session.Notices.Add(new SyncNotice(SyncNoticeKind.DeviceAdmitted, device, $"The device {device} was admitted with a PIN."));
                continue;
            }

            // Over the newest state, in which another request may have spent the PIN, or another administrator have answered this one.
            inbox = decider.Inbox();
            if (inbox.Waiting.All(r => r.Witness != request.Witness))
            {
                continue;
            }

            using PinDecision now = inbox.Decide(request)!;
            session.Notices.Add(now.IsForged
                ? new SyncNotice(SyncNoticeKind.PinForged, device, $"ALARM: the PIN that {device} shows was not issued by a device that may give it. The request was not accepted.")
                : new SyncNotice(SyncNoticeKind.PinRefused, device, $"The PIN that {device} shows is not accepted ({now.Outcome}). The request {request.Witness} waits for a person."));
        }
    }
}
