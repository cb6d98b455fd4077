using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mesh.Protocol.Tests;

/// <summary>An HTTP/1.1 server on loopback that says exactly the octets that a test gives it, so that it can also misbehave.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Request, Task<byte[]?>> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly SslProtocols _protocols;
    private readonly Task _accepting;
    private int _connections;

    public LoopbackServer(
        Func<Request, Task<byte[]?>> answer, X509Certificate2? certificate = null, SslProtocols protocols = SslProtocols.Tls13)
    {
        _answer = answer;
        _certificate = certificate;
        _protocols = protocols;
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    public LoopbackServer(Func<Request, byte[]?> answer)
        : this(r => Task.FromResult(answer(r)))
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    public List<Request> Requests { get; } = [];

    public ServiceEndpoint Endpoint(bool secure = false, string host = "127.0.0.1") =>
        new(host, Port, [IPAddress.Loopback], ServiceEndpoint.WellKnown, secure, null);

    /// <summary>A well-formed answer.</summary>
    public static byte[] Reply(int status, byte[] body, string headers = "Content-Type: application/octet-stream\r\n") =>
        [.. Encode($"HTTP/1.1 {status} X\r\n{headers}Content-Length: {body.Length}\r\n\r\n"), .. body];

    public static byte[] Encode(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        Assert.True(_accepting.Wait(TimeSpan.FromSeconds(10)));
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                int number = Interlocked.Increment(ref _connections);
                serving.Add(Task.Run(() => ServeAsync(client, number)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client, int connection)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(
                        new SslServerAuthenticationOptions { ServerCertificate = _certificate, EnabledSslProtocols = _protocols }, _stop.Token);
                    stream = tls;
                }

                while (await ReadAsync(stream, connection) is { } request)
                {
                    lock (Requests)
                    {
                        Requests.Add(request);
                    }

                    if (await _answer(request) is not { } answer)
                    {
                        return;
                    }

                    await stream.WriteAsync(answer, _stop.Token);
                    await stream.FlushAsync(_stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationException or SocketException)
            {
                return;
            }
        }
    }

    private async Task<Request?> ReadAsync(Stream stream, int connection)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> headers = lines.Skip(1)
            .ToDictionary(l => l[..l.IndexOf(':')], l => l[(l.IndexOf(':') + 1)..].Trim(), StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new Request(lines[0], headers, body, connection);
    }

    internal sealed record Request(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body, int Connection);
}
