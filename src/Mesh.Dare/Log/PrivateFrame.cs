using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Frames of private stores, which are stores as all others (Mesh sealing, sections 1, 4 and 5) but that ContentMetaData is
/// {<c>UniqueId</c>, <c>Event</c>, <c>Expire</c>, <c>Labels</c>} without Origin and Index, so that compaction can renumber frames without
/// opening them. <c>Labels</c> holds at most one text, what the record is counted under.
/// </summary>
internal static class PrivateFrame
{
    /// <summary>Appends frame zero to an empty stage and returns its octets.</summary>
    public static byte[] AppendZero(StoreStage stage, IRandomSource random) =>
        stage.Append(StoreHead.Create(random, StoreHead.CatalogContentType, stage.Label).ToEnvelope());

    /// <summary>Appends the frame of a record and returns its octets.</summary>
    public static byte[] Append(StoreStage stage, PrivateRecord record, bool isNew, IPrivateSeal seal)
    {
        byte[] meta = Meta(record, isNew);
        return stage.Append(record.Content is { } content
            ? seal.Seal(record.Label, meta, content.Span)
            : new UnverifiedEnvelope(new DareHeader { ContentMetaData = meta }, default, DareTrailer.Empty));
    }

    private static byte[] Meta(PrivateRecord record, bool isNew) => StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("UniqueId", record.Key);
        json.WriteString("Event", record.Content is null ? CatalogEvents.Delete : isNew ? CatalogEvents.New : CatalogEvents.Update);
        if (record.Expires is { } expires)
        {
            json.WriteString("Expire", MeshTime.Format(expires));
        }

        if (record.Group is { } group)
        {
            json.WriteStartArray("Labels");
            json.WriteStringValue(group);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    });
}
