namespace Mesh.Protocol;

/// <summary>POSTs to one host that follow one another on one connection, as M1 and M3 must (Mesh channel, section 1).</summary>
public interface IConversation : IAsyncDisposable
{
    /// <summary>The host.</summary>
    ServiceEndpoint Endpoint { get; }

    /// <summary>Sends one body.</summary>
    /// <param name="body">The octets.</param>
    /// <param name="limit">Longest answer that is taken in.</param>
    /// <param name="cancellation">Gives up; the outcome is then unknown.</param>
    /// <exception cref="ProtocolException">
    /// Unreachable: no connection, nothing was sent. OutcomeUnknown: the body may have arrived and no answer came back; its cause is an
    /// <see cref="OperationCanceledException"/> where the host let the time run out.
    /// </exception>
    Task<TransportReply> PostAsync(ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation);
}
