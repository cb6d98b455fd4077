namespace Mesh.Dare;

/// <summary>One record of an outer frame: a store's label and a frame of that store (Mesh account log, Layout).</summary>
internal readonly record struct LogRecord(string Label, ReadOnlyMemory<byte> Frame);
