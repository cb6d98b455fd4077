using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>One logical request through all its hosts, handshakes and repetitions.</summary>
internal sealed class ChannelExchange(
    ServiceTarget target, ClientIdentity identity, OutgoingRequest request, HostAcceptance acceptance, ITicketCache tickets,
    IRandomSource random, TimeProvider clock, TimeSpan shortTime) : IDisposable
{
    private const int Ok = 200;
    private const int Unauthorized = 401;
    private const int BadRequest = 400;

    private ChannelSession? _session;
    private string? _serviceUdf = target.ServiceUdf;
    private bool _cacheAsked;
    private int _restarts;
    private ProtocolException? _failure;
    private bool _mayHaveRun;

    /// <summary>Whether the host that failed last may do better on another try.</summary>
    public bool AskAgain { get; private set; }

    /// <summary>Tries one host; null where it gave no answer, see <see cref="AskAgain"/> and <see cref="Failure"/>.</summary>
    public async Task<ServiceAnswer?> WithAsync(IConversation host, CancellationToken cancellation)
    {
        AskAgain = false;
        try
        {
            return await TryAsync(host, cancellation).ConfigureAwait(false);
        }
        catch (ProtocolException e) when (e.Code is ProtocolError.Unreachable or ProtocolError.OutcomeUnknown
            or ProtocolError.ResponseNotAuthentic or ProtocolError.HostNotAccepted or ProtocolError.Refused)
        {
            // A host that let the time run out would do so again.
            AskAgain |= e.Code is ProtocolError.OutcomeUnknown or ProtocolError.ResponseNotAuthentic && e.InnerException is not OperationCanceledException;
            _failure = _failure is null || Weight(e.Code) >= Weight(_failure.Code) ? e : _failure;
            return null;
        }
    }

    /// <summary>What to say when all hosts failed.</summary>
    public ProtocolException Failure()
    {
        if (_mayHaveRun && request.Transaction.ChangesState)
        {
            return new ProtocolException(
                ProtocolError.OutcomeUnknown,
                $"it is not known whether {target.Domain} carried out {request.Transaction}; repeat it with the same ID",
                _failure ?? NoHost());
        }

        return _failure?.Code is ProtocolError.OutcomeUnknown or ProtocolError.ResponseNotAuthentic
            ? new ProtocolException(ProtocolError.Unreachable, $"{target.Domain} gave no answer: {_failure.Message}", _failure)
            : _failure ?? NoHost();
    }

    public void Dispose() => _session?.Dispose();

    private async Task<ServiceAnswer> TryAsync(IConversation host, CancellationToken cancellation)
    {
        bool cached = _session is null && FromCache();
        while (true)
        {
            ServiceAnswer? answer = _session is null
                ? await HandshakeAsync(host, cancellation).ConfigureAwait(false)
                : await WithSessionAsync(host, _session, cached, cancellation).ConfigureAwait(false);
            if (answer is not null)
            {
                return Judged(answer);
            }

            cached = false;
        }
    }

    /// <summary>A request under a ticket; null where the host does not accept the ticket (401).</summary>
    private async Task<ServiceAnswer?> WithSessionAsync(
        IConversation host, ChannelSession session, bool cached, CancellationToken cancellation)
    {
        RequestRecord record = session.Seal(request.Make(session.Binding).Octets.Span, random, clock);
        TransportReply reply = await PostAsync(
            host, record.Octets, ProtocolLimits.Record, carriesRequest: true, isShort: IsShort, cancellation).ConfigureAwait(false);
        if (reply.Status == Ok)
        {
            return Read(session.Open(record, reply.Body.Span));
        }

        // That a ticket from an earlier run has ended is nothing special.
        Forget();
        if (!cached)
        {
            CountRestart(host);
        }

        return null;
    }

    /// <summary>M1 to M4; null where the host says 401 to M3, and where the request has yet to go under the new ticket.</summary>
    private async Task<ServiceAnswer?> HandshakeAsync(IConversation host, CancellationToken cancellation)
    {
        using ClientHandshake handshake = ClientHandshake.Begin(target.Domain, identity, random, clock);
        TransportReply reply = await PostAsync(
            host, handshake.Post1, ProtocolLimits.HandshakeMessage + ProtocolLimits.Seal, carriesRequest: false, isShort: true, cancellation).ConfigureAwait(false);
        if (reply.Status != Ok)
        {
            throw ProtocolException.Refused($"{host.Endpoint} does not serve {target.Domain}, or not by this version of the protocol");
        }

        // What the first host proved at first contact holds for all others of this request.
        AcceptedHost accepted =
            acceptance.Accept(ReadReply(handshake, reply, host), target with { ServiceUdf = _serviceUdf }, host.Endpoint);
        _serviceUdf = accepted.ServiceUdf;
        ReadOnlyMemory<byte> first = request.First is { } octets && handshake.FitsFirst(octets.Length) ? octets : default;
        ReadOnlyMemory<byte> post2 = handshake.WritePost2(accepted, first.Span);
        reply = await PostAsync(
            host, post2, ProtocolLimits.Record, carriesRequest: !first.IsEmpty, isShort: first.IsEmpty || IsShort, cancellation).ConfigureAwait(false);
        if (reply.Status != Ok)
        {
            CountRestart(host);
            return null;
        }

        HandshakeAnswer answer = handshake.ReadAnswer(reply.Body.Span);
        if (answer.Session is { } session)
        {
            _session = session;
            if (identity.Credentials.Kind is not CredentialKind.Anonymous)
            {
                // Nobody comes back with a throw-away key: its ticket would lie about for nothing.
                tickets.Store(SessionKey.Of(target.Domain, _serviceUdf, identity.Credentials), session);
            }
        }

        if (!first.IsEmpty || !answer.Json.IsEmpty)
        {
            return Read(answer.Json);
        }

        return _session is null ? throw ProtocolException.Refused($"{host.Endpoint} gives no ticket") : null;
    }

    private static UnverifiedHost ReadReply(ClientHandshake handshake, TransportReply reply, IConversation host)
    {
        try
        {
            return handshake.ReadReply(reply.Body.Span);
        }
        catch (ProtocolException e)
        {
            throw new ProtocolException(e.Code, $"{host.Endpoint} does not answer as a Mesh service does", e);
        }
    }

    /// <summary>A question with a short answer, which can be asked again without harm.</summary>
    private bool IsShort => !request.Transaction.ChangesState && request.Transaction.ResponseLimit <= ProtocolLimits.Message;

    /// <summary>The reply where it is 200, 400 or 401; what any other status means is up to no more than where to go next.</summary>
    private async Task<TransportReply> PostAsync(
        IConversation host, ReadOnlyMemory<byte> body, int limit, bool carriesRequest, bool isShort, CancellationToken cancellation)
    {
        using CancellationTokenSource? timeout = isShort ? new CancellationTokenSource(shortTime, clock) : null;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout?.Token ?? CancellationToken.None, cancellation);
        bool before = _mayHaveRun;
        _mayHaveRun |= carriesRequest;
        TransportReply reply;
        try
        {
            reply = await host.PostAsync(body, limit, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new ProtocolException(ProtocolError.Unreachable, $"{host.Endpoint} {HttpTrouble.Of(e)}", e);
        }
        catch (ProtocolException e) when (e.Code == ProtocolError.Unreachable)
        {
            _mayHaveRun = before; // nothing was sent
            throw;
        }

        if (reply.Status is Ok or Unauthorized or BadRequest)
        {
            return reply;
        }

        AskAgain = reply.Status is 408 or 429 or >= 500;
        throw new ProtocolException(ProtocolError.Unreachable, $"{host.Endpoint} {HttpTrouble.OfStatus(reply.Status)}");
    }

    private ServiceAnswer Read(ReadOnlyMemory<byte> json) =>
        new(MeshMessages.ReadResponse(request.Transaction, json), _serviceUdf!);

    /// <summary>503 from the service itself is never a refusal: it does not know either (account log, "Writing").</summary>
    private static ServiceAnswer Judged(ServiceAnswer answer) => answer.Response.Status != MeshStatus.Unavailable
        ? answer
        : throw new ProtocolException(ProtocolError.OutcomeUnknown, "the service does not know whether the request was carried out");

    private bool FromCache()
    {
        if (!_cacheAsked && target.ServiceUdf is not null)
        {
            _cacheAsked = true;
            _session = tickets.Find(SessionKey.Of(target.Domain, target.ServiceUdf, identity.Credentials));
        }

        return _session is not null;
    }

    private void CountRestart(IConversation host)
    {
        if (_restarts++ >= ProtocolLimits.HandshakeRestarts)
        {
            throw ProtocolException.Refused($"{host.Endpoint} refuses every handshake");
        }
    }

    private void Forget()
    {
        _session?.Dispose();
        _session = null;
        tickets.Remove(SessionKey.Of(target.Domain, _serviceUdf!, identity.Credentials));
    }

    private ProtocolException NoHost() => new(ProtocolError.Unreachable, $"no host of {target.Domain} could be tried");

    private static int Weight(ProtocolError code) => code switch
    {
        ProtocolError.HostNotAccepted => 3,
        ProtocolError.Refused => 2,
        ProtocolError.Unreachable => 0,
        _ => 1,
    };
}
