using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Mesh.Protocol;

/// <summary>One connection to one host, opened when needed, used by one POST at a time.</summary>
internal sealed class HttpLane : IDisposable
{
    private const string ContentType = "application/octet-stream";
    private const int BodyOctetsPerSecond = 32 * 1024;
    private const int HeaderKilobytes = 16;

    private readonly ServiceEndpoint _endpoint;
    private readonly HttpTransportOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _invoker;
    private int _path;

    public HttpLane(ServiceEndpoint endpoint, HttpTransportOptions options, TimeProvider clock)
    {
        _endpoint = endpoint;
        _options = options;
        _clock = clock;
        _invoker = new HttpMessageInvoker(Handler(), disposeHandler: true);
    }

    public async Task<TransportReply> PostAsync(ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation)
    {
        while (true)
        {
            TransportReply reply = await PostAsync(_endpoint.Paths[_path], body, limit, cancellation).ConfigureAwait(false);
            if (reply.Status != (int)HttpStatusCode.NotFound || _path + 1 == _endpoint.Paths.Count)
            {
                return reply;
            }

            _path++;
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<TransportReply> PostAsync(string path, ReadOnlyMemory<byte> body, int limit, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(TimeFor(body.Length), _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(path));
        request.Version = HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        request.Content.Headers.ContentLength = body.Length;
        try
        {
            using HttpResponseMessage response = await _invoker.SendAsync(request, both.Token).ConfigureAwait(false);
            timeout.CancelAfter(TimeFor(Math.Min(response.Content.Headers.ContentLength ?? 0, limit)));
            return await ReadAsync(response, limit, both.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (IsBeforeSending(e))
        {
            throw new ProtocolException(ProtocolError.Unreachable, $"{_endpoint} {HttpTrouble.Of(e)}", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException
            || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new ProtocolException(ProtocolError.OutcomeUnknown, $"{_endpoint} {HttpTrouble.Of(e)}", e);
        }
    }

    private TimeSpan TimeFor(long body) => _options.AnswerTimeout + TimeSpan.FromSeconds(body / BodyOctetsPerSecond);

    /// <summary>The octets of a 200 with the right type; the status of everything else, whose body nobody reads.</summary>
    private static async Task<TransportReply> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellation)
    {
        HttpContentHeaders headers = response.Content.Headers;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new TransportReply((int)response.StatusCode, default);
        }

        if (headers.ContentType?.MediaType != ContentType || headers.ContentEncoding.Count > 0)
        {
            return new TransportReply((int)HttpStatusCode.UnsupportedMediaType, default);
        }

        if (headers.ContentLength is not { } length || length > limit)
        {
            return new TransportReply((int)HttpStatusCode.RequestEntityTooLarge, default);
        }

        byte[] octets = new byte[length];
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await stream.ReadExactlyAsync(octets, cancellation).ConfigureAwait(false);
        }

        return new TransportReply((int)HttpStatusCode.OK, octets);
    }

    private static bool IsBeforeSending(HttpRequestException e) => e.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError;

    private Uri Address(string path) => new UriBuilder
    {
        Scheme = _endpoint.IsSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp,
        Host = _endpoint.Host,
        Port = _endpoint.Port,
        Path = path,
    }.Uri;

    private SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxConnectionsPerServer = 1,
        MaxResponseHeadersLength = HeaderKilobytes,
        MaxResponseDrainSize = 0,
        ConnectTimeout = _options.ConnectTimeout,
        PooledConnectionIdleTimeout = _options.IdleTimeout,
        SslOptions = Tls(),
        ConnectCallback = async (_, cancellation) =>
            await StaggeredConnect.ConnectAsync(_endpoint.Addresses, _endpoint.Port, _clock, cancellation).ConfigureAwait(false),
    };

    private SslClientAuthenticationOptions Tls()
    {
        var tls = new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls13 };
        if (_options.TrustedRoots is { } roots)
        {
            tls.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        return tls;
    }
}
