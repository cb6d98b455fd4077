using System.Diagnostics;

namespace Mesh.Client;

/// <summary>
/// The right to change anything in one Mesh folder. One process holds it at a time; another waits a bounded time and then says so.
/// Readers do not need it. The operating system lets go of it when the process ends, however it ends.
/// </summary>
internal sealed class MachineLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private MachineLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, trying again until <paramref name="wait"/> has passed.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Busy"/> or <see cref="ClientError.Storage"/>.</exception>
    public static async Task<MachineLock> TakeAsync(string path, TimeSpan wait, TimeProvider time, CancellationToken cancel)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            if (TryTake(path) is { } taken)
            {
                return taken;
            }

            if (time.GetElapsedTime(start) >= wait)
            {
                throw new ClientException(
                    ClientError.Busy, "Another process is using this Mesh folder. Wait until it has finished, then try again.");
            }

            await Task.Delay(Pause, time, cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static MachineLock? TryTake(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new MachineLock(new FileStream(path, options));
        }
        catch (IOException e) when (IsSharing(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientException(ClientError.Storage, $"The lock file {path} cannot be opened: {Dare.FileProblem.Of(e)}.", e);
        }
    }

    // Windows: ERROR_SHARING_VIOLATION; elsewhere .NET gives EWOULDBLOCK of flock as the HResult.
    private static bool IsSharing(IOException e) => e.HResult is unchecked((int)0x80070020) or 11 or 35;
}
