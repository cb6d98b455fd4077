using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Mesh.Protocol;

/// <summary>What went wrong with a host, in words for people: the text of the platform may hold what the host sent.</summary>
internal static class HttpTrouble
{
    /// <summary>Follows the name of the host.</summary>
    public static string Of(Exception e)
    {
        for (Exception? cause = e; cause is not null; cause = cause.InnerException)
        {
            if (Known(cause) is { } words)
            {
                return words;
            }
        }

        return "gave no answer";
    }

    /// <summary>Follows the name of the host that answered with a status of which nothing can be made.</summary>
    public static string OfStatus(int status) => status switch
    {
        >= 300 and < 400 => "answers with a redirection, which is not followed",
        404 => "has no Mesh service",
        413 or 415 => "does not answer as a Mesh service does",
        429 or 503 => "is too busy at the moment",
        _ => string.Create(CultureInfo.InvariantCulture, $"answers with HTTP status {status}"),
    };

    // From the outside in: what is inmost says most where it is one of these, and least otherwise.
    private static string? Known(Exception e) => e switch
    {
        OperationCanceledException => "did not answer in time",
        AuthenticationException => "does not prove its name with a certificate that this machine trusts, in TLS 1.3",
        SocketException socket => OfSocket(socket.SocketErrorCode),
        EndOfStreamException => "ended its answer too early",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } =>
            "ended its answer too early",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }
            or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => "does not answer as a web server does",
        _ => null,
    };

    private static string OfSocket(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "refuses connections: nothing listens there",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "closed the connection",
        SocketError.TimedOut => "did not answer in time",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => "cannot be reached from this network",
        _ => string.Create(CultureInfo.InvariantCulture, $"cannot be reached ({error})"),
    };
}
