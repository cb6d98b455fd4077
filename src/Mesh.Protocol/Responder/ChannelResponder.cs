using System.Net;

namespace Mesh.Protocol;

/// <summary>
/// A host's answer to each HTTP body (Mesh channel): handshakes behind the limits of section 5, then authentication, then the
/// transaction. Until the sender has authenticated, every failure is a status with an empty body; afterwards every answer is encrypted.
/// </summary>
public sealed class ChannelResponder
{
    private readonly ChannelHost _host;
    private readonly IChannelService _service;
    private readonly AddressBuckets _buckets;
    private readonly HandshakeWorkers _workers;

    /// <summary>A responder over these parts, which stay the caller's.</summary>
    public ChannelResponder(ChannelHost host, IChannelService service, AddressBuckets buckets, HandshakeWorkers workers)
    {
        _host = host;
        _service = service;
        _buckets = buckets;
        _workers = workers;
    }

    /// <summary>
    /// Looks at the first octets of a body before the rest is taken in: its type, and for a request record the ticket. At most
    /// <see cref="RequestHead.MaximumOctets"/> are of use, or all of a shorter body.
    /// </summary>
    /// <param name="start">The first octets.</param>
    /// <param name="length">Content-Length.</param>
    /// <returns>The HTTP status to answer with at once; null to go on reading.</returns>
    public int? Admit(ReadOnlySpan<byte> start, long length)
    {
        int limit = start.IsEmpty ? 0 : ProtocolLimits.BodyOf(start[0]);
        if (limit == 0)
        {
            return (int)HttpStatusCode.BadRequest;
        }

        if (length > limit)
        {
            return (int)HttpStatusCode.RequestEntityTooLarge;
        }

        try
        {
            if (start[0] == Wire.RequestType)
            {
                _host.CheckHead(start);
            }

            return null;
        }
        catch (ProtocolException e)
        {
            return e.HttpStatus;
        }
    }

    /// <summary>Answers a whole body.</summary>
    /// <param name="body">The octets; they must not change until the answer is there.</param>
    /// <param name="peer">Where it came from, for the limits alone.</param>
    /// <param name="cancellation">Gives up waiting for a worker, and is passed on.</param>
    public async Task<ChannelReply> AnswerAsync(ReadOnlyMemory<byte> body, IPAddress peer, CancellationToken cancellation)
    {
        if (body.IsEmpty || body.Length > ProtocolLimits.BodyOf(body.Span[0]))
        {
            return new ChannelReply((int)(body.IsEmpty || ProtocolLimits.BodyOf(body.Span[0]) == 0
                ? HttpStatusCode.BadRequest
                : HttpStatusCode.RequestEntityTooLarge), default);
        }

        try
        {
            byte[] answer = body.Span[0] switch
            {
                Wire.Post1Type => await Post1Async(body, peer, cancellation).ConfigureAwait(false),
                Wire.Post2Type => await Post2Async(body, cancellation).ConfigureAwait(false),
                _ => await RequestAsync(body, cancellation).ConfigureAwait(false),
            };
            return new ChannelReply((int)HttpStatusCode.OK, answer);
        }
        catch (ProtocolException e)
        {
            return new ChannelReply(e.HttpStatus, default);
        }
    }

    private async Task<byte[]> Post1Async(ReadOnlyMemory<byte> body, IPAddress peer, CancellationToken cancellation) =>
        _buckets.TryTake(peer)
            ? await _workers.RunAsync(() => _host.AnswerPost1(body.Span), cancellation).ConfigureAwait(false)
            : throw new ProtocolException(ProtocolError.TooMany, "too many handshakes from this address");

    private async Task<byte[]> Post2Async(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using HandshakeCall call = await _workers.RunAsync(() => _host.OpenPost2(body.Span), cancellation).ConfigureAwait(false);
        if (call.Fault is ChannelFault.Malformed)
        {
            return call.Answer(Refusal(MeshStatus.Malformed), names: null);
        }

        TicketNames? names = call.Credentials is null
            ? null
            : await _service.AuthenticateAsync(call.Domain, call.Credentials, cancellation).ConfigureAwait(false);
        if (names is null)
        {
            return call.Answer(Refusal(MeshStatus.Refused, MeshStatusExtended.NotAuthorized), names: null);
        }

        if (call.Request.IsEmpty)
        {
            return call.Answer([], names);
        }

        var caller = new MeshCaller(call.Credentials!.Kind, names, call.Binding);
        ReadOnlyMemory<byte> response = await ProcessAsync(caller, call.Request, cancellation).ConfigureAwait(false);
        return call.Answer(response.Span, names);
    }

    private async Task<byte[]> RequestAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using TicketCall call = _host.OpenRequest(body);
        if (!await _service.IsCurrentAsync(call.Ticket, cancellation).ConfigureAwait(false))
        {
            throw ProtocolException.Refused("the ticket has ended");
        }

        if (call.Fault is not ChannelFault.None)
        {
            return call.Answer(Refusal(MeshStatus.Malformed));
        }

        var caller = new MeshCaller(call.Ticket.Kind, call.Ticket.Names, call.Binding);
        ReadOnlyMemory<byte> response = await ProcessAsync(caller, call.Request, cancellation).ConfigureAwait(false);
        return call.Answer(response.Span);
    }

    private async Task<ReadOnlyMemory<byte>> ProcessAsync(MeshCaller caller, ReadOnlyMemory<byte> octets, CancellationToken cancellation)
    {
        MeshRequest request;
        try
        {
            request = MeshMessages.ReadRequest(octets);
        }
        catch (ProtocolException e) when (e.Code == ProtocolError.TooLarge)
        {
            return Refusal(MeshStatus.TooLarge, MeshStatusExtended.TooLarge);
        }
        catch (ProtocolException e) when (e.Code == ProtocolError.InvalidMessage)
        {
            return Refusal(MeshStatus.Malformed);
        }

        return await _service.ProcessAsync(caller, request, octets, cancellation).ConfigureAwait(false);
    }

    private static byte[] Refusal(MeshStatus status, MeshStatusExtended? extended = null) =>
        MeshMessages.Write(new MeshResponse { Status = status, StatusExtended = extended });
}
