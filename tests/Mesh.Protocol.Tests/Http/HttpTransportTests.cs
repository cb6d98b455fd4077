using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Mesh.Protocol.Tests;

public class HttpTransportTests
{
    private static readonly TestCertificates Certificates = new();

    [Fact]
    public async Task A_body_goes_out_and_an_answer_comes_back_on_one_connection()
    {
        using var server = new LoopbackServer(r => LoopbackServer.Reply(200, [.. r.Body, 9]));
        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        await using IConversation conversation = transport.Open(server.Endpoint());
        for (byte i = 0; i < 3; i++)
        {
            TransportReply reply = await conversation.PostAsync(new byte[] { i, 2 }, 3, CancellationToken.None);
            Assert.Equal(200, reply.Status);
            Assert.Equal([i, 2, 9], reply.Body.ToArray());
        }

        Assert.Equal(1, server.Connections);
        LoopbackServer.Request request = server.Requests[0];
        Assert.Equal("POST /.well-known/mmm HTTP/1.1", request.Line);
        Assert.Equal($"127.0.0.1:{server.Port}", request.Headers["Host"]);
        Assert.Equal("application/octet-stream", request.Headers["Content-Type"]);
        Assert.Equal(["Content-Length", "Content-Type", "Host"], request.Headers.Keys.Order());
    }

    [Fact]
    public async Task Conversations_have_connections_of_their_own_and_leave_them_to_the_next()
    {
        using var server = new LoopbackServer(r => LoopbackServer.Reply(200, [1]));
        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        await using (IConversation one = transport.Open(server.Endpoint()))
        await using (IConversation two = transport.Open(server.Endpoint()))
        {
            await one.PostAsync(new byte[] { 1 }, 9, CancellationToken.None);
            await two.PostAsync(new byte[] { 2 }, 9, CancellationToken.None);
            await one.PostAsync(new byte[] { 3 }, 9, CancellationToken.None);
        }

        await using IConversation three = transport.Open(server.Endpoint());
        await three.PostAsync(new byte[] { 4 }, 9, CancellationToken.None);
        Assert.Equal(2, server.Connections);
        int[] connections = [.. server.Requests.OrderBy(r => r.Body[0]).Select(r => r.Connection)];
        Assert.Equal(connections[0], connections[2]);
        Assert.NotEqual(connections[0], connections[1]);
    }

    [Fact]
    public async Task The_second_path_is_tried_where_the_first_is_unknown_and_then_kept()
    {
        using var server = new LoopbackServer(r =>
            LoopbackServer.Reply(r.Line.Contains("/srv/", StringComparison.Ordinal) ? 200 : 404, [7]));
        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        await using IConversation conversation = transport.Open(server.Endpoint());
        Assert.Equal(200, (await conversation.PostAsync(new byte[] { 1 }, 9, CancellationToken.None)).Status);
        Assert.Equal(200, (await conversation.PostAsync(new byte[] { 2 }, 9, CancellationToken.None)).Status);
        Assert.Equal(
            ["/.well-known/mmm", "/.well-known/srv/mmm", "/.well-known/srv/mmm"], server.Requests.Select(r => r.Line.Split(' ')[1]));
    }

    [Theory]
    [Requirement("NET-17")]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_not_followed_and_their_bodies_not_read(int status)
    {
        using var elsewhere = new LoopbackServer(r => LoopbackServer.Reply(200, [66]));
        using var server = new LoopbackServer(r => LoopbackServer.Reply(
            status, [1, 2, 3], $"Content-Type: application/octet-stream\r\nLocation: http://127.0.0.1:{elsewhere.Port}/\r\nSet-Cookie: a=b\r\n"));
        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        await using IConversation conversation = transport.Open(server.Endpoint());
        TransportReply reply = await conversation.PostAsync(new byte[] { 1 }, 9, CancellationToken.None);
        Assert.Equal(status, reply.Status);
        Assert.True(reply.Body.IsEmpty);
        await conversation.PostAsync(new byte[] { 1 }, 9, CancellationToken.None);
        Assert.Empty(elsewhere.Requests);
        Assert.DoesNotContain(server.Requests, r => r.Headers.ContainsKey("Cookie"));
    }

