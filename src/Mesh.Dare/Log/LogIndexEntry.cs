namespace Mesh.Dare;

/// <summary>A checked frame of a store and where it stands in the log.</summary>
internal sealed record LogIndexEntry(string Label, StoreFacts Facts, long Offset, int Length);
