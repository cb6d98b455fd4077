namespace Mesh.Protocol;

/// <summary>
/// A session in a file: 01 ‖ RS(64) ‖ hb(64) ‖ service's clock minus ours (8, two's complement) ‖ expiry(8) ‖ LP(ticket).
/// </summary>
internal static class SessionOctets
{
    public const int Maximum = Fixed + ProtocolLimits.Ticket;
    private const byte Version = 0x01;
    private const int Fixed = 1 + Wire.SecretOctets + Wire.DigestOctets + 2 * Wire.TimeOctets + Wire.LengthOctets;

    /// <summary>The octets; the caller erases them.</summary>
    public static byte[] Write(ChannelSession session)
    {
        byte[] octets = new byte[Fixed + session.Ticket.Length];
        var writer = new OctetWriter(octets);
        writer.Octet(Version);
        writer.Octets(session.Secret.Reveal());
        writer.Octets(session.Binding.Span);
        writer.UInt64(unchecked((ulong)session.ClockOffset));
        writer.UInt64(session.Expiry);
        writer.Prefixed(session.Ticket.Span);
        return octets;
    }

    public static ChannelSession Read(ReadOnlySpan<byte> octets)
    {
        var reader = new OctetReader(octets, "session");
        reader.Type(Version);
        ReadOnlySpan<byte> secret = reader.Take(Wire.SecretOctets);
        byte[] binding = reader.Take(Wire.DigestOctets).ToArray();
        long offset = unchecked((long)reader.UInt64());
        ulong expiry = reader.UInt64();
        byte[] ticket = reader.Prefixed().ToArray();
        reader.End();
        return Math.Abs((double)offset) <= ChannelTime.Last && ticket.Length <= ProtocolLimits.Ticket
            ? new ChannelSession(ChannelSecret.FromOctets(secret), ticket, binding, offset, expiry)
            : throw ProtocolException.Unparsable("the session is of another version or damaged");
    }
}
