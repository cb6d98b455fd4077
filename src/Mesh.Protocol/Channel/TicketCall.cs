using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>A request under a ticket.</summary>
public sealed class TicketCall : ChannelCall
{
    private readonly ReadOnlyMemory<byte> _rid;
    private readonly ReadOnlyMemory<byte> _octets;
    private readonly IRandomSource _random;

    private TicketCall(
        TicketContent ticket, ReadOnlyMemory<byte> rid, ReadOnlyMemory<byte> octets, ReadOnlyMemory<byte> request, ChannelFault fault,
        IRandomSource random)
        : base(request, fault)
    {
        Ticket = ticket;
        _rid = rid;
        _octets = octets;
        _random = random;
    }

    /// <summary>Who the caller is: identity, not authority.</summary>
    public TicketContent Ticket { get; }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Binding => Ticket.Binding;

    /// <summary>Seals the response.</summary>
    public byte[] Answer(ReadOnlySpan<byte> json) =>
        ResponseRecord.Seal(Ticket.Secret, _rid.Span, _octets.Span, json, ticket: [], _random);

    internal static TicketCall Read(
        TicketContent ticket, ReadOnlyMemory<byte> rid, ReadOnlyMemory<byte> octets, byte[] payload, IRandomSource random)
    {
        try
        {
            return new TicketCall(ticket, rid, octets, RecordPayload.ReadRequest(payload), ChannelFault.None, random);
        }
        catch (ProtocolException)
        {
            return new TicketCall(ticket, rid, octets, default, ChannelFault.Malformed, random);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => Ticket.Dispose();
}
