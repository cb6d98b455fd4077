using System.Collections.Concurrent;

namespace Mesh.Protocol.Tests;

/// <summary>Hosts by name, and whatever goes wrong on the way to them.</summary>
internal sealed class FakeNetwork : ITransport, IServiceDiscovery
{
    private readonly Dictionary<string, Func<byte[], Task<TransportReply>>> _hosts = [];
    private readonly List<ServiceEndpoint> _found = [];

    /// <summary>Every body that arrived, with its host.</summary>
    public ConcurrentQueue<(string Host, byte[] Body)> Sent { get; } = [];

    public IEnumerable<byte> Types => Sent.Select(s => s.Body[0]);

    public static ProtocolException Lost => new(ProtocolError.OutcomeUnknown, "the connection was lost");

    public static ProtocolException Dead => new(ProtocolError.Unreachable, "nobody listens");

    public FakeNetwork Add(string name, Func<byte[], Task<TransportReply>> host, string? udf = null)
    {
        _hosts[name] = host;
        _found.Add(ChannelWorld.Endpoint with { Host = name, Udf = udf });
        return this;
    }

    /// <summary>Takes everything in and never says a word.</summary>
    public static Task<TransportReply> Silence => new TaskCompletionSource<TransportReply>().Task;

    public FakeNetwork Add(string name, Func<byte[], TransportReply> host) => Add(name, b => Task.FromResult(host(b)));

    public IConversation Open(ServiceEndpoint endpoint) => new Conversation(this, endpoint);

    public Task<IReadOnlyList<ServiceEndpoint>> FindAsync(ServiceTarget target, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<ServiceEndpoint>>(_found);

    private sealed class Conversation(FakeNetwork network, ServiceEndpoint endpoint) : IConversation
    {
        public ServiceEndpoint Endpoint => endpoint;

        public Task<TransportReply> PostAsync(ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            network.Sent.Enqueue((endpoint.Host, body.ToArray()));
            return network._hosts[endpoint.Host](body.ToArray()).WaitAsync(cancellation);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
