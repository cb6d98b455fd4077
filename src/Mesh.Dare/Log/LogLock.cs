namespace Mesh.Dare;

/// <summary>Waiting for the exclusive lock of a log, without a thread (Mesh account log, Writing).</summary>
internal static class LogLock
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes the lock.</summary>
    /// <exception cref="DareException"><see cref="DareError.LogBusy"/>, <see cref="DareError.Unavailable"/>.</exception>
    public static async Task<IDisposable> TakeAsync(LogPaths paths, LogOptions options, CancellationToken cancellation)
    {
        long start = options.Time.GetTimestamp();
        for (TimeSpan wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                if (options.Files.TryLock(paths.Lock) is { } held)
                {
                    return held;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw LogOpener.Unavailable(paths, e);
            }

            if (options.Time.GetElapsedTime(start) >= options.LockPatience)
            {
                throw new DareException(DareError.LogBusy, $"{paths.Log} is in use by another program; try again when that has ended.");
            }

            await Task.Delay(wait, options.Time, cancellation).ConfigureAwait(false);
        }
    }
}
