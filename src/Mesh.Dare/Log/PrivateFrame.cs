using System.Buffers.Text;
using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Builds the frames of private stores, which are stores as all others (Mesh sealing, sections 1, 4 and 5) but for two things: the body is
/// opaque, sealed by the holder, and ContentMetaData is {<c>UniqueId</c>, <c>Event</c>, <c>Expire</c>, <c>Labels</c>} without Origin and
/// Index, so that compaction can renumber frames without opening them.
/// </summary>
internal static class PrivateFrame
{
    private const int OriginSize = 16;
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Appends frame zero to an empty stage and returns its octets.</summary>
    public static byte[] AppendZero(StoreStage stage, IRandomSource random)
    {
        byte[] origin = new byte[OriginSize];
        random.Fill(origin);
        byte[] body = StrictJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("Origin", Base64Url.EncodeToString(origin));
            json.WriteString("Store", stage.Label);
            json.WriteEndObject();
        });
        return Append(stage, "{\"cty\":\"application/mmm-catalog\"}"u8, body);
    }

    /// <summary>The ContentMetaData of a record.</summary>
    public static byte[] Meta(PrivateRecord record, bool isNew) => StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("UniqueId", record.Key);
        json.WriteString("Event", record.Content is null ? "Delete" : isNew ? "New" : "Update");
        if (record.Expires is { } expires)
        {
            json.WriteString("Expire", expires.UtcDateTime.ToString(TimeForm, System.Globalization.CultureInfo.InvariantCulture));
        }

        if (record.Group is { } group)
        {
            json.WriteStartArray("Labels");
            json.WriteStringValue(group);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    });

    /// <summary>Appends a frame with this ContentMetaData and body to the stage and returns its octets.</summary>
    public static byte[] Append(StoreStage stage, ReadOnlySpan<byte> meta, ReadOnlySpan<byte> body)
    {
        long index = stage.Count;
        byte[] metaOctets = meta.ToArray();
        byte[] header = Header(index, stage.NextTreePosition(), metaOctets);
        byte[] digest = SHA512.HashData(body);
        StoreTree tree = stage.Tree.Clone();
        tree.Append(new StoreFacts
        {
            Index = index,
            Leaf = new LeafInput { Index = index, DigestAlgorithm = "S512", PayloadDigest = digest, ContentMetaData = metaOctets },
            ApexDigest = default,
        });
        byte[] root = tree.Root();
        byte[] trailer = StrictJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("PayloadDigest", Base64Url.EncodeToString(digest));
            json.WriteString("ApexDigest", Base64Url.EncodeToString(root));
            json.WriteEndObject();
        });
        byte[] frame = Frame.Encode(header, body, trailer);
        stage.Append(StoreFactsReader.Read(frame), frame.Length);
        return frame;
    }

    private static byte[] Header(long index, long? treePosition, byte[] meta) => StrictJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("SequenceInfo");
        if (treePosition is null)
        {
            json.WriteString("DataEncoding", "JSON");
            json.WriteString("ContainerType", "MerkleLog");
        }

        json.WriteNumber("Index", index);
        if (treePosition is { } position)
        {
            json.WriteNumber("TreePosition", position);
        }

        json.WriteEndObject();
        json.WriteString("dig", "S512");
        json.WriteString("ContentMetaData", Base64Url.EncodeToString(meta));
        json.WriteEndObject();
    });
}
