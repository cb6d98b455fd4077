using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;

namespace Mesh.Client;

/// <summary>
/// Asks a web server for parts of one file (RFC 9110 13 to 15). Every answer must be for the part that was asked for, of the same length and with the same
/// validator as the first one.
/// </summary>
internal sealed class RangeClient : IDisposable
{
    private const int HeaderKilobytes = 64;

    private readonly HttpClient _client;
    private readonly HttpOctetsOptions _options;
    private readonly CancellationToken _cancel;
    private readonly Uri _url;
    private Uri _place;
    private EntityTagHeaderValue? _tag;
    private DateTimeOffset? _modified;

    public RangeClient(Uri url, HttpOctetsOptions options, CancellationToken cancel)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new ClientException(ClientError.InvalidInput, $"{url} is no address that begins with https:// or http://.");
        }

        if (url.UserInfo.Length > 0)
        {
            throw new ClientException(ClientError.InvalidInput, "The address names a user: nothing is fetched under a password.");
        }

        _url = _place = url;
        _options = options;
        _cancel = cancel;
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ActivityHeadersPropagator = null,
                MaxConnectionsPerServer = 1,
                MaxResponseHeadersLength = HeaderKilobytes,
                MaxResponseDrainSize = 0,
                ConnectTimeout = options.ConnectTimeout,
            },
            disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Octets of the file; -1 before the first answer.</summary>
    public long Length { get; private set; } = -1;

    public long Requests { get; private set; }

    public long Received { get; private set; }

    /// <summary>The beginning of the file, as many octets as there are.</summary>
    public int Begin(Memory<byte> destination) => Repeat(0, destination);

    /// <summary>Octets that lie inside the file.</summary>
    public void Read(long start, Memory<byte> destination) => Repeat(start, destination);

    public void Dispose() => _client.Dispose();

    private int Repeat(long start, Memory<byte> destination)
    {
        for (int attempt = 1; ; attempt++)
        {
            Exception failure;
            try
            {
                return ExchangeAsync(start, destination).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException e) when (!_cancel.IsCancellationRequested)
            {
                failure = e;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                failure = e;
            }

            if (attempt >= _options.Attempts)
            {
                string why = failure is OperationCanceledException ? "it did not answer in time, or too slowly"
                    : failure is HttpRequestException { HttpRequestError: HttpRequestError.Unknown } or IOException ? "the connection was broken"
                    : failure.Message.TrimEnd('.');
                throw new ClientException(ClientError.Unreachable, $"{Name} cannot be read: {why}.", failure);
            }

            _cancel.WaitHandle.WaitOne(_options.Pause * (1 << (attempt - 1)));
            _cancel.ThrowIfCancellationRequested();
        }
    }

    private string Name => _url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);

    private async Task<int> ExchangeAsync(long start, Memory<byte> destination)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        timer.CancelAfter(_options.StallTimeout);
        using HttpResponseMessage response = await AskAsync(start, destination.Length, timer.Token).ConfigureAwait(false);
        int count = Check(response, start, destination.Length);
        long begun = Stopwatch.GetTimestamp();
        TimeSpan most = _options.StallTimeout + TimeSpan.FromSeconds((double)count / _options.LeastRate);
        Stream body = await response.Content.ReadAsStreamAsync(timer.Token).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            for (int done = 0; done < count;)
            {
                int read = await body.ReadAsync(destination[done..count], timer.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    throw new HttpIOException(HttpRequestError.ResponseEnded);
                }

                done += read;
                Received += read;
                TimeSpan left = most - Stopwatch.GetElapsedTime(begun);
                timer.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < _options.StallTimeout ? left : _options.StallTimeout);
            }

            if (await body.ReadAsync(new byte[1], timer.Token).ConfigureAwait(false) > 0)
            {
                throw Unusable("it sends more than it was asked for");
            }
        }

        return count;
    }

    private async Task<HttpResponseMessage> AskAsync(long start, int count, CancellationToken cancel)
    {
        Uri place = _place;
        for (int redirections = 0; ; redirections++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, place);
            request.Headers.Range = new RangeHeaderValue(start, start + count - 1);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (_tag is { IsWeak: false })
            {
                request.Headers.IfRange = new RangeConditionHeaderValue(_tag);
            }

            Requests++;
            HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                _place = place;
                return response;
            }

            using (response)
            {
                place = Redirected(place, response, redirections);
            }
        }
    }

    /// <summary>Whether a redirection may be followed: what was asked for under https is not taken from anywhere else.</summary>
    internal static bool MayRedirect(Uri from, Uri to) => to.UserInfo.Length == 0
        && (to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp));

    private Uri Redirected(Uri place, HttpResponseMessage response, int redirections)
    {
        if (redirections >= _options.MostRedirections)
        {
            throw Unusable("it redirects too often");
        }

        Uri next = response.Headers.Location is { } location ? new Uri(place, location) : throw Unusable("it redirects without saying where to");
        return MayRedirect(place, next)
            ? next
            : throw Unusable($"it redirects from {place.Scheme} to {next.Scheme}");
    }

    // How many octets of the part that was asked for there are.
    private int Check(HttpResponseMessage response, long start, int count)
    {
        bool first = Length < 0;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent:
                break;
            case HttpStatusCode.OK when first:
                throw Unusable("it sends the whole file where a part was asked for, so it has no range requests, which fetching needs");
            case HttpStatusCode.OK or HttpStatusCode.RequestedRangeNotSatisfiable when !first:
            case HttpStatusCode.PreconditionFailed:
                throw Changed();
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                throw new ClientException(ClientError.InvalidInput, $"{Name} is empty: it is no sequence.");
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                throw new ClientException(ClientError.NotFound, $"There is no {Name}: the server answers {(int)response.StatusCode}.");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout:
                throw new HttpRequestException(HttpRequestError.InvalidResponse, $"the server answers {(int)response.StatusCode}");
            default:
                throw Unusable($"the server answers {(int)response.StatusCode}");
        }

        if (response.Content.Headers.ContentEncoding.Count > 0)
        {
            throw Unusable("it is sent in another encoding, so that offsets mean nothing");
        }

        if (response.Content.Headers.ContentRange is not { Unit: "bytes", From: { } from, To: { } to, Length: { } length })
        {
            throw Unusable("the server does not say which part it sends");
        }

        if (length > _options.MostLength)
        {
            throw Unusable($"it is said to have {length} octets, which is too many");
        }

        if (!first && (length != Length || !Equals(response.Headers.ETag, _tag) || response.Content.Headers.LastModified != _modified))
        {
            throw Changed();
        }

        long expected = Math.Min(start + count, length) - start;
        if (from != start || to != start + expected - 1 || (response.Content.Headers.ContentLength is { } stated && stated != expected))
        {
            throw Unusable("the server sends another part than was asked for");
        }

        if (first)
        {
            Length = length;
            _tag = response.Headers.ETag;
            _modified = response.Content.Headers.LastModified;
        }

        return (int)expected;
    }

    private ClientException Unusable(string why) => new(ClientError.InvalidResponse, $"{Name} cannot be read: {why}.");

    private ClientException Changed() =>
        new(ClientError.Conflict, $"{Name} was changed while it was read: another file is there now. Try again.");
}
