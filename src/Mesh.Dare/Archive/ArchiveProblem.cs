namespace Mesh.Dare;

/// <summary>Something that was left out or lost, and why. Nothing is left out without one.</summary>
/// <param name="Path">The name as it was found, fit for a terminal (<see cref="ArchivePath.Show"/>).</param>
/// <param name="Reason">In words that follow "was left out: ".</param>
public sealed record ArchiveProblem(string Path, string Reason);
