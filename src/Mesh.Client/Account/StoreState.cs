namespace Mesh.Client;

/// <summary>Where a store stands.</summary>
/// <param name="Label">Store label, for example <c>MMM_Contact</c>.</param>
/// <param name="Count">Number of frames.</param>
/// <param name="Root">Root of the tree over them, 32 octets; empty for an empty store.</param>
public sealed record StoreState(string Label, long Count, ReadOnlyMemory<byte> Root);
