namespace Mesh.Protocol;

/// <summary>
/// Bounds the work that strangers can cause (Mesh channel, section 5): so many handshake steps at a time, so many more waiting, and
/// beyond that 429 at once. A step that waits holds its request body and nothing else.
/// </summary>
public sealed class HandshakeWorkers : IDisposable
{
    private readonly SemaphoreSlim _workers;
    private readonly int _places;
    private int _inside;

    /// <summary>Nothing runs or waits yet.</summary>
    public HandshakeWorkers(HandshakeLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Check();
        _workers = new SemaphoreSlim(limits.Workers);
        _places = checked(limits.Workers + limits.Queue);
    }

    /// <summary>Runs one step of a handshake off the caller's thread when its turn comes.</summary>
    /// <exception cref="ProtocolException">TooMany: all places are taken; or what <paramref name="step"/> throws.</exception>
    public async Task<T> RunAsync<T>(Func<T> step, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _inside) > _places)
        {
            Interlocked.Decrement(ref _inside);
            throw new ProtocolException(ProtocolError.TooMany, "too many handshakes wait; come again later");
        }

        try
        {
            await _workers.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await Task.Run(step, cancellation).ConfigureAwait(false);
            }
            finally
            {
                _workers.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _workers.Dispose();
}
