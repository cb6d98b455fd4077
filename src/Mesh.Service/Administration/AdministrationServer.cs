using System.Net.Sockets;
using System.Text.Json;
using Mesh.Dare;
using Microsoft.Extensions.Logging;

namespace Mesh.Service;

/// <summary>Lets the operator's commands in while the service runs.</summary>
internal sealed class AdministrationServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly IServiceAdministration _administration;
    private readonly ILogger _log;
    private readonly string _path;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    private AdministrationServer(IServiceAdministration administration, string path, Socket listener, ILogger log)
    {
        _administration = administration;
        _path = path;
        _listener = listener;
        _log = log;
        _accepting = AcceptAsync();
    }

    /// <summary>Listens. The caller holds the folder's lock, so that a socket that is there already is of a service that is gone.</summary>
    /// <returns>Null where that cannot be; the service is served nevertheless.</returns>
    public static AdministrationServer? Start(IServiceAdministration administration, string data, ILogger log)
    {
        if (AdministrationSocket.Of(data) is not { } endPoint)
        {
            log.AdministrationNotListening("the name of the folder is too long for a socket");
            return null;
        }

        string path = AdministrationSocket.PathOf(data);
        Socket listener = AdministrationSocket.Make();
        try
        {
            File.Delete(path);
            listener.Bind(endPoint);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            listener.Listen(backlog: 16);
            return new AdministrationServer(administration, path, listener, log);
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            log.AdministrationNotListening(e.Message);
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        File.Delete(_path);
        _stop.Dispose();
    }

    // One at a time: there is one operator, and nobody waits longer than the patience.
    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using Socket peer = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                if (!AdministrationSocket.IsPeerAllowed(peer))
                {
                    _log.AdministrationRefused();
                    continue;
                }

                using var stream = new NetworkStream(peer);
                using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                limit.CancelAfter(Patience);
                await ServeAsync(stream, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException or ObjectDisposedException or JsonException)
            {
                // A caller that went away or spoke nonsense; the next one is served. Where none can be let in, for want of descriptors, it waits.
                await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ServeAsync(NetworkStream stream, CancellationToken cancellation)
    {
        AdministrationRequest request = JsonSerializer.Deserialize(
            await ReadLineAsync(stream, cancellation).ConfigureAwait(false), AdministrationContext.Default.AdministrationRequest)
            ?? throw new JsonException();
        if (request.Account is null)
        {
            throw new JsonException();
        }

        AdministrationLine end = new();
        try
        {
            foreach (AccountReport account in await AnswerAsync(request, cancellation).ConfigureAwait(false))
            {
                await WriteAsync(stream, new AdministrationLine(account), cancellation).ConfigureAwait(false);
            }
        }
        catch (ServiceException e)
        {
            end = new AdministrationLine(null, e.Code, e.Message);
        }
        catch (DareException e)
        {
            end = new AdministrationLine(null, ServiceError.Administration, e.Message);
        }

        await WriteAsync(stream, end, cancellation).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<AccountReport>> AnswerAsync(AdministrationRequest request, CancellationToken cancellation) => request.Verb switch
    {
        AdministrationVerb.List => await _administration.ListAsync(cancellation).ConfigureAwait(false),
        AdministrationVerb.Get => [await _administration.GetAsync(request.Account, cancellation).ConfigureAwait(false)],
        AdministrationVerb.Quota => [await _administration.SetQuotaAsync(request.Account, request.Quota, cancellation).ConfigureAwait(false)],
        _ => [await _administration.SetSuspendedAsync(request.Account, request.Suspended, cancellation).ConfigureAwait(false)],
    };

    private static async Task<byte[]> ReadLineAsync(NetworkStream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[AdministrationSocket.LongestLine];
        int length = 0;
        while (length < buffer.Length)
        {
            int count = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            length += count;
            if (count == 0 || buffer[length - 1] == (byte)'\n')
            {
                return buffer[..length];
            }
        }

        throw new JsonException();
    }

    private static async Task WriteAsync(NetworkStream stream, AdministrationLine line, CancellationToken cancellation)
    {
        string json = JsonSerializer.Serialize(line, AdministrationContext.Default.AdministrationLine);
        await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(json + "\n"), cancellation).ConfigureAwait(false);
    }
}