    [Theory]
    [Requirement("NET-17")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nok", 415)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 415)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok", 415)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 413)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 11\r\n\r\nhello world", 413)]
    [InlineData("HTTP/1.1 401 No\r\nContent-Length: 5\r\n\r\nhello", 401)]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", 503)]
    public async Task Only_octets_of_the_right_type_and_length_are_an_answer(string answer, int status)
    {
        using var server = new LoopbackServer(r => LoopbackServer.Encode(answer));
        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        await using IConversation conversation = transport.Open(server.Endpoint());
        TransportReply reply = await conversation.PostAsync(new byte[] { 1 }, 10, CancellationToken.None);
        Assert.Equal(status, reply.Status);
        Assert.True(reply.Body.IsEmpty);
    }

    [Theory]
    [Requirement("NET-11")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 9\r\n\r\nshort")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData(null)]
    public async Task A_broken_answer_leaves_the_outcome_unknown(string? answer)
    {
        using var cutting = new LoopbackServer(r => answer is null ? null : LoopbackServer.Encode(answer));
        var options = new HttpTransportOptions { AnswerTimeout = TimeSpan.FromSeconds(1), ConnectTimeout = TimeSpan.FromSeconds(1) };
        using var transport = new HttpTransport(options, TimeProvider.System);
        await using IConversation conversation = transport.Open(cutting.Endpoint());
        var e = await Assert.ThrowsAsync<ProtocolException>(() => conversation.PostAsync(new byte[] { 1 }, 10, CancellationToken.None));
        Assert.Equal(ProtocolError.OutcomeUnknown, e.Code);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    [Requirement("NET-11")]
    public async Task Endless_headers_are_cut_off()
    {
        string headers = string.Concat(Enumerable.Repeat("X: " + new string('x', 1000) + "\r\n", 64));
        using var server = new LoopbackServer(r => LoopbackServer.Encode("HTTP/1.1 200 OK\r\n" + headers));
        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        await using IConversation conversation = transport.Open(server.Endpoint());
        await Assert.ThrowsAsync<ProtocolException>(() => conversation.PostAsync(new byte[] { 1 }, 10, CancellationToken.None));
    }

    [Fact]
    public async Task Silence_ends_after_the_time_set_and_giving_up_is_a_cancellation()
    {
        using var gate = new SemaphoreSlim(0);
        using var server = new LoopbackServer(async r =>
        {
            await gate.WaitAsync();
            return null;
        });
        var options = new HttpTransportOptions { AnswerTimeout = TimeSpan.FromMilliseconds(200), ConnectTimeout = TimeSpan.FromMilliseconds(200) };
        using var transport = new HttpTransport(options, TimeProvider.System);
        await using IConversation conversation = transport.Open(server.Endpoint());
        var e = await Assert.ThrowsAsync<ProtocolException>(() => conversation.PostAsync(new byte[] { 1 }, 10, CancellationToken.None));
        Assert.Equal(ProtocolError.OutcomeUnknown, e.Code);
        using var stop = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => conversation.PostAsync(new byte[] { 1 }, 10, stop.Token));
        gate.Release(10);
    }

    [Fact]
    public async Task A_long_answer_has_the_time_that_its_length_takes_beyond_that_for_its_beginning()
    {
        const int Length = 128 * 1024;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            NetworkStream stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096]);
            byte[] answer = LoopbackServer.Reply(200, new byte[Length]);
            await stream.WriteAsync(answer.AsMemory(0, answer.Length / 2));
            await Task.Delay(TimeSpan.FromSeconds(1.5));
            await stream.WriteAsync(answer.AsMemory(answer.Length / 2));
        });
        var options = new HttpTransportOptions { AnswerTimeout = TimeSpan.FromSeconds(1) };
        using var transport = new HttpTransport(options, TimeProvider.System);
        var endpoint = new ServiceEndpoint(
            "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, [IPAddress.Loopback], ServiceEndpoint.WellKnown, IsSecure: false, null);
        await using IConversation conversation = transport.Open(endpoint);
        Assert.Equal(Length, (await conversation.PostAsync(new byte[] { 1 }, Length, CancellationToken.None)).Body.Length);
        await serving;
    }

    [Fact]
    public async Task A_host_that_does_not_listen_is_unreachable()
    {
        int port;
        using (var unused = new TcpListener(IPAddress.Loopback, 0))
        {
            unused.Start();
            port = ((IPEndPoint)unused.LocalEndpoint).Port;
        }

        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        await using IConversation conversation = transport.Open(
            new ServiceEndpoint("127.0.0.1", port, [IPAddress.Loopback], ServiceEndpoint.WellKnown, IsSecure: false, null));
        var e = await Assert.ThrowsAsync<ProtocolException>(() => conversation.PostAsync(new byte[] { 1 }, 10, CancellationToken.None));
        Assert.Equal(ProtocolError.Unreachable, e.Code);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        using var server = new LoopbackServer(r => LoopbackServer.Reply(200, [1]));
        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        ServiceEndpoint endpoint = server.Endpoint() with { Addresses = [IPAddress.Parse("127.0.0.2"), IPAddress.IPv6Loopback, IPAddress.Loopback] };
        await using IConversation conversation = transport.Open(endpoint);
        Assert.Equal(200, (await conversation.PostAsync(new byte[] { 1 }, 10, CancellationToken.None)).Status);
    }

    [Fact]
    [Requirement("NET-15")]
    public void Plain_HTTP_is_for_loopback_alone()
    {
        using var transport = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        var outside = new ServiceEndpoint("example.com", 80, [IPAddress.Loopback, IPAddress.Parse("192.0.2.1")], ServiceEndpoint.WellKnown, false, null);
        var e = Assert.Throws<ProtocolException>(() => transport.Open(outside));
        Assert.Equal(ProtocolError.Configuration, e.Code);
    }

    [Fact]
    [Requirement("NET-15")]
    public async Task TLS_with_a_good_certificate_is_accepted()
    {
        using var server = new LoopbackServer(
            r => Task.FromResult<byte[]?>(LoopbackServer.Reply(200, [5])), Certificates.For("mmm.example.com"));
        Assert.Equal([5], (await PostAsync(server, "mmm.example.com")).Body.ToArray());
        Assert.Equal($"mmm.example.com:{server.Port}", server.Requests[0].Headers["Host"]);
    }

    [Theory]
    [Requirement("NET-15")]
    [InlineData("other.example.com", 10, SslProtocols.Tls13)]
    [InlineData("mmm.example.com", 1, SslProtocols.Tls13)]
    [InlineData("mmm.example.com", 10, SslProtocols.Tls12)]
    public async Task Another_name_an_expired_certificate_and_older_TLS_are_refused(string name, int days, SslProtocols protocols)
    {
        using var server = new LoopbackServer(
            r => Task.FromResult<byte[]?>(LoopbackServer.Reply(200, [5])), Certificates.For(name, days), protocols);
        var e = await Assert.ThrowsAsync<ProtocolException>(() => PostAsync(server, "mmm.example.com"));
        Assert.Equal(ProtocolError.Unreachable, e.Code);
        Assert.Empty(server.Requests);
    }

    [Fact]
    [Requirement("NET-15")]
    public async Task A_root_that_nobody_trusts_is_refused()
    {
        using var server = new LoopbackServer(
            r => Task.FromResult<byte[]?>(LoopbackServer.Reply(200, [5])), new TestCertificates().For("mmm.example.com"));
        await Assert.ThrowsAsync<ProtocolException>(() => PostAsync(server, "mmm.example.com"));
        using var system = new HttpTransport(new HttpTransportOptions(), TimeProvider.System);
        await using IConversation conversation = system.Open(server.Endpoint(secure: true, "mmm.example.com"));
        await Assert.ThrowsAsync<ProtocolException>(() => conversation.PostAsync(new byte[] { 1 }, 10, CancellationToken.None));
        Assert.Empty(server.Requests);
    }

    private static async Task<TransportReply> PostAsync(LoopbackServer server, string host)
    {
        using var transport = new HttpTransport(new HttpTransportOptions { TrustedRoots = Certificates.Roots }, TimeProvider.System);
        await using IConversation conversation = transport.Open(server.Endpoint(secure: true, host));
        return await conversation.PostAsync(new byte[] { 1 }, 10, CancellationToken.None);
    }
}
