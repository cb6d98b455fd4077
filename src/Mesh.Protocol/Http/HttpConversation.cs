namespace Mesh.Protocol;

/// <summary>A conversation over a lane that it has for itself until it is disposed.</summary>
internal sealed class HttpConversation(ServiceEndpoint endpoint, HttpLane lane, Action<HttpLane> giveBack) : IConversation
{
    private HttpLane? _lane = lane;

    public ServiceEndpoint Endpoint => endpoint;

    public Task<TransportReply> PostAsync(ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_lane is null, this);
        return _lane.PostAsync(body, limit, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _lane, null) is { } held)
        {
            giveBack(held);
        }

        return ValueTask.CompletedTask;
    }
}
