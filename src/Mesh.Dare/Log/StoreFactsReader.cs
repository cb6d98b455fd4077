using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// Reads <see cref="StoreFacts"/> from a frame of a <c>MerkleLog</c> store as we write it (Mesh sealing, sections 1, 4 and 5). Members that
/// it looks at must stand once and in one place; others are not its business.
/// </summary>
internal static class StoreFactsReader
{
    private const string InTrailer = "A member of the trailer stands in the header of a store frame.";

    private static readonly MemberTable<Header> PlaceMembers = new MemberTable<Header>()
        .Number("Index"u8, static (h, v) => h.Index = v)
        .Number("TreePosition"u8, static (h, v) => h.TreePosition = v)
        .Text("DataEncoding"u8, static (h, v) => h.Encoding = v)
        .Text("ContainerType"u8, static (h, v) => h.Type = v);

    private static readonly MemberTable<Header> HeaderMembers = new MemberTable<Header>()
        .Object("SequenceInfo"u8, PlaceMembers)
        .Text("EnvelopeId"u8, static (h, v) => h.EnvelopeId = v)
        .Text("dig"u8, static (h, v) => h.Dig = v)
        .Text("enc"u8, static (h, v) => h.Enc = v)
        .Binary("Salt"u8, static (h, v) => h.Salt = v)
        .Binary("KeyCommit"u8, static (h, v) => h.KeyCommit = v)
        .Binary("ContentMetaData"u8, static (h, v) => h.Meta = v)
        .Refuse("PayloadDigest"u8, InTrailer)
        .Refuse("PayloadTag"u8, InTrailer)
        .Refuse("ApexDigest"u8, InTrailer);

    private static readonly MemberTable<Trailer> TrailerMembers = new MemberTable<Trailer>()
        .Text("dig"u8, static (t, v) => t.Dig = v)
        .Binary("PayloadDigest"u8, static (t, v) => t.PayloadDigest = v)
        .Binary("PayloadTag"u8, static (t, v) => t.PayloadTag = v)
        .Binary("ApexDigest"u8, static (t, v) => t.ApexDigest = v);

    private static readonly MemberTable<Metadata> MetadataMembers = new MemberTable<Metadata>()
        .Text("UniqueId"u8, static (m, v) => m.Unique = v)
        .Text("Event"u8, static (m, v) => m.Event = v)
        .Text("Expire"u8, static (m, v) => m.Expire = v)
        .FirstText("Labels"u8, static (m, v) => m.Group = v);

    private static readonly MemberTable<Head> HeadMembers = new MemberTable<Head>()
        .Binary("Origin"u8, static (z, v) => z.Origin = v)
        .Text("Store"u8, static (z, v) => z.Store = v);

    /// <summary>Reads a whole frame.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: not a frame of such a store.</exception>
    public static StoreFacts Read(ReadOnlyMemory<byte> octets)
    {
        Frame frame = Frame.Parse(octets);
        if (frame.Layout.Records != 3)
        {
            throw DareException.Malformed("A frame of a store has three records.");
        }

        try
        {
            return Combine(
                frame, HeaderMembers.Read(frame.Header.Span, new Header()), TrailerMembers.Read(frame.Trailer.Span, new Trailer()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new DareException(DareError.Malformed, "The header or trailer of a store frame is not such JSON as is written there.", e);
        }
    }

    /// <summary>As <see cref="Read"/>, without an exception; null for what is not a frame of such a store.</summary>
    public static StoreFacts? TryRead(ReadOnlyMemory<byte> octets)
    {
        try
        {
            return Read(octets);
        }
        catch (DareException)
        {
            return null;
        }
    }

    private static StoreFacts Combine(Frame frame, Header header, Trailer trailer)
    {
        if (header.Index is not { } index || trailer.PayloadDigest is null || trailer.ApexDigest is not { Length: MerkleHash.Size }
            || (header.Dig is null) == (trailer.Dig is null) || (index == 0) != (header.TreePosition is null)
            || (index == 0) != (header.Type == StoreHead.ContainerType) || (index == 0) != (header.Encoding == "JSON"))
        {
            throw DareException.Malformed("A store frame lacks Index, TreePosition, dig or a digest, or has one too many.");
        }

        Metadata meta = Meta(header.Meta);
        bool erased = ProtectedBody.IsErased(header.Salt);
        Head? head = index == 0 ? Zero(frame.Body.Span) : null;
        return new StoreFacts
        {
            Index = index,
            TreePosition = header.TreePosition,
            Leaf = new LeafInput
            {
                Index = index,
                DigestAlgorithm = header.Dig ?? trailer.Dig,
                PayloadDigest = trailer.PayloadDigest,
                PayloadTag = trailer.PayloadTag,
                ContentMetaData = header.Meta,
                EncryptionAlgorithm = header.Enc,
                SaltDigest = header.Salt is { Length: > 0 } && !erased ? LeafInput.DigestOfSalt(header.Salt) : default,
                KeyCommit = header.KeyCommit,
            },
            IsSaltErased = erased,
            ApexDigest = trailer.ApexDigest,
            Key = meta.Unique ?? header.EnvelopeId,
            IsDelete = meta.Event == CatalogEvents.Delete,
            Expire = Seconds(meta.Expire),
            Group = meta.Group,
            Origin = head?.Origin,
            Store = head?.Store,
            Erases = meta.Event == CatalogEvents.Erase && header.Enc is null or "none" ? Erase(frame.Body) : null,
        };
    }

    // What ContentMetaData says is of use here only where it is JSON; that it is, is the reader's business and not the log's.
    private static Metadata Meta(byte[]? octets)
    {
        if (octets is null or [])
        {
            return Metadata.Nothing;
        }

        try
        {
            return MetadataMembers.Read(octets, new Metadata());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or DareException)
        {
            return Metadata.Nothing;
        }
    }

    private static long? Seconds(string? text) =>
        text is not null && MeshTime.TryParse(text, out DateTimeOffset time) ? time.ToUnixTimeSeconds() : null;

    private static Head Zero(ReadOnlySpan<byte> body)
    {
        Head head = HeadMembers.Read(body, new Head());
        return head is { Origin.Length: StorePlace.OriginSize, Store: not null }
            ? head
            : throw DareException.Malformed("Frame zero of a store does not name its Origin and Store.");
    }

    // As readers read it: what erases for the log has to erase for them.
    private static (long Index, ReadOnlyMemory<byte> SaltDigest) Erase(ReadOnlyMemory<byte> body)
    {
        CatalogedErase erase = CatalogedErase.Parse(body);
        return (erase.Index, erase.SaltDigest ?? default);
    }

    private sealed class Header
    {
        public long? Index;
        public long? TreePosition;
        public string? Encoding;
        public string? Type;
        public string? EnvelopeId;
        public string? Dig;
        public string? Enc;
        public byte[]? Salt;
        public byte[]? KeyCommit;
        public byte[]? Meta;
    }

    private sealed class Trailer
    {
        public string? Dig;
        public byte[]? PayloadDigest;
        public byte[]? PayloadTag;
        public byte[]? ApexDigest;
    }

    private sealed class Metadata
    {
        public static readonly Metadata Nothing = new();
        public string? Unique;
        public string? Event;
        public string? Expire;
        public string? Group;
    }

    private sealed class Head
    {
        public byte[]? Origin;
        public string? Store;
    }
}
