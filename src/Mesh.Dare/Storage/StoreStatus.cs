namespace Mesh.Dare;

/// <summary>How a store stands (Mesh sealing, section 5; Mesh account log, Writing): what preconditions and remembered roots compare.</summary>
/// <param name="Label">The store.</param>
/// <param name="Count">Number of frames, which is the next index.</param>
/// <param name="Root">RFC 9162 root over the leaves of all frames, 32 octets.</param>
/// <param name="Origin">The 16 octets that frame zero names the store by.</param>
public sealed record StoreStatus(StoreLabel Label, long Count, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Origin);
