using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>One thing to do in a folder that is scanned.</summary>
/// <param name="Name">The name as the system has it.</param>
/// <param name="Path">The path in the archive.</param>
/// <param name="Facts">What it was when its folder was read.</param>
/// <param name="Descends">Whether this is what is in the folder of that name, and not the folder.</param>
internal readonly record struct ScanStep(string Name, ArchivePath Path, FileFacts Facts, bool Descends)
{
    /// <summary>What to order by, so that the paths of a tree come out in their ordinal order: <c>a</c>, <c>a-b</c>, <c>a/c</c>.</summary>
    public string Order { get; } = Descends ? Path.Name + "/" : Path.Name;
}
