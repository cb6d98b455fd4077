namespace Mesh.Dare;

/// <summary>
/// What the visible metadata of a catalog entry says, checked against its place (Mesh sealing, section 5):
/// <c>{"UniqueId","Event","Origin","Index"}</c>. A reader does this before it decrypts, and the service before it accepts; the tag, or the
/// administrator's signature, then makes the replay of an old or foreign entry impossible.
/// </summary>
/// <param name="UniqueId">The key, or its pseudonym.</param>
/// <param name="Event">One of <see cref="CatalogEvents"/>.</param>
public sealed record CatalogEntry(string UniqueId, string Event)
{
    /// <summary>Reads the metadata.</summary>
    /// <param name="envelope">The entry.</param>
    /// <param name="place">Where it stands or is to stand.</param>
    /// <exception cref="DareException">
    /// <see cref="DareError.WrongPlace"/>: it was made for another place; <see cref="DareError.Malformed"/>, <see cref="DareError.EntryRefused"/>:
    /// no UniqueId, or another event.
    /// </exception>
    public static CatalogEntry Read(UnverifiedEnvelope envelope, StorePlace place)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(place);
        place.Require(envelope.Header.ContentMetaData, DareError.WrongPlace);
        ContentMeta meta = ContentMeta.Parse(envelope.Header.ContentMetaData);
        bool known = meta.Event is CatalogEvents.New or CatalogEvents.Update or CatalogEvents.Delete or CatalogEvents.Erase;
        if (!known || meta.UniqueId is null)
        {
            throw Refused(place.Index, "it has no UniqueId, or an Event that is unknown");
        }

        // Only the record of an erasure is in clear: it holds nothing but a number and a digest.
        if (envelope.Header.IsEncrypted == (meta.Event == CatalogEvents.Erase))
        {
            throw Refused(place.Index, "an entry is sealed unless it is an Erase entry");
        }

        return new CatalogEntry(meta.UniqueId, meta.Event!);
    }

    internal static DareException Refused(long index, string problem) =>
        new(DareError.EntryRefused, $"The entry at {index} is refused: {problem}.");
}
