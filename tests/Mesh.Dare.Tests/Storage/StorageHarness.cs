namespace Mesh.Dare.Tests;

/// <summary>One implementation of the storage interface, and what can happen to it. The conformance suite knows nothing else of it.</summary>
public abstract class StorageHarness : IAsyncDisposable
{
    /// <summary>The clock of the storage.</summary>
    public ManualTime Time { get; } = new();

    /// <summary>The storage as the service uses it.</summary>
    public abstract IAccountStorage Storage { get; }

    /// <summary>Ends the service, by a kill or in order, and starts it again on the same medium.</summary>
    public abstract Task RestartAsync(bool killed);

    /// <summary>A second process beside the first, on the same medium.</summary>
    public abstract IAccountStorage SecondProcess();

    /// <summary>The medium reports that it could not make the next changes durable.</summary>
    public abstract void FailNextFlush();

    /// <summary>The medium has no room left, or room again.</summary>
    public abstract void SetFull(bool full);

    /// <summary>
    /// Every state in which the medium may be found when the machine stops during <paramref name="write"/>, as a storage that is started on
    /// it; among them none of the write, and all of it.
    /// </summary>
    public abstract IAsyncEnumerable<IAccountStorage> StatesOfInterruptedAsync(Func<Task> write);

    public abstract ValueTask DisposeAsync();
}
