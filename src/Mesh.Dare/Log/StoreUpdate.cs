namespace Mesh.Dare;

/// <summary>
/// What a transaction appends to one store, and on what it was built (Mesh account log, Writing; protocol P-4). A precondition that is
/// null is not asked for; where several writers append, count and one of the roots should be given.
/// </summary>
public sealed record StoreUpdate(StoreLabel Label, IReadOnlyList<StoreEntry> Entries)
{
    /// <summary>The number of frames that the store must have before.</summary>
    public long? ExpectedCount { get; init; }

    /// <summary>The root that the store must have before, 32 octets; of an empty store it is SHA-256 of nothing.</summary>
    public ReadOnlyMemory<byte>? ExpectedRoot { get; init; }

    /// <summary>The root that the store must have afterwards, 32 octets.</summary>
    public ReadOnlyMemory<byte>? ResultingRoot { get; init; }
}
