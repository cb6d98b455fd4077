namespace Mesh.Dare;

/// <summary>
/// Opens the one entry that is asked for, where an index tells which frame is the latest under a name, without replaying the catalog: one
/// key agreement instead of one for each entry. The frame must have been verified (<see cref="StoreReader"/>).
/// </summary>
public static class CatalogLookup
{
    /// <summary>Opens the latest entry of a key.</summary>
    /// <param name="origin">The Origin that frame 0 gives the store.</param>
    /// <param name="rules">What the reader knows.</param>
    /// <param name="key">The true key.</param>
    /// <param name="latest">The latest frame with the name of the key (<see cref="EntryNaming.NameOf"/>), or null when there is none.</param>
    /// <param name="record">The live entry; null when the key is not live.</param>
    /// <returns>False when entries were erased under the name, so that only a replay tells.</returns>
    /// <exception cref="DareException">
    /// As <see cref="Catalog.Apply"/>; <see cref="DareError.InvalidRequest"/>: the frame has another name.
    /// </exception>
    public static bool TryOpen(ReadOnlyMemory<byte> origin, CatalogRules rules, string key, StoreFrame? latest, out CatalogRecord? record)
    {
        ArgumentNullException.ThrowIfNull(rules);
        record = null;
        if (latest is null)
        {
            return true;
        }

        var place = new StorePlace(origin, latest.Index);
        CatalogEntry entry = CatalogEntry.Read(latest.Envelope, place);
        if (entry.UniqueId != rules.Naming.NameOf(key))
        {
            throw new DareException(DareError.InvalidRequest, $"The entry at {latest.Index} has another name than the key.");
        }

        if (entry.Event == CatalogEvents.Erase || latest.IsErased)
        {
            return false;
        }

        OpenedEntry opened = OpenedEntry.Open(latest, place, entry, rules);
        record = opened.Deleted is null
            ? new CatalogRecord(opened.Key, entry.UniqueId, latest.Index, opened.Tag, opened.Envelope)
            : null;
        return true;
    }
}
