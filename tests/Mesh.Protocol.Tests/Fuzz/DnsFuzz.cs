namespace Mesh.Protocol.Tests;

/// <summary>Answers of name servers: two octets choose type and name, the rest is the datagram.</summary>
internal static class DnsFuzz
{
    private static readonly DnsType[] Types = [DnsType.A, DnsType.Aaaa, DnsType.Txt, DnsType.Srv];

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 4)
        {
            return;
        }

        DnsType type = Types[input[0] % Types.Length];
        ushort id = (ushort)((input[1] << 8) | input[2]);
        try
        {
            if (DnsMessage.Read(input[1..], id, "_mmm._tcp.example.com", type) is { } answer)
            {
                ServiceText.Read(answer.Of<DnsText>());
                ServiceSelection.Order(answer.Of<DnsService>(), Mesh.Cryptography.SystemRandom.Instance);
            }
        }
        catch (ProtocolException e) when (e.Code == ProtocolError.NotDiscovered)
        {
            return;
        }
    }
}
