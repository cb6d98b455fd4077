namespace Mesh.Dare;

/// <summary>One entry to be put into an archive: its path, what is said of it, and where its content comes from.</summary>
/// <param name="Path">The path in the archive.</param>
/// <param name="Entry">Type, size, permissions, times; the size of a file is that of the content, exactly.</param>
public sealed record ArchiveSource(ArchivePath Path, FileEntry Entry)
{
    /// <summary>Opens the content of a file; null for folders and links, which have none.</summary>
    public Func<Stream>? Content { get; init; }

    /// <summary>The media type; null says nothing of it.</summary>
    public string? ContentType { get; init; }
}
