namespace Mesh.Dare;

/// <summary>Frames read from a store, and how the store stood at that moment.</summary>
/// <param name="Status">The store.</param>
/// <param name="From">Index of the first frame here.</param>
/// <param name="Frames">Whole frames as in the store's own stream, in order; fewer than asked for where a limit was reached.</param>
public sealed record StoreRange(StoreStatus Status, long From, IReadOnlyList<ReadOnlyMemory<byte>> Frames);
