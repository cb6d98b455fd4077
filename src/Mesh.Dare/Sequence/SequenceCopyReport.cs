namespace Mesh.Dare;

/// <summary>What <see cref="SequenceCopier"/> did.</summary>
/// <param name="Copied">Entries copied.</param>
/// <param name="Skipped">Entries that could not be read: where, and why.</param>
public sealed record SequenceCopyReport(long Copied, IReadOnlyList<SequenceFault> Skipped);
