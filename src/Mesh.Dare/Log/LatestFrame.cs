namespace Mesh.Dare;

/// <summary>The latest frame of a key, and what the index says of it.</summary>
internal sealed record LatestFrame(KeyEntry Entry, ReadOnlyMemory<byte> Frame);
