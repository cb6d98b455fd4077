using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// The client's side of one handshake (Mesh channel, section 1) over octets: <see cref="Post1"/>, <see cref="ReadReply"/>,
/// <see cref="WritePost2"/>, <see cref="ReadAnswer"/>, in that order. One reply is read and one M3 written for each M1; to repeat a
/// POST, send the same octets. Nothing of the credentials leaves before a host was accepted, and no state is ever stored.
/// </summary>
public sealed class ClientHandshake : IDisposable
{
    private readonly ClientIdentity _identity;
    private readonly TimeProvider _clock;
    private readonly NoiseXX448Initiator _noise;
    private UnverifiedHost? _host;
    private long _clockOffset;
    private byte[] _seal = [];
    private byte[] _m3 = [];
    private ChannelSecret? _secret;
    private byte[] _binding = [];
    private bool _replyRead;

    private ClientHandshake(ClientIdentity identity, TimeProvider clock, NoiseXX448Initiator noise, byte[] prologue)
    {
        _identity = identity;
        _clock = clock;
        _noise = noise;
        Post1 = HandshakeOctets.Post1(prologue, noise.WriteMessage1([]));
    }

    /// <summary>Body of POST 1.</summary>
    public ReadOnlyMemory<byte> Post1 { get; }

    /// <summary>Body of POST 2 once it is written; empty before.</summary>
    public ReadOnlyMemory<byte> Post2 { get; private set; }

    /// <summary>Begins a handshake with a fresh ephemeral key, hedged with the identity's own.</summary>
    public static ClientHandshake Begin(ServiceDomain domain, ClientIdentity identity, IRandomSource random, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(identity);
        byte[] prologue = Prologue.Write(domain.Name);
        using SecretBytes ephemeral = HedgedEphemeral.Derive(identity.HedgeSecret, random, ChannelTime.Now(clock), received: []);
        return new ClientHandshake(identity, clock, new NoiseXX448Initiator(prologue, identity.Key, ephemeral.Reveal()), prologue);
    }

    /// <summary>Reads the reply to POST 1. The host is to be verified before anything is sent to it.</summary>
    /// <exception cref="ProtocolException">HostNotAccepted: it is not a reply to this M1; begin anew.</exception>
    /// <exception cref="InvalidOperationException">A reply was read before.</exception>
    public UnverifiedHost ReadReply(ReadOnlySpan<byte> octets)
    {
        if (_replyRead)
        {
            throw new InvalidOperationException("one reply is read for each M1");
        }

        _replyRead = true;
        try
        {
            HandshakeOctets.ReadReply(octets, out ReadOnlySpan<byte> m2, out ReadOnlySpan<byte> seal);
            if (m2.Length > ProtocolLimits.HandshakeMessage || seal.Length > ProtocolLimits.Seal)
            {
                throw ProtocolException.Unparsable("the reply to POST 1 is too long");
            }

            byte[] payload = _noise.ReadMessage2(m2);
            UnverifiedHost host = UnverifiedHost.Read(_noise.RemoteStatic, payload);
            _seal = seal.ToArray();
            _clockOffset = (long)host.Time - (long)ChannelTime.Now(_clock);
            _host = host;
            return host;
        }
        catch (Exception e) when (e is CryptoException or ProtocolException)
        {
            throw new ProtocolException(ProtocolError.HostNotAccepted, $"the reply to the handshake does not open: {e.Message}", e);
        }
    }

    /// <summary>Whether a first request of so many octets fits into M3.</summary>
    public bool FitsFirst(int requestOctets) => requestOctets <= ProtocolLimits.FirstRequest
        && NoiseXX448.Message3Overhead + Padding.Handshake(HandshakeOctets.Length3(_identity.Credentials.Write().Length, requestOctets))
            <= ProtocolLimits.HandshakeMessage;

    /// <summary>Writes POST 2, once.</summary>
    /// <param name="host">The host of this handshake, accepted.</param>
    /// <param name="firstRequest">JSON of a first request for which <see cref="FitsFirst"/> holds, or nothing.</param>
    /// <exception cref="ProtocolException">TooLarge: the credentials alone do not fit into M3.</exception>
    /// <exception cref="InvalidOperationException">Another handshake's host, or a second call.</exception>
    public ReadOnlyMemory<byte> WritePost2(AcceptedHost host, ReadOnlySpan<byte> firstRequest)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (_host is null || !ReferenceEquals(host.Host, _host) || _secret is not null)
        {
            throw new InvalidOperationException("one M3 is written for each M1, to the host that sent M2");
        }

        if (!FitsFirst(firstRequest.Length))
        {
            throw new ProtocolException(ProtocolError.TooLarge, "credentials and first request do not fit into one handshake message");
        }

        byte[] payload = HandshakeOctets.Payload3(_identity.Credentials.Write(), firstRequest);
        try
        {
            _m3 = _noise.WriteMessage3(payload, out NoiseXX448Result result);
            using (result)
            {
                _secret = ChannelSecret.Derive(result.Key1.Reveal(), result.Key2.Reveal(), result.HandshakeHash);
                _binding = result.BindingHash;
            }
        }
        catch (CryptoException e)
        {
            throw new ProtocolException(ProtocolError.HostNotAccepted, $"the host's ephemeral key cannot be used: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(payload);
        }

        Post2 = HandshakeOctets.Post2(_seal, _m3);
        return Post2;
    }

    /// <summary>Opens M4, the answer to POST 2: the response to the first request and a ticket, either of which may be missing.</summary>
    /// <exception cref="ProtocolException">ResponseNotAuthentic: there is no answer; repeat with the same ID.</exception>
    public HandshakeAnswer ReadAnswer(ReadOnlySpan<byte> octets)
    {
        if (_secret is null)
        {
            throw new InvalidOperationException("POST 2 was not written");
        }

        (ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> ticket) =
            ResponseRecord.Open(_secret, ResponseRecord.HandshakeRid(_m3), _m3, octets);
        ChannelSession? session = ticket.IsEmpty || ticket.Length > ProtocolLimits.Ticket
            ? null
            : new ChannelSession(
                _secret.Clone(), ticket.ToArray(), _binding, _clockOffset,
                _host!.Time + (ulong)TicketContent.Lifetime(_identity.Credentials.Kind));
        return new HandshakeAnswer(json, session);
    }

    /// <summary>Erases everything of the handshake.</summary>
    public void Dispose()
    {
        _noise.Dispose();
        _secret?.Dispose();
    }
}
