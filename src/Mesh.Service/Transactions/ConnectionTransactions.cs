// Connect and Complete (Mesh protocol 4.4 and 4.5): a device asks to join, and collects the answer.

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>Brings devices that ask to join and administrators together; decides nothing.</summary>
internal sealed class ConnectionTransactions(
    IAccountStorage storage, AccountDirectory accounts, ServiceIdentity identity, ServicePolicy policy, IRandomSource random, TimeProvider time)
{
    private static readonly Dare.StoreLabel Inbound = Dare.StoreLabel.Parse(Schema.StoreLabel.Inbound);
    private static readonly Dare.StoreLabel Local = Dare.StoreLabel.Parse(Schema.StoreLabel.Local);
    // For so long after its end a device is told that its request expired, rather than that it is unknown.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    private static readonly PrivateLabel Pending = PrivateLabel.Parse("~Connections");

    /// <summary>Takes a request of an unconnected device in.</summary>
    public async Task<ReadOnlyMemory<byte>> ConnectAsync(RequestContext context, ConnectRequest request)
    {
        RequireDevice(context);
        if (request.EnvelopedRequestConnection.ToJson().Length > ProtocolLimits.InterAccountMessage)
        {
            throw Refusal.Of(MeshStatus.TooLarge, MeshStatusExtended.TooLarge);
        }

        VerifiedRequest connection = Validate(request);
        string device = connection.Device.Value.Udf;
        bool own = UdfText.Same(context.Caller.Names.ProfileUdf, device)
            && UdfText.Same(context.Caller.Names.KeyUdf, connection.Device.Value.Authentication.PublicParameters!.Kid);

        // An unknown account is refused as a wrong device is: who has an account here is nobody's business (P-7).
        HostedAccount Asked() => own && accounts.Find(connection.Request.Value.AccountAddress) is { IsBlocked: false, IsSuspended: false } found
            ? found
            : throw Refusal.NotAuthorized();
        using IDisposable hold = await accounts.HoldAsync(Asked().Name, context.Cancellation).ConfigureAwait(false);
        HostedAccount account = Asked(); // as it stands now that nobody else changes it
        await RequireRoomAsync(account, device, context.Cancellation).ConfigureAwait(false);

        var sealer = new ObjectSealer(random, time);
        AcknowledgeConnection acknowledge = ConnectionMessageBuilder.Acknowledge(random, connection, account.Profile);
        string responseId = ConnectionWitness.ResponseId(acknowledge.Witness);
        Enveloped<AcknowledgeConnection> forAccount = sealer.SignMessage(
            acknowledge, identity.Signature, (Keys.AgreementPublicKey)account.Profile.Value.CommonEncryption.PublicParameters!);
        Enveloped<AcknowledgeConnection> forDevice = sealer.SignMessage(
            acknowledge, identity.Signature, (Keys.AgreementPublicKey)connection.Device.Value.Encryption.PublicParameters!);
        ConnectResponse Respond(CommitResult result) => new()
        {
            Status = MeshStatus.Done,
            EnvelopedAcknowledgeConnection = forDevice,
            EnvelopedProfileAccount = account.Profile.Envelope.As<ProfileAccount>(),
        };
        DateTimeOffset now = time.GetUtcNow();
        DateTimeOffset expires = now + policy.ConnectionLife;
        var transaction = new LogTransaction
        {
            Updates = [new StoreUpdate(Inbound, [StoreEntry.FromEnvelope(forAccount.Envelope, now)])],
            Records =
            [
                new PrivateRecord(Pending, responseId, new PendingRecord(device, context.Caller.Names.KeyUdf, expires).ToOctets())
                {
                    Expires = expires + Remembered,
                },
            ],
            Request = context.Record(account.Name, policy, Respond),
        };
        CommitResult result = await storage.AppendAsync(account.Name, transaction, context.Cancellation).ConfigureAwait(false);
        return Outcomes.Answer(context, result);
    }

    /// <summary>Hands the administrator's answer to the device that asked, and to no other (P-8).</summary>
    public async Task<MeshResponse> CompleteAsync(RequestContext context, CompleteRequest request)
    {
        RequireDevice(context);
        HostedAccount account = accounts.Find(request.AccountAddress) is { IsBlocked: false } found ? found : throw Refusal.NotAuthorized();
        byte[]? content = await storage.ReadPrivateAsync(account.Name, Pending, request.ResponseId, context.Cancellation).ConfigureAwait(false);
        if (content is null || PendingRecord.Read(content) is not { } record || !UdfText.Same(record.KeyUdf, context.Caller.Names.KeyUdf))
        {
            throw Refusal.NotAuthorized();
        }

        long? index = await storage.FindLatestAsync(account.Name, Local, request.ResponseId, context.Cancellation).ConfigureAwait(false);
        if (index is null)
        {
            throw record.Expires <= time.GetUtcNow()
                ? Refusal.Of(MeshStatus.NotFound, MeshStatusExtended.Timeout, ConnectionResult.Expired)
                : Refusal.Of(MeshStatus.NotFound, MeshStatusExtended.NotFound, ConnectionResult.Pending);
        }

        StoreRange? range = await storage.ReadAsync(account.Name, Local, index.Value, 1, cancellation: context.Cancellation).ConfigureAwait(false);
        UnverifiedEnvelope envelope = StoreFrame.Parse(range!.Frames[0]).Envelope;
        return envelope.Header.EnvelopeId == MessageIdentifier.Envelope(request.ResponseId)
            ? new CompleteResponse
            {
                Status = MeshStatus.Done,
                EnvelopedRespondConnection = new Enveloped<RespondConnection>(envelope),
                EnvelopedAccountHostAssignment = account.Assignment,
            }
            : throw Refusal.Of(MeshStatus.NotFound, MeshStatusExtended.NotFound, ConnectionResult.Pending);
    }

    private static void RequireDevice(RequestContext context)
    {
        if (context.Caller.Kind is not CredentialKind.Device)
        {
            throw Refusal.NotAuthorized();
        }
    }

    private static VerifiedRequest Validate(ConnectRequest request)
    {
        RequestConnection stated = SchemaJson.Decode<RequestConnection>(request.EnvelopedRequestConnection.Envelope.Body);
        return ConnectionMessageValidator.ValidateRequest(request.EnvelopedRequestConnection, stated.AccountAddress);
    }

    private async Task RequireRoomAsync(HostedAccount account, string device, CancellationToken cancellation)
    {
        IReadOnlyList<string> keys = await storage.PrivateKeysAsync(account.Name, Pending, cancellation).ConfigureAwait(false);
        int waiting = 0;
        foreach (string key in keys)
        {
            byte[]? content = await storage.ReadPrivateAsync(account.Name, Pending, key, cancellation).ConfigureAwait(false);
            bool decided = await storage.FindLatestAsync(account.Name, Local, key, cancellation).ConfigureAwait(false) is not null;
            if (content is null || decided || PendingRecord.Read(content) is not { } record || record.Expires <= time.GetUtcNow())
            {
                continue;
            }

            waiting++;
            if (record.DeviceUdf == device)
            {
                throw Refusal.Of(MeshStatus.TooMany, null, "this device has a request waiting already");
            }
        }

        if (waiting >= policy.PendingConnections)
        {
            throw Refusal.Of(MeshStatus.TooMany, null, "too many devices wait for a decision");
        }
    }
}
