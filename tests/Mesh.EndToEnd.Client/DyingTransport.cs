using Mesh.Protocol;

namespace Mesh.EndToEnd.Client;

/// <summary>The network, with a point before every POST and one when its answer is there.</summary>
internal sealed class DyingTransport(ITransport transport, DeathPoints points) : ITransport
{
    public IConversation Open(ServiceEndpoint endpoint) => new Conversation(transport.Open(endpoint), points);

    private sealed class Conversation(IConversation inner, DeathPoints points) : IConversation
    {
        public ServiceEndpoint Endpoint => inner.Endpoint;

        public async Task<TransportReply> PostAsync(ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation)
        {
            points.Pass();
            TransportReply reply = await inner.PostAsync(body, limit, cancellation);
            points.Pass();
            return reply;
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
