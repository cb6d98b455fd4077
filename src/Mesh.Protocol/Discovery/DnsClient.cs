using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Asks recursive name servers (RFC 1035, 7766): over UDP from a fresh port with a random ID, over TCP where the answer is truncated.
/// Datagrams that answer something else are passed over until the time is up, so that a blind forger must hit ID and port at once.
/// Nothing is cached: a program asks once.
/// </summary>
public sealed class DnsClient : INameResolver
{
    private const int DatagramOctets = 4096;
    private const int StraysAccepted = 64;

    private readonly DnsServers _servers;
    private readonly IRandomSource _random;
    private readonly TimeProvider _clock;

    /// <summary>A client of these servers.</summary>
    public DnsClient(DnsServers servers, IRandomSource random, TimeProvider clock)
    {
        _servers = servers;
        _random = random;
        _clock = clock;
    }

    /// <inheritdoc/>
    public async Task<DnsAnswer> ResolveAsync(string name, DnsType type, CancellationToken cancellation)
    {
        string reason = "no server answered";
        for (int attempt = 0; attempt < _servers.Attempts; attempt++)
        {
            foreach (IPEndPoint server in _servers.Servers)
            {
                using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_servers.Timeout), _clock);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
                try
                {
                    DnsAnswer answer = await AskAsync(server, name, type, both.Token).ConfigureAwait(false);
                    if (answer.Status is DnsStatus.NoError or DnsStatus.NoSuchName)
                    {
                        return answer;
                    }

                    reason = $"the server answered with code {(int)answer.Status}";
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    reason = "no server answered in time";
                }
                catch (Exception e) when (e is SocketException or IOException)
                {
                    reason = e.Message;
                }
                catch (ProtocolException e) when (e.Code == ProtocolError.NotDiscovered)
                {
                    reason = e.Message;
                }
            }
        }

        throw new ProtocolException(ProtocolError.NotDiscovered, $"{name} could not be looked up: {reason}");
    }

    private async Task<DnsAnswer> AskAsync(IPEndPoint server, string name, DnsType type, CancellationToken cancellation)
    {
        ushort id = Id();
        byte[] query = DnsMessage.Query(id, name, type);
        DnsAnswer answer = await AskUdpAsync(server, query, id, name, type, cancellation).ConfigureAwait(false);
        return answer.Truncated ? await AskTcpAsync(server, query, id, name, type, cancellation).ConfigureAwait(false) : answer;
    }

    private static async Task<DnsAnswer> AskUdpAsync(
        IPEndPoint server, byte[] query, ushort id, string name, DnsType type, CancellationToken cancellation)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);

        // A connected socket takes datagrams of this server alone.
        await socket.ConnectAsync(server, cancellation).ConfigureAwait(false);
        await socket.SendAsync(query, cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[DatagramOctets];
        for (int stray = 0; stray < StraysAccepted; stray++)
        {
            int length = await socket.ReceiveAsync(buffer, cancellation).ConfigureAwait(false);
            if (DnsMessage.Read(buffer.AsSpan(0, length), id, name, type) is { } answer)
            {
                return answer;
            }
        }

        throw DnsMessage.Malformed();
    }

    private static async Task<DnsAnswer> AskTcpAsync(
        IPEndPoint server, byte[] query, ushort id, string name, DnsType type, CancellationToken cancellation)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, cancellation).ConfigureAwait(false);
        using var stream = new NetworkStream(socket);
        byte[] framed = new byte[2 + query.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await stream.WriteAsync(framed, cancellation).ConfigureAwait(false);
        byte[] length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellation).ConfigureAwait(false);
        byte[] message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(message, cancellation).ConfigureAwait(false);
        return DnsMessage.Read(message, id, name, type) is { Truncated: false } answer ? answer : throw DnsMessage.Malformed();
    }

    private ushort Id()
    {
        Span<byte> octets = stackalloc byte[2];
        _random.Fill(octets);
        return BinaryPrimitives.ReadUInt16BigEndian(octets);
    }
}
