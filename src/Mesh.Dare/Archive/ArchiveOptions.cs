namespace Mesh.Dare;

/// <summary>How entries are put into an archive.</summary>
public sealed class ArchiveOptions
{
    /// <summary>Policy, keys and file system. The content type is that of archives whatever it says.</summary>
    public SequenceOptions Sequence { get; init; } = new();

    /// <summary>How contents are compressed, where that makes them shorter: <see cref="ContentCoding.Brotli"/>, <see cref="ContentCoding.Gzip"/>, or
    /// null for not at all.</summary>
    public string? Compression { get; init; }
}
