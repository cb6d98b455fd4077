namespace Mesh.Protocol;

/// <summary>
/// q = 05 ‖ LP(ticket) ‖ rid(32) ‖ time: the clear beginning of a request record (Mesh channel, section 2). A server reads this much
/// before it takes in the rest.
/// </summary>
public sealed class RequestHead
{
    private const int Fixed = 1 + Wire.LengthOctets + Wire.RidOctets + Wire.TimeOctets;

    /// <summary>The longest head that is accepted; after so many octets <see cref="Read"/> succeeds or fails for good.</summary>
    public const int MaximumOctets = Fixed + ProtocolLimits.Ticket;

    private RequestHead(int length, byte[] ticket, byte[] rid, ulong time)
    {
        Length = length;
        Ticket = ticket;
        Rid = rid;
        Time = time;
    }

    /// <summary>Octets of q.</summary>
    public int Length { get; }

    /// <summary>The ticket as the host issued it.</summary>
    public ReadOnlyMemory<byte> Ticket { get; }

    /// <summary>The identifier of the request, 32 octets.</summary>
    internal ReadOnlyMemory<byte> Rid { get; }

    /// <summary>The time that the client wrote, seconds since 1970-01-01 UTC.</summary>
    public ulong Time { get; }

    internal static byte[] Write(ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> rid, ReadOnlySpan<byte> time)
    {
        byte[] octets = new byte[Fixed + ticket.Length];
        var writer = new OctetWriter(octets);
        writer.Octet(Wire.RequestType);
        writer.Prefixed(ticket);
        writer.Octets(rid);
        writer.Octets(time);
        return octets;
    }

    /// <summary>Reads q from the start of <paramref name="octets"/>, which may go on after it.</summary>
    /// <exception cref="ProtocolException">Unparsable, or Refused where the ticket is longer than any of ours.</exception>
    public static RequestHead Read(ReadOnlySpan<byte> octets)
    {
        var reader = new OctetReader(octets, "request");
        reader.Type(Wire.RequestType);
        ReadOnlySpan<byte> ticket = reader.Prefixed();
        ReadOnlySpan<byte> rid = reader.Take(Wire.RidOctets);
        ulong time = reader.UInt64();
        return ticket.Length <= ProtocolLimits.Ticket
            ? new RequestHead(reader.Position, ticket.ToArray(), rid.ToArray(), time)
            : throw ProtocolException.Refused("the ticket is too long to be one of ours");
    }
}
