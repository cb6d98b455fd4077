using Mesh.Protocol;

namespace Mesh.EndToEnd.Tests;

/// <summary>Counts the POSTs that go out: one where a ticket is accepted, two for a handshake.</summary>
internal sealed class CountingTransport(ITransport inner) : ITransport
{
    public int Posts { get; private set; }

    public IConversation Open(ServiceEndpoint endpoint) => new Conversation(this, inner.Open(endpoint));

    private sealed class Conversation(CountingTransport counter, IConversation inner) : IConversation
    {
        public ServiceEndpoint Endpoint => inner.Endpoint;

        public Task<TransportReply> PostAsync(ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation)
        {
            counter.Posts++;
            return inner.PostAsync(body, limit, cancellation);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
