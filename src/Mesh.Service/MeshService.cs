using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;
using Microsoft.Extensions.Logging;

namespace Mesh.Service;

/// <summary>
/// The provider behind the channel (Mesh protocol): judges credentials, decides authority for every request, carries out transactions.
/// It stores and hands on what it cannot read.
/// </summary>
internal sealed class MeshService : IChannelService
{
    private const int MostDecisions = 8;

    private readonly ServiceIdentity _identity;
    private readonly IAccountStorage _storage;
    private readonly AccountDirectory _accounts;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TokenTable _rates;
    private readonly AccessReader _access;
    private readonly AuthorityRules _authority;
    private readonly AccountTransactions _account;
    private readonly ConnectionTransactions _connection;
    private readonly ReadTransactions _read;
    private readonly TransactTransaction _transact;

    public MeshService(
        ServiceIdentity identity, IAccountStorage storage, AccountDirectory accounts, ServicePolicy policy, IRandomSource random, TimeProvider time,
        ILogger log)
    {
        _identity = identity;
        _storage = storage;
        _accounts = accounts;
        _time = time;
        _log = log;
        _rates = new TokenTable(policy.RequestBurst, policy.RequestsPerSecond, random, time);
        _access = new AccessReader(storage, identity);
        _authority = new AuthorityRules(accounts, _access);
        _account = new AccountTransactions(storage, accounts, identity, policy, random, time);
        _connection = new ConnectionTransactions(storage, accounts, identity, policy, random, time);
        _read = new ReadTransactions(storage, identity);
        _transact = new TransactTransaction(storage, accounts, identity, policy, time);
    }

