using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

public class DnsClientTests
{
    private const string Name = "_mmm._tcp.example.com";

    [Fact]
    public async Task An_answer_over_UDP_is_taken()
    {
        using var server = new NameServer(query => [DnsPackets.To(query).Txt("udf=M").Octets()]);
        DnsAnswer answer = await Client(server).ResolveAsync(Name, DnsType.Txt, CancellationToken.None);
        Assert.Equal(["udf=M"], Assert.Single(answer.Of<DnsText>()).Strings);
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_for_again_over_TCP()
    {
        using var server = new NameServer(
            query => [DnsPackets.To(query, 0x8380).Octets()],
            query => DnsPackets.To(query).Txt([.. Enumerable.Range(0, 40).Select(i => new string('x', 250))]).Octets());
        DnsAnswer answer = await Client(server).ResolveAsync(Name, DnsType.Txt, CancellationToken.None);
        Assert.Equal(40, Assert.Single(answer.Of<DnsText>()).Strings.Count);
    }

    [Fact]
    public async Task Forged_and_stray_datagrams_are_passed_over()
    {
        using var server = new NameServer(query =>
        {
            byte[] otherId = DnsPackets.To(query).Txt("udf=EVIL").Octets();
            otherId[0] ^= 1;
            byte[] otherName = DnsPackets.To(query).Txt("udf=EVIL").Octets();
            otherName[14] ^= 1;
            return [[], [1, 2, 3], otherId, otherName, query, DnsPackets.To(query).Txt("udf=GOOD").Octets()];
        });
        DnsAnswer answer = await Client(server).ResolveAsync(Name, DnsType.Txt, CancellationToken.None);
        Assert.Equal(["udf=GOOD"], Assert.Single(answer.Of<DnsText>()).Strings);
    }

    [Fact]
    public async Task A_flood_of_forgeries_ends_in_an_error()
    {
        using var server = new NameServer(query => [.. Enumerable.Repeat(new byte[] { 0 }, 200)]);
        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client(server).ResolveAsync(Name, DnsType.Txt, CancellationToken.None));
        Assert.Equal(ProtocolError.NotDiscovered, e.Code);
    }

    [Fact]
    public async Task A_failing_server_is_followed_by_the_next_and_a_missing_name_is_an_answer()
    {
        using var failing = new NameServer(query => [DnsPackets.To(query, 0x8182).Octets()]);
        using var good = new NameServer(query => [DnsPackets.To(query, 0x8183).Octets()]);
        DnsAnswer answer = await Client(failing, good).ResolveAsync(Name, DnsType.Srv, CancellationToken.None);
        Assert.Equal(DnsStatus.NoSuchName, answer.Status);
        Assert.Equal(1, failing.Queries);

        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client(failing).ResolveAsync(Name, DnsType.Srv, CancellationToken.None));
        Assert.Contains(Name, e.Message, StringComparison.Ordinal);
        Assert.Equal(3, failing.Queries);
    }

    [Fact]
    public async Task Silence_ends_in_an_error_and_giving_up_in_a_cancellation()
    {
        using var silent = new NameServer(_ => []);
        var client = new DnsClient(new DnsServers([silent.Point], Timeout: 1, Attempts: 1), SystemRandom.Instance, TimeProvider.System);
        var e = await Assert.ThrowsAsync<ProtocolException>(() => client.ResolveAsync(Name, DnsType.A, CancellationToken.None));
        Assert.Contains("in time", e.Message, StringComparison.Ordinal);
        using var stop = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ResolveAsync(Name, DnsType.A, stop.Token));
    }

    [Fact]
    public async Task IDs_are_random()
    {
        var ids = new List<int>();
        using var server = new NameServer(query =>
        {
            ids.Add(BinaryPrimitives.ReadUInt16BigEndian(query));
            return [DnsPackets.To(query).Octets()];
        });
        var client = new DnsClient(new DnsServers([server.Point]), new KnownRandom([1, 2], [250, 3]), TimeProvider.System);
        await client.ResolveAsync(Name, DnsType.A, CancellationToken.None);
        await client.ResolveAsync(Name, DnsType.A, CancellationToken.None);
        Assert.Equal([0x0102, 0xFA03], ids);
        Assert.Equal(2, server.Ports.Distinct().Count());
    }

    private static DnsClient Client(params NameServer[] servers) =>
        new(new DnsServers([.. servers.Select(s => s.Point)], Timeout: 5, Attempts: 2), SystemRandom.Instance, TimeProvider.System);

    /// <summary>A name server on loopback, UDP and TCP on one port.</summary>
    private sealed class NameServer : IDisposable
    {
        private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly TcpListener? _tcp;
        private readonly Func<byte[], byte[][]> _answers;
        private readonly Task _loops;

        public NameServer(Func<byte[], byte[][]> answers, Func<byte[], byte[]>? tcpAnswer = null)
        {
            _answers = answers;
            _tcp = tcpAnswer is null ? null : StartTcp();
            _udp.Bind((IPEndPoint?)_tcp?.LocalEndpoint ?? new IPEndPoint(IPAddress.Loopback, 0));
            Point = (IPEndPoint)_udp.LocalEndPoint!;
            Task udp = Task.Run(UdpAsync);
            _loops = tcpAnswer is null ? udp : Task.WhenAll(udp, Task.Run(() => TcpAsync(tcpAnswer)));
        }

        public IPEndPoint Point { get; }

        public int Queries { get; private set; }

        public List<int> Ports { get; } = [];

        public void Dispose()
        {
            _udp.Dispose();
            _tcp?.Dispose();
            Assert.True(_loops.Wait(TimeSpan.FromSeconds(10)));
        }

        // TCP chooses the port: connections of other programs keep many of its ports busy, and few of those of UDP.
        private static TcpListener StartTcp()
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return listener;
        }

        private async Task UdpAsync()
        {
            byte[] buffer = new byte[512];
            try
            {
                while (true)
                {
                    SocketReceiveFromResult got = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                    Queries++;
                    Ports.Add(((IPEndPoint)got.RemoteEndPoint).Port);
                    foreach (byte[] answer in _answers(buffer[..got.ReceivedBytes]))
                    {
                        await _udp.SendToAsync(answer, got.RemoteEndPoint);
                    }
                }
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
        }

        private async Task TcpAsync(Func<byte[], byte[]> answer)
        {
            try
            {
                while (true)
                {
                    using TcpClient client = await _tcp!.AcceptTcpClientAsync();
                    NetworkStream stream = client.GetStream();
                    byte[] length = new byte[2];
                    await stream.ReadExactlyAsync(length);
                    byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                    await stream.ReadExactlyAsync(query);
                    byte[] message = answer(query);
                    await stream.WriteAsync(new byte[] { (byte)(message.Length >> 8), (byte)(message.Length & 0xFF) });
                    await stream.WriteAsync(message);
                }
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }
}
