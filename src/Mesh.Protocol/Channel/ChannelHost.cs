using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// The responder's side of the channel (Mesh channel) over octets. Between POST 1 and POST 2 it keeps nothing but one bit; before a
/// client has authenticated it allocates nothing that outlives the call. Every failure before that is a
/// <see cref="ProtocolException"/> whose HTTP status goes out with an empty body. Safe for concurrent use.
/// </summary>
public sealed class ChannelHost : IDisposable
{
    private readonly Dictionary<string, HostIdentity> _identities;
    private readonly HashSet<string> _services;
    private readonly SealEpochs _seals;
    private readonly TicketKeys _tickets;
    private readonly SecretBytes _root;
    private readonly IRandomSource _random;
    private readonly TimeProvider _clock;

    /// <summary>A host that serves these domains, with fresh keys for seals and tickets.</summary>
    public ChannelHost(IReadOnlyDictionary<ServiceDomain, HostIdentity> identities, IRandomSource random, TimeProvider clock)
        : this(identities, new SealEpochs(random, clock), new TicketKeys(random, clock), SecretBytes.Random(random, 32), random, clock)
    {
    }

    internal ChannelHost(
        IReadOnlyDictionary<ServiceDomain, HostIdentity> identities, SealEpochs seals, TicketKeys tickets, SecretBytes root,
        IRandomSource random, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(identities);
        _identities = identities.ToDictionary(p => p.Key.Name, p => p.Value, StringComparer.Ordinal);
        _services = [.. identities.Values.Select(i => i.ServiceUdf)];
        _seals = seals;
        _tickets = tickets;
        _root = root;
        _random = random;
        _clock = clock;
    }

    /// <summary>POST 1: a key generation and two agreements; run it behind <see cref="AddressBuckets"/> and <see cref="HandshakeWorkers"/>.</summary>
    /// <returns>LP(M2) ‖ LP(seal).</returns>
    /// <exception cref="ProtocolException">Unparsable, Refused, TooMany.</exception>
    public byte[] AnswerPost1(ReadOnlySpan<byte> body)
    {
        HandshakeOctets.ReadPost1(body, out ReadOnlySpan<byte> prologue, out ReadOnlySpan<byte> m1);
        string domain = Prologue.ReadDomain(prologue);
        if (!_identities.TryGetValue(domain, out HostIdentity? identity))
        {
            throw ProtocolException.Refused("the client asks for a domain that is not served here");
        }

        ulong now = ChannelTime.Now(_clock);
        using SecretBytes ephemeral = HedgedEphemeral.Derive(_root.Reveal(), _random, now, body);
        using var noise = new NoiseXX448Responder(prologue, identity.Key, ephemeral.Reveal());
        try
        {
            noise.ReadMessage1(m1);
            byte[] m2 = noise.WriteMessage2(UnverifiedHost.Write(now, identity.HostConnection.Span, identity.ProfileService.Span));
            using NoiseXX448ResponderState state = noise.Export();
            return HandshakeOctets.Reply(m2, _seals.Seal(state.Reveal(), domain));
        }
        catch (CryptoException e)
        {
            throw new ProtocolException(ProtocolError.Refused, $"M1 is not accepted: {e.Message}", e);
        }
    }

    /// <summary>POST 2: one agreement, after the seal opened unspent and the encrypted static with it.</summary>
    /// <returns>The call; its credentials prove possession of their key and nothing else.</returns>
    /// <exception cref="ProtocolException">Unparsable, Refused.</exception>
    public HandshakeCall OpenPost2(ReadOnlySpan<byte> body)
    {
        HandshakeOctets.ReadPost2(body, out ReadOnlySpan<byte> seal, out ReadOnlySpan<byte> m3);
        using OpenedSeal opened = _seals.Open(seal);
        using NoiseXX448ResponderState state = NoiseXX448ResponderState.FromOctets(opened.State);
        using NoiseXX448Responder noise = NoiseXX448Responder.Import(state);
        if (!_identities.TryGetValue(opened.Domain, out HostIdentity? identity))
        {
            throw ProtocolException.Refused("the domain is no longer served here");
        }

        try
        {
            noise.ReadMessage3Static(m3);
            opened.Spend();
            byte[] payload = noise.ReadMessage3Payload(out NoiseXX448Result result);
            using (result)
            {
                ChannelSecret secret = ChannelSecret.Derive(result.Key1.Reveal(), result.Key2.Reveal(), result.HandshakeHash);
                return HandshakeCall.Read(
                    new HandshakeFacts(
                        secret, ServiceDomain.Parse(opened.Domain), identity.ServiceUdf, noise.RemoteStatic, result.BindingHash,
                        m3.ToArray(), ChannelTime.Now(_clock)),
                    payload, _tickets, _random);
            }
        }
        catch (CryptoException e)
        {
            throw new ProtocolException(ProtocolError.Refused, $"M3 does not open: {e.Message}", e);
        }
    }

    /// <summary>
    /// Looks at the first octets of a request record, at most <see cref="RequestHead.MaximumOctets"/>, so that a server need not take
    /// in a long body that bears no good ticket.
    /// </summary>
    /// <exception cref="ProtocolException">Unparsable, Refused.</exception>
    public void CheckHead(ReadOnlySpan<byte> start) => OpenTicket(RequestHead.Read(start)).Dispose();

    /// <summary>A request record under a ticket.</summary>
    /// <exception cref="ProtocolException">Unparsable, Refused.</exception>
    public TicketCall OpenRequest(ReadOnlyMemory<byte> body)
    {
        RequestHead head = RequestHead.Read(body.Span);
        TicketContent ticket = OpenTicket(head);
        try
        {
            byte[] payload = RequestRecord.OpenPayload(ticket.Secret, head, body.Span);
            return TicketCall.Read(ticket, head.Rid, body, payload, _random);
        }
        catch
        {
            ticket.Dispose();
            throw;
        }
    }

    /// <summary>Erases the keys for seals and tickets and the root of ephemerals.</summary>
    public void Dispose()
    {
        _seals.Dispose();
        _tickets.Dispose();
        _root.Dispose();
    }

    private TicketContent OpenTicket(RequestHead head)
    {
        TicketContent ticket = _tickets.Open(head.Ticket.Span);
        if (ChannelTime.InWindow(ChannelTime.Now(_clock), head.Time) && _services.Contains(ticket.Names.ServiceUdf))
        {
            return ticket;
        }

        ticket.Dispose();
        throw ProtocolException.Refused("the request is too old, too new, or for another service");
    }
}