    /// <inheritdoc/>
    public async ValueTask<TicketNames?> AuthenticateAsync(
        ServiceDomain domain, ChannelCredentials credentials, CancellationToken cancellation)
    {
        try
        {
            string key = AgreementPublicKey.FromOctets(KeyAlgorithm.X448, credentials.Key.Span).Kid;
            return credentials.Kind is CredentialKind.ConnectedDevice
                ? await ConnectedAsync(key, credentials, cancellation).ConfigureAwait(false)
                : Authenticate(key, credentials);
        }
        catch (DareException e) when (Unavailable(e.Code))
        {
            _log.StorageFailed("authentication", e.Code, e.Message);
            throw new ProtocolException(ProtocolError.Unreachable, "the storage does not answer", e);
        }
        catch (Exception e) when (e is SchemaException or DareException or EncodingException or KeyException or CryptoException)
        {
            _log.CredentialRefused(credentials.Kind, e.Message);
            return null;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsCurrentAsync(TicketContent ticket, CancellationToken cancellation)
    {
        // A changed AdministratorSignature ends the tickets of devices: their connections are then under a key that counts no more.
        bool current = ticket.Kind is not CredentialKind.ConnectedDevice
            || (AccountName.TryParse(ticket.Names.ProfileUdf, out AccountName name) && _accounts.Find(name) is { } account
                && UdfText.Same(ticket.Names.SignatureUdf, Administrator(account.Profile)));
        return ValueTask.FromResult(current);
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ProcessAsync(
        MeshCaller caller, MeshRequest request, ReadOnlyMemory<byte> octets, CancellationToken cancellation)
    {
        var context = new RequestContext(caller, request, octets, cancellation);
        try
        {
            RequireRate(caller);
            if (AccountName.TryParse(caller.Names.ProfileUdf, out AccountName name))
            {
                await _accounts.SettleAsync(name, cancellation).ConfigureAwait(false);
            }

            return await RepeatAsync(context).ConfigureAwait(false) ?? await RunAsync(context).ConfigureAwait(false);
        }
        catch (Refusal refusal)
        {
            _log.TransactionRefused(request.Transaction.Name, (int)refusal.Response.Status, (int?)refusal.Response.StatusExtended ?? 0, caller.Names.KeyUdf);
            return MeshMessages.Write(refusal.Response with { Id = request.Id });
        }
        catch (Exception e) when (e is SchemaException or EncodingException or KeyException or CryptoException)
        {
            return Malformed(context, e);
        }
        catch (DareException e)
        {
            return e.Code switch
            {
                _ when Unavailable(e.Code) => Unavailable(context, e),
                DareError.NotFound => MeshMessages.Write(Refusal.NotAuthorized().Response with { Id = request.Id }),
                DareError.AlreadyExists => MeshMessages.Write(
                    Refusal.Of(MeshStatus.Conflict, MeshStatusExtended.AccountRegistered).Response with { Id = request.Id }),
                _ => Malformed(context, e),
            };
        }
    }

    // An account's own devices share its rate; whoever shows no connection to one that counts, a removed device among them, is known by a key alone.
    private void RequireRate(MeshCaller caller)
    {
        string party = caller.Names.SignatureUdf.Length > 0 ? caller.Names.ProfileUdf : caller.Names.KeyUdf;
        if (!_rates.TryTake(System.Text.Encoding.UTF8.GetBytes(party)))
        {
            throw Refusal.Of(MeshStatus.TooMany, null, "too many requests: try again later");
        }
    }

    private async Task<ReadOnlyMemory<byte>> RunAsync(RequestContext context) => context.Request switch
    {
        HelloRequest => Write(context, _read.Hello()),
        BindRequest bind => await _account.BindAsync(context, bind).ConfigureAwait(false),
        UnbindRequest unbind => await ChangeAsync(
            context, unbind, changesAccount: true, authority => _account.UnbindAsync(context, authority)).ConfigureAwait(false),
        ConnectRequest connect => await _connection.ConnectAsync(context, connect).ConfigureAwait(false),
        CompleteRequest complete => Write(context, await _connection.CompleteAsync(context, complete).ConfigureAwait(false)),
        StatusRequest status => Write(context, await _read.StatusAsync(
            context, await _authority.DecideAsync(context, status.Account).ConfigureAwait(false), status).ConfigureAwait(false)),
        DownloadRequest download => Write(context, await _read.DownloadAsync(
            context, await _authority.DecideAsync(context, download.Account).ConfigureAwait(false), download).ConfigureAwait(false)),
        TransactRequest transact => await ChangeAsync(
            context, transact, transact.EnvelopedProfileAccount is not null, authority => _transact.RunAsync(context, authority, transact))
            .ConfigureAwait(false),
        _ => throw Refusal.Malformed("the transaction is not served here"),
    };

    // What was decided by rights that changed before the commit is not carried out, but decided anew: a removal is never overtaken.
    private async Task<ReadOnlyMemory<byte>> ChangeAsync(
        RequestContext context, MeshRequestUser request, bool changesAccount, Func<Authority, Task<ReadOnlyMemory<byte>?>> carryOut)
    {
        AccountName name = (_accounts.Find(request.Account) ?? throw Refusal.NotAuthorized()).Name;
        using IDisposable? hold = changesAccount ? await _accounts.HoldAsync(name, context.Cancellation).ConfigureAwait(false) : null;
        for (int attempt = 0; attempt < MostDecisions; attempt++)
        {
            Authority authority = await _authority.DecideAsync(context, request.Account).ConfigureAwait(false);
            if (await carryOut(authority).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }

        throw Refusal.Of(MeshStatus.Unavailable, null, "the rights of the account change too fast: try again");
    }

    // A change that was carried out is answered as before, before anything is judged: the state that it was judged by is gone.
    private async Task<ReadOnlyMemory<byte>?> RepeatAsync(RequestContext context)
    {
        if (!context.Request.Transaction.ChangesState)
        {
            return null;
        }

        string id = context.Id;

        HostedAccount? account = context.Request switch
        {
            MeshRequestUser user => _accounts.Find(user.Account),
            BindRequest bind => _accounts.Find(bind.AccountAddress),
            ConnectRequest connect => _accounts.Find(
                SchemaJson.Decode<RequestConnection>(connect.EnvelopedRequestConnection.Envelope.Body).AccountAddress),
            _ => null,
        };
        if (account is null)
        {
            return null;
        }

        CommitResult? earlier = await _storage.RecallAsync(
            account.Name, context.Caller.Names.KeyUdf, id, context.PayloadHash, context.Cancellation).ConfigureAwait(false);
        if (earlier is null)
        {
            return null;
        }

        return earlier.Outcome is CommitOutcome.Repeated
            ? earlier.Response
            : throw Refusal.Of(MeshStatus.Conflict, MeshStatusExtended.Conflict, "the ID was used for another request");
    }

    private TicketNames? Authenticate(string key, ChannelCredentials credentials)
    {
        ReadOnlyMemory<byte> digest = TicketNames.Digest(credentials.Envelope.Span);
        string service = _identity.Profile.Value.Udf;
        switch (credentials.Kind)
        {
            case CredentialKind.Anonymous:
                return new TicketNames(key, "", digest, "", service);
            case CredentialKind.Device:
                Verified<ProfileDevice> device = ProfileValidator.Validate(EnvelopedReader.Parse<ProfileDevice>(credentials.Envelope));
                return Same(key, device.Value.Authentication) ? new TicketNames(key, device.Value.Udf, digest, "", service) : null;
            case CredentialKind.Account:
                Verified<ProfileUser> profile = ProfileValidator.ValidateAccount(
                    EnvelopedReader.Parse<ProfileUser>(credentials.Envelope), credentials.ClaimedAddress!, null);
                return Same(key, profile.Value.CommonAuthentication)
                    ? new TicketNames(key, profile.Value.Udf, digest, Administrator(profile), service)
                    : null;
            default:
                return null;
        }
    }

    // Which account a connection is of, it says itself; that it is so, the account's administrator signed.
    private async Task<TicketNames?> ConnectedAsync(string key, ChannelCredentials credentials, CancellationToken cancellation)
    {
        Enveloped<ConnectionService> envelope = EnvelopedReader.Parse<ConnectionService>(credentials.Envelope);
        string claimed = SchemaJson.Decode<ConnectionService>(envelope.Envelope.Body).ProfileUdf;
        if (!AccountName.TryParse(claimed, out AccountName name))
        {
            return null;
        }

        await _accounts.SettleAsync(name, cancellation).ConfigureAwait(false);
        if (_accounts.Find(name) is not { } account)
        {
            return null;
        }

        var names = new TicketNames(
            key, account.Profile.Value.Udf, TicketNames.Digest(credentials.Envelope.Span), "", _identity.Profile.Value.Udf);
        AccessState access = await _access.ReadAsync(account.Name, cancellation).ConfigureAwait(false);
        CatalogedAccess? entry = access.Find(key);
        if (entry?.Capability is NullCapability)
        {
            // A removed device is let in to be told so, and to nothing else: the administrator's key that signed its connection may be gone.
            return names;
        }

        try
        {
            Verified<ConnectionService> connection = ConnectionValidator.Validate(envelope, account.Profile, _time.GetUtcNow());
            return Same(key, connection.Value.Authentication) ? names with { SignatureUdf = connection.SignerUdf } : null;
        }
        catch (SchemaException) when (AccessDecision.Of(entry, CapabilityMode.Device).Outcome == AccessOutcome.Granted)
        {
            // The administrator's key was replaced since. The present one admits this key in Access: it is let in to Status, which gives it its
            // new connection, and to nothing else until it shows that.
            return names;
        }
    }

    private static bool Unavailable(DareError code) =>
        code is DareError.Unavailable or DareError.LogBusy or DareError.OutcomeUnknown or DareError.LogCorrupt or DareError.LogRefused;

    private static bool Same(string kid, KeyData key) => UdfText.Same(kid, key.PublicParameters!.Kid);

    private static string Administrator(Verified<ProfileUser> profile) => profile.Value.AdministratorSignature.PublicParameters!.Kid;

    private static byte[] Write(RequestContext context, MeshResponse response) => MeshMessages.Write(response with { Id = context.Request.Id });

    private byte[] Malformed(RequestContext context, Exception e)
    {
        _log.RequestNotAccepted(context.Request.Transaction.Name, e.Message);
        return Write(context, new MeshResponse { Status = MeshStatus.Malformed, StatusDescription = "the request is not accepted" });
    }

    private byte[] Unavailable(RequestContext context, DareException e)
    {
        _log.StorageFailed(context.Request.Transaction.Name, e.Code, e.Message);
        return Write(context, new MeshResponse { Status = MeshStatus.Unavailable });
    }
}
