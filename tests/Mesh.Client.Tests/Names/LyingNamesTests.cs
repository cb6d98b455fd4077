using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Mesh.Cryptography;
using Mesh.Protocol;

namespace Mesh.Client.Tests.Names;

/// <summary>What a person is told when the name system fails or lies.</summary>
public sealed class LyingNamesTests
{
    [Theory]
    [InlineData("silence")]
    [InlineData("empty")]
    [InlineData("noise")]
    [InlineData("own question back")]
    [InlineData("server failure")]
    [InlineData("refused")]
    [InlineData("no such name")]
    [InlineData("truncated")]
    [InlineData("counts that are not there")]
    [InlineData("pointer to itself")]
    public async Task A_name_server_that_lies_ends_in_one_line(string lie)
    {
        using var server = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var stop = new CancellationTokenSource();
        Task lying = LieAsync(server, lie, stop.Token);
        var names = new DnsClient(
            new DnsServers([(IPEndPoint)server.Client.LocalEndPoint!], Timeout: 1, Attempts: 1), SystemRandom.Instance, TimeProvider.System);
        using var folder = new TempFolder();
        using MeshMachine machine = MeshMachine.Open(new MachineOptions
        {
            Root = folder.File("mesh"),
            Discovery = new ServiceDiscovery(names, SystemRandom.Instance, ServiceOverride.None),
            Variable = _ => null,
        });
        var watch = Stopwatch.StartNew();
        foreach (Func<Task> ask in new Func<Task>[]
        {
            () => machine.HelloAsync("example.com"), () => machine.CreateAccountAsync("alice@example.com"), () => machine.RequestConnectionAsync("alice@example.com"),
        })
        {
            ClientException e = await Assert.ThrowsAsync<ClientException>(ask);
            Assert.Equal(ClientError.Unreachable, e.Code);
            Assert.DoesNotContain('\n', e.Message);
            Assert.Contains("Check the address and the network.", e.Message, StringComparison.Ordinal);
        }

        Assert.Empty(machine.Accounts());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lying);
    }

    private static async Task LieAsync(UdpClient server, string lie, CancellationToken stop)
    {
        var random = new SeededRandom(lie);
        while (true)
        {
            UdpReceiveResult asked = await server.ReceiveAsync(stop);
            byte[] question = asked.Buffer;
            byte[]? answer = lie switch
            {
                "silence" => null,
                "empty" => [],
                "noise" => random.Bytes(200),
                "own question back" => question,
                "server failure" => Reply(question, 0x8182),
                "refused" => Reply(question, 0x8185),
                "no such name" => Reply(question, 0x8183),
                "truncated" => Reply(question, 0x8180)[..15],
                "counts that are not there" => With(Reply(question, 0x8180), 6, 0xFF, 0xFF),
                _ => [.. With(Reply(question, 0x8180), 6, 0, 1), 0xC0, (byte)question.Length, 0, 33, 0, 1, 0, 0, 0, 60, 0, 2, 0xC0, 0x0C],
            };
            if (answer is not null)
            {
                await server.SendAsync(answer, asked.RemoteEndPoint, stop);
            }
        }
    }

    private static byte[] Reply(byte[] question, int flags) => With([.. question], 2, (byte)(flags >> 8), (byte)(flags & 0xFF));

    private static byte[] With(byte[] message, int at, byte first, byte second)
    {
        message[at] = first;
        message[at + 1] = second;
        return message;
    }
}
