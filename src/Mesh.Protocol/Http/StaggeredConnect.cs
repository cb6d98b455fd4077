using System.Net;
using System.Net.Sockets;

namespace Mesh.Protocol;

/// <summary>
/// Connects to the first of several addresses that answers (RFC 8305 5): the next one is tried when one fails, or after a quarter of
/// a second, and the first connection wins.
/// </summary>
internal static class StaggeredConnect
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    public static async Task<Stream> ConnectAsync(
        IReadOnlyList<IPAddress> addresses, int port, TimeProvider clock, CancellationToken cancellation)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = new List<Task<Socket>>();
        Socket? winner = null;
        Exception reason = new SocketException((int)SocketError.HostNotFound);
        try
        {
            int next = 0;
            while (winner is null && (running.Count > 0 || next < addresses.Count))
            {
                Task? pause = null;
                if (next < addresses.Count)
                {
                    running.Add(OneAsync(new IPEndPoint(addresses[next++], port), rest.Token));
                    pause = next < addresses.Count ? Task.Delay(Delay, clock, rest.Token) : null;
                }

                Task done = await Task.WhenAny(pause is null ? running : [.. running, pause]).ConfigureAwait(false);
                if (done is Task<Socket> attempt)
                {
                    running.Remove(attempt);
                    winner = attempt.IsCompletedSuccessfully ? await attempt.ConfigureAwait(false) : null;
                    reason = attempt.Exception?.InnerException ?? reason;
                }

                cancellation.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await rest.CancelAsync().ConfigureAwait(false);
            foreach (Task<Socket> late in running)
            {
                _ = late.ContinueWith(
                    t => t.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            }
        }

        return winner is null
            ? throw new SocketException((int)((reason as SocketException)?.SocketErrorCode ?? SocketError.HostUnreachable))
            : new NetworkStream(winner, ownsSocket: true);
    }

    private static async Task<Socket> OneAsync(IPEndPoint point, CancellationToken cancellation)
    {
        var socket = new Socket(point.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(point, cancellation).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
