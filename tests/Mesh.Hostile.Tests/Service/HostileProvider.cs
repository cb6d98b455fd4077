using System.Net;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;
using Mesh.Service;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mesh.Hostile.Tests;

/// <summary>
/// The service that is shipped, in the hands of an operator who means ill: the channel ends here with the true host keys, so every request
/// is seen in clear and every answer is what the operator likes. Without a <see cref="Tweak"/> it is honest.
/// </summary>
internal sealed class HostileProvider : IChannelService, ITransport, IServiceDiscovery, IAsyncDisposable
{
    public const string Domain = "example.com";

    private static readonly ServiceEndpoint Endpoint =
        new("127.0.0.1", 1, [IPAddress.Loopback], ServiceEndpoint.WellKnown, IsSecure: false, Udf: null);

    private readonly PrivateSeal _seal;
    private readonly LogStorage _storage;
    private readonly MeshService _service;
    private readonly ChannelHost _channel;
    private readonly HandshakeWorkers _workers;
    private readonly ChannelResponder _responder;

    private HostileProvider(ServiceIdentity identity, PrivateSeal seal, LogStorage storage, AccountDirectory accounts, TimeProvider time, IRandomSource random)
    {
        Identity = identity;
        Accounts = accounts;
        _seal = seal;
        _storage = storage;
        _service = new MeshService(identity, storage, accounts, new ServicePolicy(), random, time, NullLogger.Instance);
        var limits = new HandshakeLimits { ExemptLoopback = true };
        _workers = new HandshakeWorkers(limits);
        _channel = new ChannelHost(new Dictionary<ServiceDomain, HostIdentity> { [identity.Domain] = identity.Channel }, random, time);
        _responder = new ChannelResponder(_channel, this, new AddressBuckets(limits, random, time), _workers);
    }

    public ServiceIdentity Identity { get; }

    public AccountDirectory Accounts { get; }

    /// <summary>What the operator has collected.</summary>
    public Arsenal Arsenal { get; set; } = Arsenal.Empty;

    /// <summary>What the operator does to the requests it is for; null for an honest service.</summary>
    public Tweak? Tweak { get; set; }

    /// <summary>How many requests the present tweak has had its way with.</summary>
    public int Tweaked { get; set; }

    /// <summary>Everything that was asked and answered, in clear, as the operator sees it.</summary>
    public List<Exchange> Seen { get; } = [];

    public static async Task<HostileProvider> OpenAsync(string data, TimeProvider time, IRandomSource random)
    {
        if (!File.Exists(Path.Combine(data, "service.json")))
        {
            ServiceIdentity.Create(data, Domain, random, time);
        }

        ServiceIdentity identity = ServiceIdentity.Open(data, time);
        var seal = new PrivateSeal(identity.Seal, random, time);
        var storage = new LogStorage(
            Path.Combine(data, "accounts"), new LogStorageOptions { Log = new LogOptions { Seal = seal, Time = time, Random = random } });
        AccountDirectory accounts = await AccountDirectory.LoadAsync(
            storage, (name, reason) => throw new InvalidOperationException($"{name}: {reason}"), CancellationToken.None);
        return new HostileProvider(identity, seal, storage, accounts, time, random);
    }

    public Task<IReadOnlyList<ServiceEndpoint>> FindAsync(ServiceTarget target, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ServiceEndpoint>>([Endpoint]);

    public IConversation Open(ServiceEndpoint endpoint) => new Conversation(this, endpoint);

    public ValueTask<TicketNames?> AuthenticateAsync(ServiceDomain domain, ChannelCredentials credentials, CancellationToken cancellation) =>
        _service.AuthenticateAsync(domain, credentials, cancellation);

    public ValueTask<bool> IsCurrentAsync(TicketContent ticket, CancellationToken cancellation) => _service.IsCurrentAsync(ticket, cancellation);

    public async ValueTask<ReadOnlyMemory<byte>> ProcessAsync(
        MeshCaller caller, MeshRequest request, ReadOnlyMemory<byte> octets, CancellationToken cancellation)
    {
        var exchange = new Exchange(this, caller, request, octets);
        Seen.Add(exchange);
        if (Tweak is not { } tweak || tweak.Transaction != request.Transaction)
        {
            return await exchange.HonestOctetsAsync();
        }

        Tweaked++;
        return await tweak.AnswerAsync(exchange);
    }

    /// <summary>What the service itself would do.</summary>
    public ValueTask<ReadOnlyMemory<byte>> CarryOutAsync(MeshCaller caller, MeshRequest request, ReadOnlyMemory<byte> octets) =>
        _service.ProcessAsync(caller, request, octets, CancellationToken.None);

    /// <summary>The entries of a store as they stand at the service.</summary>
    public async Task<IReadOnlyList<UnverifiedEnvelope>> EntriesAsync(string address, string label)
    {
        StoreRange? range = await _storage.ReadAsync(Accounts.Find(address)!.Name, Dare.StoreLabel.Parse(label), 0, int.MaxValue);
        return [.. range!.Frames.Select(f => StoreFrame.Parse(f).Envelope)];
    }

    /// <summary>Appends to a store whatever the operator likes.</summary>
    public async Task AppendAsync(string address, string label, UnverifiedEnvelope envelope)
    {
        var transaction = new LogTransaction { Updates = [new StoreUpdate(Dare.StoreLabel.Parse(label), [StoreEntry.FromEnvelope(envelope)])] };
        CommitResult result = await _storage.AppendAsync(Accounts.Find(address)!.Name, transaction);
        Assert.Equal(CommitOutcome.Committed, result.Outcome);
    }

    /// <summary>The entries that the caller's device was ever given, the first one first.</summary>
    public IReadOnlyList<Enveloped<CatalogedDevice>> OwnEntries(Exchange exchange) =>
        [.. Access(exchange).Where(a => a.Id == exchange.Caller.Names.KeyUdf).Select(a => a.EnvelopedCatalogedDevice!)];

    /// <summary>The latest entry of another device of the account.</summary>
    public Enveloped<CatalogedDevice> OtherEntry(Exchange exchange) =>
        Access(exchange).Last(a => a.Id != exchange.Caller.Names.KeyUdf).EnvelopedCatalogedDevice!;

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        _workers.Dispose();
        await _storage.DisposeAsync();
        _seal.Dispose();
        Identity.Dispose();
    }

    // MMM_Access is the one store of people that the service reads.
    private IEnumerable<AccessCapability> Access(Exchange exchange)
    {
        string address = ((MeshRequestUser)exchange.Request).Account;
        using var keys = new Keyring();
        keys.Add(Identity.AccessKey(Accounts.Find(address)!.Name));
        return [.. EntriesAsync(address, Schema.StoreLabel.Access).GetAwaiter().GetResult().Skip(1)
            .Select(e => SchemaJson.Decode<CatalogedAccess>(EnvelopeOpener.Open(e, new OpenRequest { Keys = keys }).Plaintext).Capability)
            .OfType<AccessCapability>()];
    }

    private sealed class Conversation(HostileProvider provider, ServiceEndpoint endpoint) : IConversation
    {
        public ServiceEndpoint Endpoint => endpoint;

        public async Task<TransportReply> PostAsync(ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation)
        {
            ChannelReply reply = await provider._responder.AnswerAsync(body, IPAddress.Loopback, cancellation);
            return new TransportReply(reply.Status, reply.Body);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
