namespace Mesh.Protocol;

/// <summary>
/// Plaintexts of records (Mesh channel, section 2): P = LP(JSON) and P' = LP(JSON or nothing) ‖ LP(ticket or nothing), then zeros
/// up to the length of <see cref="Padding.Record"/>.
/// </summary>
internal static class RecordPayload
{
    public static byte[] Request(ReadOnlySpan<byte> json)
    {
        byte[] payload = new byte[Padding.Record(Wire.Prefixed(json.Length))];
        var writer = new OctetWriter(payload);
        writer.Prefixed(json);
        return payload;
    }

    public static byte[] Response(ReadOnlySpan<byte> json, ReadOnlySpan<byte> ticket)
    {
        byte[] payload = new byte[Padding.Record(checked(Wire.Prefixed(json.Length) + Wire.Prefixed(ticket.Length)))];
        var writer = new OctetWriter(payload);
        writer.Prefixed(json);
        writer.Prefixed(ticket);
        return payload;
    }

    /// <summary>The JSON of a request; Unparsable where lengths or padding are wrong.</summary>
    public static ReadOnlyMemory<byte> ReadRequest(ReadOnlyMemory<byte> payload)
    {
        var reader = new OctetReader(payload.Span, "request payload");
        int length = reader.Prefixed().Length;
        reader.Zeros();
        return payload.Slice(Wire.LengthOctets, length);
    }

    /// <summary>The JSON and the ticket of a response; Unparsable where lengths or padding are wrong.</summary>
    public static (ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Ticket) ReadResponse(ReadOnlyMemory<byte> payload)
    {
        var reader = new OctetReader(payload.Span, "response payload");
        int json = reader.Prefixed().Length;
        int ticket = reader.Prefixed().Length;
        reader.Zeros();
        return (payload.Slice(Wire.LengthOctets, json), payload.Slice(Wire.Prefixed(json) + Wire.LengthOctets, ticket));
    }
}
