namespace Mesh.Dare;

/// <summary>Where an outer frame begins in the log.</summary>
internal readonly record struct OuterStart(long Offset);
