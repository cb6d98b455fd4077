namespace Mesh.Dare;

/// <summary>What the metadata of an entry means to an index (docs/format/sequence.md, section 5).</summary>
internal static class SequenceEntries
{
    /// <summary>The entry; null where there is no key.</summary>
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

        return new IndexedEntry(key, index) { Event = EventOf(meta.Event, index) };
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
