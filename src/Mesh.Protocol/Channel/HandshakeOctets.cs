namespace Mesh.Protocol;

/// <summary>
/// The handshake's HTTP bodies (Mesh channel, section 1): POST 1 = 02 ‖ LP(prologue) ‖ LP(M1); reply = LP(M2) ‖ LP(seal);
/// POST 2 = 04 ‖ LP(seal) ‖ LP(M3); and the payload of M3 = LP(credentials) ‖ LP(first request) ‖ zeros to a multiple of 512.
/// </summary>
internal static class HandshakeOctets
{
    public static byte[] Post1(ReadOnlySpan<byte> prologue, ReadOnlySpan<byte> m1) => Typed(Wire.Post1Type, prologue, m1);

    public static byte[] Post2(ReadOnlySpan<byte> seal, ReadOnlySpan<byte> m3) => Typed(Wire.Post2Type, seal, m3);

    public static byte[] Reply(ReadOnlySpan<byte> m2, ReadOnlySpan<byte> seal)
    {
        byte[] octets = new byte[Wire.Prefixed(m2.Length) + Wire.Prefixed(seal.Length)];
        var writer = new OctetWriter(octets);
        writer.Prefixed(m2);
        writer.Prefixed(seal);
        return octets;
    }

    public static byte[] Payload3(ReadOnlySpan<byte> credentials, ReadOnlySpan<byte> firstRequest)
    {
        byte[] payload = new byte[Padding.Handshake(Length3(credentials.Length, firstRequest.Length))];
        var writer = new OctetWriter(payload);
        writer.Prefixed(credentials);
        writer.Prefixed(firstRequest);
        return payload;
    }

    /// <summary>Octets of the payload of M3 before padding.</summary>
    public static int Length3(int credentials, int firstRequest) => Wire.Prefixed(credentials) + Wire.Prefixed(firstRequest);

    /// <summary>Prologue and M1; M1 has no payload, so it is 56 octets exactly.</summary>
    public static void ReadPost1(ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> prologue, out ReadOnlySpan<byte> m1)
    {
        var reader = new OctetReader(octets, "POST 1");
        reader.Type(Wire.Post1Type);
        prologue = reader.Prefixed();
        m1 = reader.Prefixed();
        reader.End();
        if (m1.Length != Wire.X448Octets)
        {
            throw ProtocolException.Unparsable("M1 is not one ephemeral key without payload");
        }
    }

    public static void ReadPost2(ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> seal, out ReadOnlySpan<byte> m3)
    {
        var reader = new OctetReader(octets, "POST 2");
        reader.Type(Wire.Post2Type);
        seal = reader.Prefixed();
        m3 = reader.Prefixed();
        reader.End();
    }

    public static void ReadReply(ReadOnlySpan<byte> octets, out ReadOnlySpan<byte> m2, out ReadOnlySpan<byte> seal)
    {
        var reader = new OctetReader(octets, "reply to POST 1");
        m2 = reader.Prefixed();
        seal = reader.Prefixed();
        reader.End();
    }

    public static void ReadPayload3(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> credentials, out ReadOnlySpan<byte> firstRequest)
    {
        var reader = new OctetReader(payload, "M3");
        credentials = reader.Prefixed();
        firstRequest = reader.Prefixed();
        reader.Zeros();
    }

    private static byte[] Typed(byte type, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        byte[] octets = new byte[1 + Wire.Prefixed(first.Length) + Wire.Prefixed(second.Length)];
        var writer = new OctetWriter(octets);
        writer.Octet(type);
        writer.Prefixed(first);
        writer.Prefixed(second);
        return octets;
    }
}
