namespace Mesh.Dare;

/// <summary>What the metadata of an entry means to a sequence and to its index (docs/format/sequence.md, section 5).</summary>
internal static class SequenceEntries
{
    /// <summary>Requires that metadata to be written are those of an entry.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    public static void RequireEntry(ContentMeta meta)
    {
        bool reserved = SequenceContent.IsMeta(meta.ContentType) || meta.RecipientsDigest is not null || meta.CloakedDigest is not null
            || meta.FrameIndex is not null;
        if (reserved || (meta.UniqueId is { } key && IndexTables.Utf8.GetByteCount(key) > IndexTables.LongestKey))
        {
            throw new DareException(
                DareError.InvalidRequest, $"An entry has no metadata of the sequence itself, and a key of at most {IndexTables.LongestKey} octets.");
        }
    }

    /// <summary>What an index says of the entry; null where there is no key.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: a key or an event that cannot be indexed.</exception>
    public static IndexedEntry? Of(ContentMeta meta, long index)
    {
        if (meta.UniqueId is not { } key)
        {
            return null;
        }

        if (IndexTables.Utf8.GetByteCount(key) > IndexTables.LongestKey)
        {
            throw DareException.Malformed($"Frame {index} has a key of more than {IndexTables.LongestKey} octets.");
        }

        FileEntry? file = meta.FileEntry;
        return new IndexedEntry(key, index)
        {
            Event = EventOf(meta.Event, index),
            Type = file?.Type switch
            {
                null => IndexedType.Entry,
                FileEntryType.Folder => IndexedType.Folder,
                FileEntryType.Link => IndexedType.Link,
                _ => IndexedType.File,
            },
            Mode = (file?.Mode ?? 0) & FileEntry.PermissionBits,
            Size = file?.Size ?? 0,
            Time = file?.LastWriteTime?.ToUnixTimeSeconds()
                ?? (meta.Created is { } created && MeshTime.TryParse(created, out DateTimeOffset time) ? time.ToUnixTimeSeconds() : 0),
        };
    }

    private static IndexedEvent EventOf(string? name, long index) => name switch
    {
        null or "New" => IndexedEvent.New,
        "Update" => IndexedEvent.Update,
        "Delete" => IndexedEvent.Delete,
        "Erase" => IndexedEvent.Erase,
        _ => throw DareException.Malformed($"Frame {index} has the unknown event \"{Printable.Of(name)}\"."),
    };
}
