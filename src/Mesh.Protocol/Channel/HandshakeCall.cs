using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>A handshake that is complete on the host's side, with the first request if M3 brought one.</summary>
public sealed class HandshakeCall : ChannelCall
{
    private readonly HandshakeFacts _facts;
    private readonly TicketKeys _tickets;
    private readonly IRandomSource _random;

    private HandshakeCall(
        HandshakeFacts facts, ChannelCredentials? credentials, ReadOnlyMemory<byte> request, ChannelFault fault, TicketKeys tickets,
        IRandomSource random)
        : base(request, fault)
    {
        _facts = facts;
        Credentials = credentials;
        _tickets = tickets;
        _random = random;
    }

    /// <summary>The domain that the client asked for.</summary>
    public ServiceDomain Domain => _facts.Domain;

    /// <summary>The service that serves the domain.</summary>
    public string ServiceUdf => _facts.ServiceUdf;

    /// <summary>
    /// What the client claims to be; null where <see cref="ChannelCall.Fault"/> says that there is nothing to believe. It holds the
    /// private key of <see cref="ChannelCredentials.Key"/>; whether the envelopes make that key somebody's is for the authoriser.
    /// </summary>
    public ChannelCredentials? Credentials { get; }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Binding => _facts.Binding;

    /// <summary>Seals M4.</summary>
    /// <param name="json">The response; empty where there was no request.</param>
    /// <param name="names">Whom a ticket shall name; null for no ticket.</param>
    public byte[] Answer(ReadOnlySpan<byte> json, TicketNames? names)
    {
        byte[] ticket = names is null || Credentials is null ? [] : Ticket(Credentials.Kind, names);
        return ResponseRecord.Seal(
            _facts.Secret, ResponseRecord.HandshakeRid(_facts.Message3), _facts.Message3, json, ticket, _random);
    }

    internal static HandshakeCall Read(HandshakeFacts facts, byte[] payload, TicketKeys tickets, IRandomSource random)
    {
        try
        {
            HandshakeOctets.ReadPayload3(payload, out ReadOnlySpan<byte> credentials, out ReadOnlySpan<byte> request);
            ChannelCredentials read = ChannelCredentials.Read(credentials);
            if (!read.Key.Span[..Wire.X448Octets].SequenceEqual(facts.RemoteStatic))
            {
                return new HandshakeCall(facts, null, default, ChannelFault.ForeignCredential, tickets, random);
            }

            return request.Length <= ProtocolLimits.FirstRequest
                ? new HandshakeCall(facts, read, request.ToArray(), ChannelFault.None, tickets, random)
                : new HandshakeCall(facts, read, default, ChannelFault.Malformed, tickets, random);
        }
        catch (ProtocolException)
        {
            return new HandshakeCall(facts, null, default, ChannelFault.Malformed, tickets, random);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _facts.Secret.Dispose();

    private byte[] Ticket(CredentialKind kind, TicketNames names)
    {
        ulong expiry = _facts.Time + (ulong)TicketContent.Lifetime(kind);
        using var content = new TicketContent(_facts.Secret.Clone(), _facts.Binding, _facts.Time, expiry, kind, names);
        return _tickets.Issue(content);
    }
}
