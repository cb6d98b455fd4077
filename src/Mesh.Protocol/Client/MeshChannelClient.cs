using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Sends requests to services and gives their answers: finds hosts, uses a ticket or makes a handshake, begins anew where a host says
/// 401, goes to the next host where one fails, and repeats with the same ID where the outcome is unknown (Mesh channel, sections 1
/// and 4; Mesh protocol, section 9). Safe for concurrent use.
/// </summary>
public sealed class MeshChannelClient
{
    private readonly IServiceDiscovery _discovery;
    private readonly ITransport _transport;
    private readonly HostAcceptance _acceptance;
    private readonly ITicketCache _tickets;
    private readonly IRandomSource _random;
    private readonly TimeProvider _clock;
    private readonly MeshChannelOptions _options;

    /// <summary>A client over these parts, which stay the caller's.</summary>
    public MeshChannelClient(
        IServiceDiscovery discovery, ITransport transport, HostAcceptance acceptance, ITicketCache tickets, IRandomSource random,
        TimeProvider clock, MeshChannelOptions? options = null)
    {
        _discovery = discovery;
        _transport = transport;
        _acceptance = acceptance;
        _tickets = tickets;
        _random = random;
        _clock = clock;
        _options = options ?? new MeshChannelOptions();
    }

    /// <summary>Sends a request and gives the service's answer.</summary>
    /// <exception cref="ProtocolException">
    /// NotDiscovered; HostNotAccepted: every host failed to prove the service; Unreachable, Refused: no host answered, and nothing was done;
    /// OutcomeUnknown: a state change may have been carried out, so repeat the same octets; InvalidMessage: an authentic answer that
    /// cannot be read; TooLarge: the credentials do not fit into a handshake.
    /// </exception>
    public Task<ServiceAnswer> SendAsync(
        ServiceTarget target, ClientIdentity identity, PreparedRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SendAsync(target, identity, new OutgoingRequest(request.Transaction, request.Octets, _ => request), cancellation);
    }

    /// <summary>
    /// As <see cref="SendAsync(ServiceTarget, ClientIdentity, PreparedRequest, CancellationToken)"/>, for a request with a proof that is
    /// bound to the handshake: <paramref name="bind"/> gets hb, 64 octets, and makes the request; anew for each handshake.
    /// </summary>
    public Task<ServiceAnswer> SendBoundAsync(
        ServiceTarget target, ClientIdentity identity, MeshTransaction transaction,
        Func<ReadOnlyMemory<byte>, PreparedRequest> bind, CancellationToken cancellation = default) =>
        SendAsync(target, identity, new OutgoingRequest(transaction, First: null, bind), cancellation);

    private async Task<ServiceAnswer> SendAsync(
        ServiceTarget target, ClientIdentity identity, OutgoingRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(identity);
        long start = _clock.GetTimestamp();
        var hosts = new Queue<ServiceEndpoint>(await _discovery.FindAsync(target, cancellation).ConfigureAwait(false));
        using var exchange = new ChannelExchange(target, identity, request, _acceptance, _tickets, _random, _clock, _options.ShortTime);
        TimeSpan pause = _options.FirstPause;
        for (int tried = 0; tried < _options.HostsTried && hosts.TryDequeue(out ServiceEndpoint? endpoint); tried++)
        {
            IConversation conversation = _transport.Open(endpoint);
            await using (conversation.ConfigureAwait(false))
            {
                if (await exchange.WithAsync(conversation, cancellation).ConfigureAwait(false) is { } answer)
                {
                    return answer;
                }
            }

            if (_clock.GetElapsedTime(start) >= _options.TryTime)
            {
                break;
            }

            if (exchange.AskAgain)
            {
                hosts.Enqueue(endpoint);
                await Task.Delay(pause, _clock, cancellation).ConfigureAwait(false);
                pause *= 2;
            }
        }

        throw exchange.Failure();
    }
}
