namespace Mesh.Protocol.Tests;

public class ChannelFuzzTests
{
    private static readonly Dictionary<int, int> Counts = new() { [0] = 500, [1] = 2_000, [5] = 500 };

    public static TheoryData<int> Targets => [.. Enumerable.Range(0, ChannelFuzz.Targets)];

    [Theory]
    [Requirement("NET-11")]
    [MemberData(nameof(Targets))]
    public void Damaged_octets_give_a_result_or_the_one_exception(int target)
    {
        byte[][] seeds = [.. Seeds(target).Select(s => new[] { (byte)target }.Concat(s).ToArray())];
        new Mutations("channel " + target).Run(seeds, Counts.GetValueOrDefault(target, 10_000), octets =>
        {
            octets = octets.Length == 0 ? [0] : octets;
            octets[0] = (byte)target;
            ChannelFuzz.Run(octets);
        });
    }

    private static IEnumerable<byte[]> Seeds(int target)
    {
        using var world = new ChannelWorld("seeds");
        ChannelWorld.Trace trace = world.Handshake();
        byte[] request = trace.Session.Seal("{}"u8, world.Random, world.Clock).Octets.ToArray();
        byte[] credentials = world.Identity.Credentials.Write();
        switch (target)
        {
            case 0:
                return [trace.Post1];
            case 1:
                return [trace.Post2];
            case 2 or 3:
                return [request];
            case 4:
                return
                [
                    credentials, ChannelCredentials.Anonymous(new byte[57]).Write(),
                    ChannelCredentials.Account(new byte[57], "alice@example.com", new byte[9]).Write(),
                    ChannelCredentials.Service(new byte[57], new byte[9], new byte[8]).Write(),
                ];
            case 5:
                return [trace.Reply];
            case 6:
                return [UnverifiedHost.Write(1, new byte[40], new byte[50])];
            case 7:
                return [HandshakeOctets.Payload3(credentials, "{}"u8), HandshakeOctets.Payload3(credentials, new byte[2000])];
            case 8:
                return [RecordPayload.Request("{}"u8), RecordPayload.Response("{}"u8, new byte[20])];
            case 9:
                using (var content = new TicketContent(
                    ChannelSecret.FromOctets(new byte[64]), new byte[64], 1, 2, CredentialKind.Device, world.Names))
                {
                    return [content.Write()];
                }

            default:
                return [trace.Message4];
        }
    }
}
