namespace Mesh.Dare;

/// <summary>One version of an entry of an archive, as the index lists it.</summary>
/// <param name="Path">The path.</param>
/// <param name="Listed">What the index says.</param>
public sealed record ArchiveEntry(ArchivePath Path, IndexedEntry Listed)
{
    /// <summary>The number of the frame.</summary>
    public long Index => Listed.Index;
}
