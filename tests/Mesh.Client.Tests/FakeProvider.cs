using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>
/// A service in this process, behind a true channel: small, but it checks indices, roots, rights, connections and superseded keys, and it
/// remembers requests. It can be made to lie.
/// </summary>
internal sealed class FakeProvider : IChannelService, ITransport, IServiceDiscovery, IDisposable
{
    public const string Domain = "example.com";

    private static readonly ServiceEndpoint Endpoint =
        new("127.0.0.1", 1, [IPAddress.Loopback], ServiceEndpoint.WellKnown, IsSecure: false, Udf: null);

    private readonly TimeProvider _time;
    private readonly ObjectSealer _sealer;
    private readonly ServiceKeySet _keys;
    private readonly ChannelHost _host;
    private readonly HandshakeWorkers _workers;
    private readonly ChannelResponder _responder;
    private readonly ConcurrentDictionary<string, (string Digest, byte[] Response)> _remembered = new();
    private readonly ConcurrentDictionary<string, Enveloped<ConnectionService>> _connections = new();
    private readonly Lock _gate = new();

    public FakeProvider(TimeProvider time, IRandomSource random)
    {
        _time = time;
        _sealer = new ObjectSealer(random, time);
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileService, random);
        _keys = ServiceKeySet.Of(seed);
        Profile = ProfileValidator.Validate(ProfileBuilder.Service(_sealer, _keys));
        using KeySeed hostSeed = KeySeed.Generate(SeedKind.MeshProfileDevice, random);
        using DeviceKeySet hostKeys = DeviceKeySet.OfHost(hostSeed);
        Verified<ProfileHost> host = ProfileValidator.Validate(ProfileBuilder.Host(_sealer, hostKeys));
        (Enveloped<ConnectionService> connection, Enveloped<ActivationHost> activation) =
            ConnectionBuilder.ConnectHost(_sealer, Profile, _keys.Signature, host);
        Verified<ConnectionService> verified = ConnectionValidator.ValidateHost(connection, Profile, time.GetUtcNow());
        using ConnectedKeys connected = ActivationValidator.ActivateHost(activation, host, verified, Profile, hostKeys);
        var identity = new HostIdentity(Profile.Value.Udf, connected.Authentication, connection.ToJson(), Profile.Envelope.ToJson());
        _host = new ChannelHost(new Dictionary<ServiceDomain, HostIdentity> { [ServiceDomain.Parse(Domain)] = identity }, random, time);
        var limits = new HandshakeLimits();
        _workers = new HandshakeWorkers(limits);
        _responder = new ChannelResponder(_host, this, new AddressBuckets(limits, random, time), _workers);
    }

    public Verified<ProfileService> Profile { get; }

    public Dictionary<string, FakeAccount> Accounts { get; } = [];

    /// <summary>Nobody can reach the service.</summary>
    public bool IsDown { get; set; }

    /// <summary>Looks at, and may replace, an answer on its way out.</summary>
    public Func<MeshRequest, MeshResponse, MeshResponse>? Tamper { get; set; }

    /// <summary>Takes no requests, and does not look what they are.</summary>
    public bool Busy { get; set; }

    /// <summary>Answers a request in place of carrying it out, and remembers nothing of it.</summary>
    public Func<MeshRequest, MeshResponse?>? Instead { get; set; }

    /// <summary>Called before a request is processed.</summary>
    public Action<MeshRequest>? Before { get; set; }

    public Task<IReadOnlyList<ServiceEndpoint>> FindAsync(ServiceTarget target, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ServiceEndpoint>>([Endpoint]);

    public IConversation Open(ServiceEndpoint endpoint) => new Conversation(this, endpoint);

    public ValueTask<TicketNames?> AuthenticateAsync(ServiceDomain domain, ChannelCredentials credentials, CancellationToken cancellation)
    {
        string kid = KeyFingerprint.Of(KeyAlgorithmId.X448, credentials.Key.Span).Text;
        if (credentials.Kind == CredentialKind.ConnectedDevice)
        {
            _connections[kid] = EnvelopedReader.Parse<ConnectionService>(credentials.Envelope);
        }

        return ValueTask.FromResult<TicketNames?>(
            new TicketNames(kid, "MPRO", TicketNames.Digest(credentials.Envelope.Span), "MADM", Profile.Value.Udf));
    }

    public ValueTask<bool> IsCurrentAsync(TicketContent ticket, CancellationToken cancellation) => ValueTask.FromResult(true);

    public ValueTask<ReadOnlyMemory<byte>> ProcessAsync(
        MeshCaller caller, MeshRequest request, ReadOnlyMemory<byte> octets, CancellationToken cancellation)
    {
        Before?.Invoke(request);
        if (Busy)
        {
            return ValueTask.FromResult<ReadOnlyMemory<byte>>(MeshMessages.Write(Refused(MeshStatus.TooMany) with { Id = request.Id }));
        }

        lock (_gate)
        {
            string digest = Convert.ToHexString(SHA512.HashData(octets.Span));
            string key = caller.Names.KeyUdf + " " + request.Id;
            if (request.Transaction.ChangesState && _remembered.TryGetValue(key, out (string Digest, byte[] Response) known))
            {
                return ValueTask.FromResult<ReadOnlyMemory<byte>>(known.Digest == digest ? known.Response : []);
            }

            MeshResponse response = Instead?.Invoke(request) ?? Answer(caller, request);
            response = (Tamper?.Invoke(request, response) ?? response) with { Id = request.Id };
            byte[] written = MeshMessages.Write(response);
            if (request.Transaction.ChangesState && Instead?.Invoke(request) is null)
            {
                _remembered[key] = (digest, written);
            }

            return ValueTask.FromResult<ReadOnlyMemory<byte>>(written);
        }
    }

    public void Dispose()
    {
        _host.Dispose();
        _workers.Dispose();
        _keys.Dispose();
        foreach (FakeAccount account in Accounts.Values)
        {
            account.Dispose();
        }
    }

    private static MeshResponse Refused(MeshStatus status, MeshStatusExtended? extended = null, string? text = null) =>
        new() { Status = status, StatusExtended = extended, StatusDescription = text };

    private MeshResponse Answer(MeshCaller caller, MeshRequest request) => request switch
    {
        HelloRequest => new MeshHelloResponse { Status = MeshStatus.Done, Version = MeshVersion.Current, EnvelopedProfileService = Profile.Envelope },
        BindRequest bind => Bind(bind),
        ConnectRequest connect => Connect(connect),
        CompleteRequest complete => Complete(caller, complete),
        MeshRequestUser user => Authorise(caller, user) ?? Serve(caller, user),
        _ => Refused(MeshStatus.Malformed),
    };

    private MeshResponse Serve(MeshCaller caller, MeshRequestUser request)
    {
        FakeAccount account = Accounts[request.Account];
        switch (request)
        {
            case StatusRequest status:
                return Status(caller, account, status);
            case DownloadRequest download:
                return new DownloadResponse { Status = MeshStatus.Done, Updates = [.. download.Select.Select(s => account.Stores[s.Container].Read(s.Container, s.IndexMin ?? 0))] };
            case TransactRequest transact:
                return account.Apply(transact) is { } problem
                    ? Refused(MeshStatus.Conflict, MeshStatusExtended.Conflict, problem)
                    : new TransactResponse { Status = MeshStatus.Done, ContainerStatus = States(account, transact) };
            case UnbindRequest:
                Accounts.Remove(request.Account);
                return new UnbindResponse { Status = MeshStatus.Done };
            default:
                return Refused(MeshStatus.Malformed);
        }
    }

    private static ImmutableArray<ContainerStatus> States(FakeAccount account, TransactRequest transact)
    {
        IEnumerable<string> spools = [.. transact.Local.Select(_ => "MMM_Local").Take(1), .. transact.Inbound.Select(_ => "MMM_Inbound").Take(1)];
        return [.. transact.Updates.Select(u => u.Container).Concat(spools)
            .Select(s => new ContainerStatus { Container = s, Index = account.Stores[s].Envelopes.Count, Digest = account.Stores[s].Tree.Root() })];
    }

    private MeshResponse? Authorise(MeshCaller caller, MeshRequestUser request)
    {
        if (!Accounts.TryGetValue(request.Account, out FakeAccount? account))
        {
            return Refused(MeshStatus.Refused, MeshStatusExtended.NotAuthorized);
        }

        if (caller.Kind == CredentialKind.Account)
        {
            return caller.Names.KeyUdf == account.Profile.Value.CommonAuthentication.PublicParameters!.Kid && account.Access.Count == 0
                ? null
                : Refused(MeshStatus.Refused, MeshStatusExtended.NotAuthorized);
        }

        account.Access.TryGetValue(caller.Names.KeyUdf, out CatalogedAccess? entry);
        if (entry?.Capability is NullCapability denied)
        {
            return new MeshResponse
            {
                Status = MeshStatus.Refused,
                StatusExtended = MeshStatusExtended.DeviceRevoked,
                EnvelopedRevocation = denied.EnvelopedRevocation,
                EnvelopedRevokingProfile = account.Profile.Envelope,
            };
        }

        try
        {
            ConnectionValidator.Validate(_connections[caller.Names.KeyUdf], account.Profile, _time.GetUtcNow());
        }
        catch (SchemaException) when (request is StatusRequest)
        {
            // Its key is admitted under the present administrator; with Status it gets its new connection, and nothing else until then.
            return AccessDecision.Of(entry, CapabilityMode.Device).Outcome == AccessOutcome.Granted
                ? null
                : Refused(MeshStatus.Refused, MeshStatusExtended.NotAuthorized);
        }
        catch (SchemaException)
        {
            return Refused(MeshStatus.Refused, MeshStatusExtended.NotAuthorized);
        }

        return AccessDecision.Of(entry, CapabilityMode.Device).Outcome == AccessOutcome.Granted
            ? null
            : Refused(MeshStatus.Refused, MeshStatusExtended.NotAuthorized);
    }

    private MeshResponse Bind(BindRequest request)
    {
        Verified<ProfileUser> profile = ProfileValidator.Validate(request.EnvelopedProfileAccount.As<ProfileUser>());
        if (Accounts.TryGetValue(request.AccountAddress, out FakeAccount? existing))
        {
            return UdfText.Same(existing.Profile.Value.Udf, profile.Value.Udf)
                ? new BindResponse { Status = MeshStatus.Done, EnvelopedAccountHostAssignment = existing.Assignment }
                : Refused(MeshStatus.Conflict, MeshStatusExtended.AccountRegistered);
        }

        AgreementPrivateKey access = AgreementPrivateKey.Generate(KeyAlgorithm.X448, _sealer.Random);
        Enveloped<AccountHostAssignment> assignment =
            ServiceBuilder.Assignment(_sealer, _keys.Signature, request.AccountAddress, [], access.Public);
        Accounts[request.AccountAddress] = new FakeAccount(profile, assignment, access, _sealer.Random);
        return new BindResponse { Status = MeshStatus.Done, EnvelopedAccountHostAssignment = assignment };
    }

    private MeshResponse Connect(ConnectRequest request)
    {
        RequestConnection stated = SchemaJson.Decode<RequestConnection>(request.EnvelopedRequestConnection.Envelope.Body);
        if (!Accounts.TryGetValue(stated.AccountAddress!, out FakeAccount? account))
        {
            return Refused(MeshStatus.Refused, MeshStatusExtended.Refused);
        }

        VerifiedRequest verified = ConnectionMessageValidator.ValidateRequest(request.EnvelopedRequestConnection, stated.AccountAddress!);
        AcknowledgeConnection acknowledge = ConnectionMessageBuilder.Acknowledge(_sealer.Random, verified, account.Profile);
        account.Stores["MMM_Inbound"].Add(_sealer.SignMessage(
            acknowledge, _keys.Signature, (AgreementPublicKey)account.Profile.Value.CommonEncryption.PublicParameters!).Envelope);
        return new ConnectResponse
        {
            Status = MeshStatus.Done,
            EnvelopedAcknowledgeConnection = _sealer.SignMessage(
                acknowledge, _keys.Signature, (AgreementPublicKey)verified.Device.Value.Encryption.PublicParameters!),
            EnvelopedProfileAccount = account.Profile.Envelope.As<ProfileAccount>(),
        };
    }

    private MeshResponse Complete(MeshCaller caller, CompleteRequest request)
    {
        FakeAccount account = Accounts[request.AccountAddress];
        string id = MessageIdentifier.Envelope(request.ResponseId);
        UnverifiedEnvelope? found = account.Stores["MMM_Local"].Envelopes.FirstOrDefault(e => UdfText.Same(e.Header.EnvelopeId, id));
        return found is null || caller.Kind != CredentialKind.Device
            ? Refused(MeshStatus.NotFound, MeshStatusExtended.NotFound, "Pending")
            : new CompleteResponse
            {
                Status = MeshStatus.Done,
                EnvelopedRespondConnection = new Enveloped<RespondConnection>(found),
                EnvelopedAccountHostAssignment = account.Assignment,
            };
    }

    private static StatusResponse Status(MeshCaller caller, FakeAccount account, StatusRequest request)
    {
        var own = account.Access.GetValueOrDefault(caller.Names.KeyUdf)?.Capability as AccessCapability;
        var rights = new AccessRights(own?.Rights ?? []);
        bool changed = own?.CatalogedDeviceDigest != request.CatalogedDeviceDigest;
        return new StatusResponse
        {
            Status = MeshStatus.Done,
            EnvelopedProfileAccount = account.Profile.Envelope.As<ProfileAccount>(),
            EnvelopedCatalogedDevice = changed ? own?.EnvelopedCatalogedDevice : null,
            CatalogedDeviceDigest = own?.CatalogedDeviceDigest,
            EnvelopedAccountHostAssignment = account.Assignment,
            ContainerStatus =
            [
                .. account.Stores.Where(s => own is null || own.Rights.Contains(Right.For(Right.Download, s.Key)))
                    .Select(s => new ContainerStatus { Container = s.Key, Index = s.Value.Envelopes.Count, Digest = s.Value.Tree.Root() }),
            ],
        };
    }

    private sealed class Conversation(FakeProvider provider, ServiceEndpoint endpoint) : IConversation
    {
        public ServiceEndpoint Endpoint => endpoint;

        public async Task<TransportReply> PostAsync(ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation)
        {
            if (provider.IsDown)
            {
                throw new ProtocolException(ProtocolError.Unreachable, "Nobody listens.");
            }

            ChannelReply reply = await provider._responder.AnswerAsync(body, IPAddress.Loopback, cancellation);
            return new TransportReply(reply.Status, reply.Body);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
