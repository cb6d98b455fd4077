// Requests to join, as an administrator's device sees them (Mesh protocol 6.2 step 5, 6.3 step 5; Mesh rulings 10 and 11). Every signature is
// verified and the witness computed here, whatever the service says.

using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>The requests in MMM_Inbound that nobody has decided, and the PINs in MMM_Local that some of them show.</summary>
internal sealed class ConnectionInbox
{
    /// <summary>How long a request can be answered.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private readonly Spool _local;
    private readonly Membership _membership;
    private readonly DateTimeOffset _now;

    public ConnectionInbox(AccountLog log, Membership membership, DeviceReplica devices, DateTimeOffset now)
    {
        _membership = membership;
        _now = now;
        Devices = devices;
        _local = SpoolReplica.Load(log, membership, devices.Directory, StoreLabel.Local);
        Spool inbound = SpoolReplica.Load(log, membership, devices.Directory, StoreLabel.Inbound);
        Waiting = [.. inbound.Open.Where(m => m.MessageType == nameof(AcknowledgeConnection)).Select(Verify).OfType<VerifiedAcknowledge>()];
    }

    public DeviceReplica Devices { get; }

    /// <summary>The requests that verify and are not too old, latest first.</summary>
    public IReadOnlyList<VerifiedAcknowledge> Waiting { get; }

    /// <summary>What becomes of a request without asking; null for one that shows no PIN.</summary>
    public PinDecision? Decide(VerifiedAcknowledge request)
    {
        if (request.Request.Request.Value.PinId is not { } pinId)
        {
            return null;
        }

        if (_local.Find(pinId) is not { } message)
        {
            return new PinDecision(PinOutcome.PinInvalid, null, IsForged: false);
        }

        try
        {
            IssuedPin pin = IssuedPin.Open(
                new Enveloped<MessagePin>(message.Frame.Envelope), _membership.AccountKeyring, _membership.Account, Devices.Directory);
            MessageState state = MessageStates.TryParse(message.State.Text, out MessageState known) ? known : MessageState.Closed;
            PinOutcome outcome = pin.Decide(request, state, Devices.Directory, _now);
            return new PinDecision(outcome, pin, IsForged: outcome == PinOutcome.InsufficientAuthorization);
        }
        catch (SchemaException)
        {
            return new PinDecision(PinOutcome.InsufficientAuthorization, null, IsForged: true);
        }
    }

    public PendingConnection ToPending(VerifiedAcknowledge request)
    {
        using PinDecision? decision = Decide(request);
        return new PendingConnection(
            request.Acknowledge.Value.MessageId,
            request.Witness,
            request.Request.Device.Value.Udf,
            _membership.Address,
            request.Request.Device.Value.Description,
            request.Acknowledge.Signed,
            decision is { Outcome: not PinOutcome.Success } refused ? refused.Outcome.ToString() : null);
    }

    /// <summary>The one request that a witness, or a beginning of it, names.</summary>
    public VerifiedAcknowledge Single(string witness) => Names.Single(Waiting, witness, _ => null, r => r.Witness, "pending request", "device pending shows those that wait");

    // What does not verify is no request: anybody can have the service append to the spool.
    private VerifiedAcknowledge? Verify(SpoolMessage message)
    {
        try
        {
            VerifiedAcknowledge request = ConnectionMessageValidator.ValidateAcknowledge(
                new Enveloped<AcknowledgeConnection>(message.Frame.Envelope), _membership.AccountKeyring, _membership.Account, _membership.Service);
            Spool.RequireIdentity(message, request.Acknowledge.Value.MessageId);
            return request.Acknowledge.Signed is { } signed && _now - signed < Life ? request : null;
        }
        catch (Exception e) when (e is SchemaException or DareException)
        {
            return null;
        }
    }
}
