using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Protocol.Tests;

/// <summary>
/// A service whose only state is which requests it carried out. It remembers state changes by key, ID and digest over restarts of its
/// process, as real services do, and can be told to fail at each point.
/// </summary>
internal sealed class TestService : IChannelService, IDisposable
{
    private readonly Dictionary<ServiceDomain, HostIdentity> _identities;
    private readonly IRandomSource _random;
    private readonly TimeProvider _clock;
    private readonly AddressBuckets _buckets;
    private readonly HandshakeWorkers _workers;
    private readonly ConcurrentDictionary<string, (string Digest, byte[] Response)> _remembered = new();

    public TestService(string seed, TimeProvider clock, HandshakeLimits? limits = null)
    {
        var random = new SeededRandom(seed);
        using AgreementPrivateKey key = AgreementPrivateKey.Generate(KeyAlgorithm.X448, random);
        _random = SystemRandom.Instance;
        _clock = clock;
        Udf = ChannelWorld.Udf(random);
        var identity = new HostIdentity(Udf, key, NamedChain.Connection(Udf, key.Public.Octets.Span), NamedChain.Profile(Udf));
        _identities = new() { [ChannelWorld.Domain] = identity };
        limits ??= new HandshakeLimits { ExemptLoopback = true };
        _buckets = new AddressBuckets(limits, _random, clock);
        _workers = new HandshakeWorkers(limits);
        Host = NewHost();
        Responder = NewResponder();
    }

    public string Udf { get; }

    public ChannelHost Host { get; private set; }

    public ChannelResponder Responder { get; private set; }

    public ConcurrentBag<(string Transaction, string Id)> Effects { get; } = [];

    public ConcurrentBag<MeshCaller> Callers { get; } = [];

    public bool RefuseCredentials { get; set; }

    public bool EndTickets { get; set; }

    public Func<MeshRequest, byte[]?>? AnswerInstead { get; set; }

    /// <summary>The process ends and another begins: keys of seals and tickets are gone, what was committed is not.</summary>
    public void Restart()
    {
        Host.Dispose();
        Host = NewHost();
        Responder = NewResponder();
    }

    public async Task<TransportReply> AnswerAsync(byte[] body)
    {
        ChannelReply reply = await Responder.AnswerAsync(body, IPAddress.Loopback, CancellationToken.None);
        return new TransportReply(reply.Status, reply.Body);
    }

    public ValueTask<TicketNames?> AuthenticateAsync(ServiceDomain domain, ChannelCredentials credentials, CancellationToken cancellation) =>
        ValueTask.FromResult(RefuseCredentials
            ? null
            : new TicketNames(
                Mesh.Encoding.KeyFingerprint.Of(Mesh.Encoding.KeyAlgorithmId.X448, credentials.Key.Span).Text, "MPRO",
                TicketNames.Digest(credentials.Envelope.Span), "MADM", Udf));

    public ValueTask<bool> IsCurrentAsync(TicketContent ticket, CancellationToken cancellation) => ValueTask.FromResult(!EndTickets);

    public ValueTask<ReadOnlyMemory<byte>> ProcessAsync(
        MeshCaller caller, MeshRequest request, ReadOnlyMemory<byte> octets, CancellationToken cancellation)
    {
        Callers.Add(caller);
        if (AnswerInstead?.Invoke(request) is { } other)
        {
            return ValueTask.FromResult<ReadOnlyMemory<byte>>(other);
        }

        if (!request.Transaction.ChangesState)
        {
            return ValueTask.FromResult<ReadOnlyMemory<byte>>(Response(request));
        }

        string digest = Convert.ToHexString(SHA512.HashData(octets.Span));
        (string seen, byte[] response) = _remembered.GetOrAdd(caller.Names.KeyUdf + " " + request.Id, _ =>
        {
            Effects.Add((request.Transaction.Name, request.Id!));
            return (digest, Response(request));
        });
        return ValueTask.FromResult<ReadOnlyMemory<byte>>(seen == digest
            ? response
            : MeshMessages.Write(new MeshResponse { Id = request.Id, Status = MeshStatus.Conflict }));
    }

    public void Dispose()
    {
        Host.Dispose();
        _workers.Dispose();
    }

    private static byte[] Response(MeshRequest request) =>
        MeshMessages.Write(MessageSamples.Responses[request.Transaction.Name] with { Id = request.Id, Status = MeshStatus.Done });

    private ChannelHost NewHost() => new(_identities, _random, _clock);

    private ChannelResponder NewResponder() => new(Host, this, _buckets, _workers);
}
