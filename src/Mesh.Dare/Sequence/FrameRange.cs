namespace Mesh.Dare;

/// <summary>Frames behind damage that are whole: form and digest of the body are right.</summary>
/// <param name="First">The number of the first.</param>
/// <param name="Last">The number of the last.</param>
/// <param name="Start">Where they begin in the file.</param>
/// <param name="End">Where they end.</param>
/// <param name="Covered">How many of them are shown to belong to the sequence, by a root that can still be found.</param>
public sealed record FrameRange(long First, long Last, long Start, long End, long Covered);
