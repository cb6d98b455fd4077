namespace Mesh.Dare;

/// <summary>One record of an outer frame: a store's label and a frame of that store (Mesh account log, Layout).</summary>
internal sealed record LogRecord(string Label, ReadOnlyMemory<byte> Frame);
