using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Protocol.Tests;

/// <summary>
/// Every parser of the channel. The first octet chooses the parser, the rest is its input; only a
/// <see cref="ProtocolException"/> may come out.
/// </summary>
internal static class ChannelFuzz
{
    public const int Targets = 11;

    private static readonly ServiceDomain Domain = ServiceDomain.Parse("example.com");
    private static readonly SeededRandom Random = new("channel fuzz");
    private static readonly ClientIdentity Identity = ClientIdentity.Anonymous(Random);
    private static readonly TicketKeys Tickets = new(Random, TimeProvider.System);
    private static readonly ChannelHost Host = NewHost();

    public static void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<byte> body = input[1..];
        try
        {
            Parse(input[0] % Targets, body);
        }
        catch (ProtocolException e) when (e.HttpStatus is 400 or 401 || e.Code is ProtocolError.ResponseNotAuthentic or ProtocolError.HostNotAccepted)
        {
            return;
        }
    }

    /// <summary>Valid inputs of a parser, without the octet that chooses it.</summary>
    public static byte[][] Seeds(int target)
    {
        byte[] credentials = Identity.Credentials.Write();
        using var content = new TicketContent(Secret(), new byte[64], 1, 2, CredentialKind.Device, new TicketNames("A", "B", new byte[64], "C", "D"));
        using ClientHandshake client = ClientHandshake.Begin(Domain, Identity, Random, TimeProvider.System);
        byte[] reply = Host.AnswerPost1(client.Post1.Span);
        byte[] post2 = client.WritePost2(new AcceptedHost(client.ReadReply(reply), "M"), "{}"u8).ToArray();
        using HandshakeCall call = Host.OpenPost2(post2);
        byte[] m4 = call.Answer("{}"u8, new TicketNames("A", "B", new byte[64], "C", "M"));
        byte[] request = client.ReadAnswer(m4).Session!.Seal("{}"u8, Random, TimeProvider.System).Octets.ToArray();
        return target switch
        {
            0 => [client.Post1.ToArray()],
            1 => [post2],
            2 or 3 => [request],
            4 =>
            [
                credentials, ChannelCredentials.Account(new byte[57], "alice@example.com", new byte[9]).Write(),
                ChannelCredentials.Service(new byte[57], new byte[9], new byte[8]).Write(),
            ],
            5 => [reply],
            6 => [UnverifiedHost.Write(1, new byte[40], new byte[50])],
            7 => [HandshakeOctets.Payload3(credentials, "{}"u8), HandshakeOctets.Payload3(credentials, new byte[2000])],
            8 => [RecordPayload.Request("{}"u8), RecordPayload.Response("{}"u8, new byte[20])],
            9 => [content.Write()],
            _ => [m4],
        };
    }

    private static void Parse(int target, ReadOnlySpan<byte> body)
    {
        switch (target)
        {
            case 0:
                Host.AnswerPost1(body);
                break;
            case 1:
                Host.OpenPost2(body).Dispose();
                break;
            case 2:
                Host.OpenRequest(body.ToArray()).Dispose();
                break;
            case 3:
                Host.CheckHead(body);
                break;
            case 4:
                ChannelCredentials.Read(body).Write();
                break;
            case 5:
                using (ClientHandshake client = ClientHandshake.Begin(Domain, Identity, Random, TimeProvider.System))
                {
                    client.ReadReply(body);
                }

                break;
            case 6:
                UnverifiedHost.Read(new byte[56], body);
                break;
            case 7:
                var facts = new HandshakeFacts(Secret(), Domain, "M", new byte[56], new byte[64], [1], 1);
                HandshakeCall.Read(facts, [.. body], Tickets, Random).Dispose();
                break;
            case 8:
                RecordPayload.ReadRequest(body.ToArray());
                RecordPayload.ReadResponse(body.ToArray());
                break;
            case 9:
                TicketContent.Read(body).Dispose();
                break;
            default:
                using (ChannelSecret secret = Secret())
                {
                    ResponseRecord.Open(secret, new byte[32], [1], body);
                }

                break;
        }
    }

    private static ChannelSecret Secret() => ChannelSecret.FromOctets(new byte[64]);

    private static ChannelHost NewHost()
    {
        using AgreementPrivateKey key = AgreementPrivateKey.Generate(KeyAlgorithm.X448, Random);
        var identity = new HostIdentity("M", key, new byte[400], new byte[600]);
        return new ChannelHost(new Dictionary<ServiceDomain, HostIdentity> { [Domain] = identity }, Random, TimeProvider.System);
    }
}
