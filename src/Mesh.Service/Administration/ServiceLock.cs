using Mesh.Dare;

namespace Mesh.Service;

/// <summary>A service's folder belongs to one process at a time. The system lets go when that ends, however it ends.</summary>
internal static class ServiceLock
{
    private const string Name = "service.lock";

    /// <summary>Takes the folder; null where a process has it.</summary>
    /// <exception cref="ServiceException"><see cref="ServiceError.InvalidInput"/>: the lock cannot be made there.</exception>
    public static IDisposable? TryTake(string data)
    {
        try
        {
            return DurableFiles.Instance.TryLock(Path.Combine(Path.GetFullPath(data), Name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(ServiceError.InvalidInput, $"{data} cannot be locked: {FileProblem.Of(e)}.", e);
        }
    }

    /// <summary>
    /// Reads in the folder while no process uses it, and leaves no trace there: where the lock's file is missing, no service ever ran, and
    /// the lock is not made but looked for again afterwards.
    /// </summary>
    /// <exception cref="ServiceException"><see cref="ServiceError.Busy"/>, <see cref="ServiceError.InvalidInput"/>.</exception>
    public static async Task<T> WhileUnusedAsync<T>(string data, Func<Task<T>> read)
    {
        string path = Path.Combine(Path.GetFullPath(data), Name);
        using IDisposable? held = File.Exists(path) ? Take(data) : null;
        T result = await read().ConfigureAwait(false);
        return held is null && File.Exists(path) ? throw Busy(data) : result;
    }

    /// <summary>Takes the folder for a service.</summary>
    /// <exception cref="ServiceException"><see cref="ServiceError.Busy"/>.</exception>
    public static IDisposable Take(string data) => TryTake(data) ?? throw Busy(data);

    private static ServiceException Busy(string data) =>
        new(ServiceError.Busy, $"Another process uses {data}: stop it first, or name another folder.");
}
