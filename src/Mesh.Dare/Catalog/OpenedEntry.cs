using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// A New, Update or Delete entry, opened, with its true key, which is the one that the visible name stands for (Mesh sealing, section 5).
/// </summary>
/// <param name="Key">The true key.</param>
/// <param name="Tag">The class of the body.</param>
/// <param name="Deleted">For a Delete, the entry that it ends.</param>
/// <param name="Envelope">The entry.</param>
internal sealed record OpenedEntry(string Key, string Tag, long? Deleted, OpenedEnvelope Envelope)
{
    /// <exception cref="DareException">As <see cref="EnvelopeOpener.Open"/>; <see cref="DareError.EntryRefused"/>.</exception>
    public static OpenedEntry Open(StoreFrame frame, StorePlace place, CatalogEntry entry, CatalogRules rules)
    {
        OpenedEnvelope opened = EnvelopeOpener.Open(
            frame.Envelope, new OpenRequest { Keys = rules.Keys, Signers = rules.Writers, Place = place });
        OpenedEntry result = TaggedBody.Parse(opened.Plaintext, (tag, body) => entry.Event == CatalogEvents.Delete
            ? OfDelete(place.Index, tag, body, opened)
            : OfChange(place.Index, tag, body, opened, rules));
        return rules.Naming.NameOf(result.Key) == entry.UniqueId
            ? result
            : throw CatalogEntry.Refused(place.Index, "its UniqueId does not belong to the key in its body");
    }

    private static OpenedEntry OfChange(long index, string tag, JsonElement body, OpenedEnvelope opened, CatalogRules rules)
    {
        if (tag is CatalogedDelete.Tag or CatalogedErase.Tag)
        {
            throw CatalogEntry.Refused(index, "its body belongs to another event");
        }

        string key = rules.PrimaryKey(tag, body) ?? throw CatalogEntry.Refused(index, "its body has no key of this catalog");
        return new OpenedEntry(key, tag, null, opened);
    }

    private static OpenedEntry OfDelete(long index, string tag, JsonElement body, OpenedEnvelope opened)
    {
        if (tag != CatalogedDelete.Tag)
        {
            throw CatalogEntry.Refused(index, "the body of a Delete is another object");
        }

        CatalogedDelete delete = CatalogedDelete.Read(body);
        return new OpenedEntry(delete.UniqueId, tag, delete.Deleted, opened);
    }
}
