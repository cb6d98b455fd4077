using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// What <c>ContentMetaData</c> says (DARE 8.5; Mesh sealing, section 5). Whether anything of it may be believed depends on what covers
/// its octets (D-10): a tag, a signature of our form, or a leaf under a root. Written in the order of the properties here; readers take
/// any order and skip what they do not know.
/// </summary>
public sealed record ContentMeta
{
    /// <summary><c>UniqueId</c>: the key in a store (a pseudonym in most), a MessageId, a path.</summary>
    public string? UniqueId { get; init; }

    /// <summary><c>MessageType</c>: the tag of a message.</summary>
    public string? MessageType { get; init; }

    /// <summary><c>cty</c>: the media type.</summary>
    public string? ContentType { get; init; }

    /// <summary><c>Filename</c>: the name of a file, without a path.</summary>
    public string? Filename { get; init; }

    /// <summary><c>Event</c>: <c>New</c>, <c>Update</c>, <c>Delete</c> or <c>Erase</c>.</summary>
    public string? Event { get; init; }

    /// <summary><c>Created</c>, as text.</summary>
    public string? Created { get; init; }

    /// <summary><c>Modified</c>, as text.</summary>
    public string? Modified { get; init; }

    /// <summary><c>Expire</c>, as text.</summary>
    public string? Expire { get; init; }

    /// <summary><c>FileEntry</c>: in archives, what is known of the file.</summary>
    public FileEntry? FileEntry { get; init; }

    /// <summary><c>ContentEncoding</c>: the compression of the plaintext, <c>br</c> or <c>gzip</c>; null when it is not compressed.</summary>
    public string? ContentEncoding { get; init; }

    /// <summary><c>Detached</c>: true where the body is a file that is kept apart from the envelope, which signs it (Mesh sealing, section 7).</summary>
    public bool Detached { get; init; }

    /// <summary><c>Origin</c>: in catalogs, the origin of the store that the entry was made for.</summary>
    public ReadOnlyMemory<byte>? Origin { get; init; }

    /// <summary><c>Index</c>: in catalogs, the place that the entry was made for.</summary>
    public long? Index { get; init; }

    /// <summary><c>RecipientsDigest</c>: in a sequence, SHA-256 of the octets of <c>recipients</c>, 32, which puts them under the root.</summary>
    public ReadOnlyMemory<byte>? RecipientsDigest { get; init; }

    /// <summary><c>CloakedDigest</c>: 32 octets that only the hidden metadata of this envelope or frame gives, and that tell nothing of it.</summary>
    public ReadOnlyMemory<byte>? CloakedDigest { get; init; }

    /// <summary><c>FrameIndex</c>: in an index frame, what it covers.</summary>
    public FrameIndexInfo? FrameIndex { get; init; }

    /// <summary>Reads the octets; empty octets say nothing.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>.</exception>
    public static ContentMeta Parse(ReadOnlyMemory<byte> octets) =>
        octets.IsEmpty ? new ContentMeta() : JsonMembers.ParseTolerantly(octets, "ContentMetaData", (element, _) => Read(element));

    /// <summary>The octets; null and absent are the same.</summary>
    public byte[] ToOctets() => StrictJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.Optional("UniqueId", UniqueId);
        writer.Optional("MessageType", MessageType);
        writer.Optional("cty", ContentType);
        writer.Optional("Filename", Filename);
        writer.Optional("Event", Event);
        writer.Optional("Created", Created);
        writer.Optional("Modified", Modified);
        writer.Optional("Expire", Expire);
        if (FileEntry is not null)
        {
            writer.WritePropertyName(nameof(FileEntry));
            FileEntry.Write(writer);
        }

        writer.Optional("ContentEncoding", ContentEncoding);
        if (Detached)
        {
            writer.WriteBoolean(nameof(Detached), true);
        }

        writer.Optional("Origin", Origin);
        writer.Optional("Index", Index);
        writer.Optional("RecipientsDigest", RecipientsDigest);
        writer.Optional("CloakedDigest", CloakedDigest);
        FrameIndex?.Write(writer);
        writer.WriteEndObject();
    });

    /// <summary>
    /// The metadata where they may state a member of that name; null where they cannot, or are octets of whoever sealed the envelope that say nothing to
    /// us. Most that are opened are ruled out without parsing: the name is in them as it is, or they have escapes, or they are JSON-B, in which it may stand
    /// in parts.
    /// </summary>
    internal static ContentMeta? Stating(ReadOnlyMemory<byte> octets, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> span = octets.Span;
        if (span.IndexOf(name) < 0 && !span.Contains((byte)'\\') && !span.ContainsAnyInRange((byte)0x80, (byte)0xFF))
        {
            return null;
        }

        try
        {
            return Parse(octets);
        }
        catch (DareException)
        {
            return null;
        }
    }

    private static ContentMeta Read(JsonElement element)
    {
        JsonMembers.RequireObject(element, "ContentMetaData");
        var meta = new ContentMeta();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            meta = member.Name switch
            {
                "UniqueId" => meta with { UniqueId = JsonMembers.Text(member) },
                "MessageType" => meta with { MessageType = JsonMembers.Text(member) },
                "cty" => meta with { ContentType = JsonMembers.Text(member) },
                "Filename" => meta with { Filename = JsonMembers.Text(member) },
                "Event" => meta with { Event = JsonMembers.Text(member) },
                "Created" => meta with { Created = JsonMembers.Text(member) },
                "Modified" => meta with { Modified = JsonMembers.Text(member) },
                "Expire" => meta with { Expire = JsonMembers.Text(member) },
                nameof(FileEntry) => meta with { FileEntry = FileEntry.Read(member.Value) },
                "ContentEncoding" => meta with { ContentEncoding = JsonMembers.Text(member) },
                "Detached" => meta with { Detached = JsonMembers.Flag(member) },
                "Origin" => meta with { Origin = JsonMembers.Binary(member) },
                "Index" => meta with { Index = JsonMembers.Count(member) },
                "RecipientsDigest" => meta with { RecipientsDigest = JsonMembers.Binary(member) },
                "CloakedDigest" => meta with { CloakedDigest = JsonMembers.Binary(member) },
                FrameIndexInfo.MemberName => meta with { FrameIndex = FrameIndexInfo.Read(member.Value) },
                _ => meta,
            };
        }

        return meta;
    }
}
