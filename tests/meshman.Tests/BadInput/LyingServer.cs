using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Manager.Tests;

/// <summary>A host on loopback that answers every request in the same wrong way.</summary>
internal sealed class LyingServer : IDisposable
{
    private const string Type = "Content-Type: application/octet-stream\r\n";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _lie;

    public LyingServer(string lie)
    {
        _lie = lie;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                if (_lie == "close")
                {
                    return;
                }

                byte[] request = new byte[65_536];
                _ = await stream.ReadAsync(request, _stop.Token);
                await LieAsync(stream);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client had enough.
            }
        }
    }

    private async Task LieAsync(NetworkStream stream)
    {
        async Task Say(string text) => await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(text), _stop.Token);
        string megabyte = new('x', 1 << 20);
        switch (_lie)
        {
            case "silence":
                await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
                break;
            case "garbage":
                await Say("\0\u00ff\u001b[2J\u009b" + new string('\u00fe', 500) + "\r\n\r\n");
                break;
            case "huge":
                await Say($"HTTP/1.1 200 OK\r\n{Type}Content-Length: 99999999999\r\n\r\n");
                await RepeatAsync(() => Say(megabyte));
                break;
            case "chunks without end":
                await Say($"HTTP/1.1 200 OK\r\n{Type}Transfer-Encoding: chunked\r\n\r\n");
                await RepeatAsync(() => Say("100000\r\n" + megabyte + "\r\n"));
                break;
            case "headers without end":
                await Say("HTTP/1.1 200 OK\r\n");
                await RepeatAsync(() => Say("X: " + new string('y', 10_000) + "\r\n"));
                break;
            case "redirect":
                await Say("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
                break;
            case "wrong type":
                await Say("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
                break;
            case "noise of the right type":
                await Say($"HTTP/1.1 200 OK\r\n{Type}Content-Length: 4096\r\n\r\n" + new string('\u0007', 4096));
                break;
            case "cut body":
                await Say($"HTTP/1.1 200 OK\r\n{Type}Content-Length: 4096\r\n\r\nhello");
                break;
            case "empty":
                await Say($"HTTP/1.1 200 OK\r\n{Type}Content-Length: 0\r\n\r\n");
                break;
            case "negative length":
                await Say($"HTTP/1.1 200 OK\r\n{Type}Content-Length: -5\r\n\r\n");
                break;
            default:
                await Say($"HTTP/1.1 {_lie} Status\r\nContent-Length: 4\r\n\r\noops");
                break;
        }
    }

    private async Task RepeatAsync(Func<Task> say)
    {
        while (!_stop.IsCancellationRequested)
        {
            await say();
        }
    }
}
