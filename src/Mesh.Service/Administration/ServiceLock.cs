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

    /// <summary>Takes the folder for a service.</summary>
    /// <exception cref="ServiceException"><see cref="ServiceError.Busy"/>.</exception>
    public static IDisposable Take(string data) => TryTake(data)
        ?? throw new ServiceException(ServiceError.Busy, $"Another process uses {data}: stop it first, or name another folder.");
}
