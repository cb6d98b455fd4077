using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

/// <summary>
/// Every parser of the channel. The first octet chooses the parser, the rest is its input; only a
/// <see cref="ProtocolException"/> may come out.
/// </summary>
internal static class ChannelFuzz
{
    public const int Targets = 11;

    private static readonly Lazy<ChannelWorld> World = new(() => new ChannelWorld("fuzz"));

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

    private static void Parse(int target, ReadOnlySpan<byte> body)
    {
        ChannelWorld world = World.Value;
        switch (target)
        {
            case 0:
                world.Host.AnswerPost1(body);
                break;
            case 1:
                world.Host.OpenPost2(body).Dispose();
                break;
            case 2:
                world.Host.OpenRequest(body.ToArray()).Dispose();
                break;
            case 3:
                world.Host.CheckHead(body);
                break;
            case 4:
                ChannelCredentials.Read(body).Write();
                break;
            case 5:
                using (ClientHandshake client = world.Begin())
                {
                    client.ReadReply(body);
                }

                break;
            case 6:
                UnverifiedHost.Read(new byte[56], body);
                break;
            case 7:
                HandshakeCall.Read(Facts(), [.. body], Tickets(world), world.Random).Dispose();
                break;
            case 8:
                RecordPayload.ReadRequest(body.ToArray());
                RecordPayload.ReadResponse(body.ToArray());
                break;
            case 9:
                TicketContent.Read(body).Dispose();
                break;
            default:
                using (ChannelSecret secret = ChannelSecret.FromOctets(new byte[64]))
                {
                    ResponseRecord.Open(secret, new byte[32], [1], body);
                }

                break;
        }
    }

    private static HandshakeFacts Facts() =>
        new(ChannelSecret.FromOctets(new byte[64]), ChannelWorld.Domain, "M", new byte[56], new byte[64], [1], 1);

    private static TicketKeys Tickets(ChannelWorld world) => new(world.Random, world.Clock);
}
