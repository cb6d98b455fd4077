using System.Collections.Concurrent;

namespace Mesh.Protocol;

/// <summary>
/// The HTTP binding, client side (Mesh protocol, section 8): POST of application/octet-stream over HTTP/1.1 and TLS 1.3, certificate
/// checked for the host's name; plain HTTP only to loopback under <c>MESH_RESOLVE</c>. No redirects, cookies, proxies or content
/// coding. Connections are kept and used by one conversation at a time.
/// </summary>
public sealed class HttpTransport : ITransport, IDisposable
{
    private const int IdleLanesPerHost = 4;

    private readonly ConcurrentDictionary<string, ConcurrentBag<HttpLane>> _idle = new(StringComparer.Ordinal);
    private readonly HttpTransportOptions _options;
    private readonly TimeProvider _clock;
    private volatile bool _disposed;

    /// <summary>A transport without connections.</summary>
    public HttpTransport(HttpTransportOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
    }

    /// <inheritdoc/>
    public IConversation Open(ServiceEndpoint endpoint)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsSecure && !endpoint.Addresses.All(System.Net.IPAddress.IsLoopback))
        {
            throw new ProtocolException(ProtocolError.Configuration, $"{endpoint} is not loopback, and plain HTTP is for loopback alone");
        }

        string key = Key(endpoint);
        HttpLane lane = _idle.TryGetValue(key, out ConcurrentBag<HttpLane>? bag) && bag.TryTake(out HttpLane? idle)
            ? idle
            : new HttpLane(endpoint, _options, _clock);
        return new HttpConversation(endpoint, lane, l => Return(key, l));
    }

    /// <summary>Closes all idle connections; conversations in progress end on their own.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (ConcurrentBag<HttpLane> bag in _idle.Values)
        {
            while (bag.TryTake(out HttpLane? lane))
            {
                lane.Dispose();
            }
        }
    }

    private void Return(string key, HttpLane lane)
    {
        ConcurrentBag<HttpLane> bag = _idle.GetOrAdd(key, _ => []);
        if (_disposed || bag.Count >= IdleLanesPerHost)
        {
            lane.Dispose();
        }
        else
        {
            bag.Add(lane);
        }
    }

    private static string Key(ServiceEndpoint endpoint) =>
        $"{endpoint} {string.Join(' ', endpoint.Addresses)} {string.Join(' ', endpoint.Paths)}";
}
