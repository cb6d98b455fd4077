namespace Mesh.Dare;

/// <summary>One entry to be appended to a sequence: what is said of it. Its content comes beside it.</summary>
public sealed class SequenceItem
{
    /// <summary>
    /// The metadata. <c>UniqueId</c> is the key by which the entry is found; <c>cty</c> may not be one of those that a sequence needs for itself.
    /// </summary>
    public ContentMeta Meta { get; init; } = new();

    /// <summary>What the index says of the entry; null for one that is found by its number alone.</summary>
    public IndexedEntry? Entry { get; init; }

    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    internal void Check()
    {
        if (SequenceContent.IsMeta(Meta.ContentType) || Meta.RecipientsDigest is not null || Meta.CloakedDigest is not null
            || Meta.FrameIndex is not null)
        {
            throw new DareException(DareError.InvalidRequest, "The metadata of an entry cannot be that of a frame without entry.");
        }

        if (Entry is { } entry && (entry.Key != Meta.UniqueId || System.Text.Encoding.UTF8.GetByteCount(entry.Key) > IndexTables.LongestKey))
        {
            throw new DareException(
                DareError.InvalidRequest, $"The key of an entry is its UniqueId, of at most {IndexTables.LongestKey} octets.");
        }
    }
}
