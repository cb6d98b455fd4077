using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Mesh.TestKit;

/// <summary>
/// A static web server on the loopback interface, with range requests and strong validators. <see cref="Answer"/> can make it lie. It speaks as much of
/// HTTP/1.1 as the tests need, octet by octet, so that no library keeps it from being wrong.
/// </summary>
public sealed class StaticServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly CancellationTokenSource _ended = new();
    private int _requests;
    private long _sent;

    public StaticServer()
    {
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>The files, by path.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>Gives another answer than the right one; null for the right one.</summary>
    public Func<ServedRequest, ServedAnswer?>? Answer { get; set; }

    /// <summary>Requests so far.</summary>
    public int Requests => _requests;

    /// <summary>Octets of bodies sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>The address of a path.</summary>
    public Uri Url(string path) => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}");

    /// <summary>The answer of an honest server.</summary>
    public ServedAnswer Honest(ServedRequest request)
    {
        if (!Files.TryGetValue(request.Path, out byte[]? file))
        {
            return new ServedAnswer(404);
        }

        string tag = "\"" + Convert.ToHexString(SHA256.HashData(file))[..16] + "\"";
        Dictionary<string, string> fields = new() { ["ETag"] = tag };
        if (request.From is not { } from || (request.IfRange is { } asked && asked != tag))
        {
            return new ServedAnswer(200) { Body = file, Fields = fields };
        }

        if (from >= file.Length)
        {
            fields["Content-Range"] = $"bytes */{file.Length}";
            return new ServedAnswer(416) { Fields = fields };
        }

        long to = Math.Min(request.To!.Value, file.Length - 1);
        fields["Content-Range"] = $"bytes {from}-{to}/{file.Length}";
        return new ServedAnswer(206) { Body = file[(int)from..(int)(to + 1)], Fields = fields };
    }

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        foreach (Socket socket in _sockets)
        {
            socket.Dispose();
        }

        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_ended.Token).ConfigureAwait(false);
                _sockets.Add(socket);
                _ = Task.Run(() => ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            using var reader = new StreamReader(stream, Encoding.ASCII, false, 1024, leaveOpen: true);
            while (await ReadAsync(reader).ConfigureAwait(false) is { } request)
            {
                ServedAnswer answer = Answer?.Invoke(request) ?? Honest(request);
                if (!await WriteAsync(stream, answer).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Whoever asked went away.
        }
    }

    private async Task<ServedRequest?> ReadAsync(StreamReader reader)
    {
        string? first = await reader.ReadLineAsync(_ended.Token).ConfigureAwait(false);
        if (first is null)
        {
            return null;
        }

        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_ended.Token).ConfigureAwait(false) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            fields[line[..colon]] = line[(colon + 1)..].Trim();
        }

        string[]? range = fields.TryGetValue("Range", out string? text) ? text["bytes=".Length..].Split('-') : null;
        return new ServedRequest(
            Interlocked.Increment(ref _requests) - 1,
            first.Split(' ')[1],
            range is null ? null : long.Parse(range[0], CultureInfo.InvariantCulture),
            range is null ? null : long.Parse(range[1], CultureInfo.InvariantCulture),
            fields.GetValueOrDefault("If-Range"));
    }

    private async Task<bool> WriteAsync(NetworkStream stream, ServedAnswer answer)
    {
        long length = answer.StatedLength ?? answer.Body.Length;
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Answer\r\n");
        foreach ((string name, string value) in answer.Fields)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(length < 0 ? "Connection: close\r\n\r\n" : $"Content-Length: {length}\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), _ended.Token).ConfigureAwait(false);
        if (answer.Delay > TimeSpan.Zero && !answer.IsSlow)
        {
            await Task.Delay(answer.Delay, _ended.Token).ConfigureAwait(false);
        }

        do
        {
            int step = answer.IsSlow ? 1 : 1 << 16;
            for (int at = 0; at < answer.Body.Length; at += step)
            {
                int count = Math.Min(step, answer.Body.Length - at);
                await stream.WriteAsync(answer.Body.AsMemory(at, count), _ended.Token).ConfigureAwait(false);
                Interlocked.Add(ref _sent, count);
                if (answer.IsSlow)
                {
                    await Task.Delay(answer.Delay, _ended.Token).ConfigureAwait(false);
                }
            }
        }
        while (answer.IsEndless);
        return length == answer.Body.Length;
    }
}
