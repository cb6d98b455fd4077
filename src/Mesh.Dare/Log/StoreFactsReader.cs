using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Reads <see cref="StoreFacts"/> from a frame of a <c>MerkleLog</c> store as we write it (Mesh sealing, sections 1, 4 and 5). Members that
/// it looks at must stand once and in one place; others are not its business.
/// </summary>
internal static class StoreFactsReader
{
    private const int OriginSize = 16;
    private const int MaximumMember = 4096;
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = DareLimits.JsonDepth };

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
            return Combine(frame, ReadHeader(frame.Header.Span), ReadTrailer(frame.Trailer.Span));
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
            || (index == 0) != (header.Type == "MerkleLog") || (index == 0) != (header.Encoding == "JSON"))
        {
            throw DareException.Malformed("A store frame lacks Index, TreePosition, dig or a digest, or has one too many.");
        }

        Metadata meta = Meta(header.Meta);
        bool erased = header.Salt is { Length: > 0 } salt && !salt.AsSpan().ContainsAnyExcept((byte)0);
        (byte[]? origin, string? store) = index == 0 ? Zero(frame.Body.Span) : (null, null);
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
            IsDelete = meta.Event == "Delete",
            Expire = meta.Expire,
            Group = meta.Group,
            Origin = origin,
            Store = store,
            Erases = meta.Event == "Erase" && header.Enc is null ? Erase(frame.Body.Span) : null,
        };
    }

    private static Header ReadHeader(ReadOnlySpan<byte> octets)
    {
        var header = new Header();
        var json = new Utf8JsonReader(octets, Strict);
        EnterObject(ref json);
        while (NextMember(ref json))
        {
            if (json.ValueTextEquals("SequenceInfo"u8))
            {
                ReadSequenceInfo(ref json, header);
            }
            else if (json.ValueTextEquals("EnvelopeId"u8))
            {
                Once(ref header.EnvelopeId, Text(ref json));
            }
            else if (json.ValueTextEquals("dig"u8))
            {
                Once(ref header.Dig, Text(ref json));
            }
            else if (json.ValueTextEquals("enc"u8))
            {
                Once(ref header.Enc, Text(ref json));
            }
            else if (json.ValueTextEquals("Salt"u8))
            {
                Once(ref header.Salt, Binary(ref json));
            }
            else if (json.ValueTextEquals("KeyCommit"u8))
            {
                Once(ref header.KeyCommit, Binary(ref json));
            }
            else if (json.ValueTextEquals("ContentMetaData"u8))
            {
                Once(ref header.Meta, Binary(ref json));
            }
            else if (json.ValueTextEquals("PayloadDigest"u8) || json.ValueTextEquals("PayloadTag"u8) || json.ValueTextEquals("ApexDigest"u8))
            {
                throw DareException.Malformed("A member of the trailer stands in the header of a store frame.");
            }
            else
            {
                json.Skip();
            }
        }

        return header;
    }

    private static void ReadSequenceInfo(ref Utf8JsonReader json, Header header)
    {
        EnterObject(ref json);
        while (NextMember(ref json))
        {
            if (json.ValueTextEquals("Index"u8))
            {
                Once(ref header.Index, Number(ref json));
            }
            else if (json.ValueTextEquals("TreePosition"u8))
            {
                Once(ref header.TreePosition, Number(ref json));
            }
            else if (json.ValueTextEquals("DataEncoding"u8))
            {
                Once(ref header.Encoding, Text(ref json));
            }
            else if (json.ValueTextEquals("ContainerType"u8))
            {
                Once(ref header.Type, Text(ref json));
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static Trailer ReadTrailer(ReadOnlySpan<byte> octets)
    {
        var trailer = new Trailer();
        var json = new Utf8JsonReader(octets, Strict);
        EnterObject(ref json);
        while (NextMember(ref json))
        {
            if (json.ValueTextEquals("dig"u8))
            {
                Once(ref trailer.Dig, Text(ref json));
            }
            else if (json.ValueTextEquals("PayloadDigest"u8))
            {
                Once(ref trailer.PayloadDigest, Binary(ref json));
            }
            else if (json.ValueTextEquals("PayloadTag"u8))
            {
                Once(ref trailer.PayloadTag, Binary(ref json));
            }
            else if (json.ValueTextEquals("ApexDigest"u8))
            {
                Once(ref trailer.ApexDigest, Binary(ref json));
            }
            else
            {
                json.Skip();
            }
        }

        if (json.Read())
        {
            throw DareException.Malformed("Octets follow the trailer of a store frame.");
        }

        return trailer;
    }

    // What ContentMetaData says is of use here only where it is JSON; that it is, is the reader's business and not the log's.
    private static Metadata Meta(byte[]? octets)
    {
        string? unique = null, happening = null, expire = null, group = null;
        if (octets is null or [])
        {
            return Metadata.Nothing;
        }

        try
        {
            var json = new Utf8JsonReader(octets, Strict);
            EnterObject(ref json);
            while (NextMember(ref json))
            {
                if (json.ValueTextEquals("UniqueId"u8))
                {
                    Once(ref unique, Text(ref json));
                }
                else if (json.ValueTextEquals("Event"u8))
                {
                    Once(ref happening, Text(ref json));
                }
                else if (json.ValueTextEquals("Expire"u8))
                {
                    Once(ref expire, Text(ref json));
                }
                else if (json.ValueTextEquals("Labels"u8))
                {
                    Once(ref group, FirstText(ref json));
                }
                else
                {
                    json.Skip();
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or DareException)
        {
            return Metadata.Nothing;
        }

        return new Metadata(unique, happening, Seconds(expire), group);
    }

    private static long? Seconds(string? text) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
        ? time.ToUnixTimeSeconds()
        : null;

    private static (byte[] Origin, string Store) Zero(ReadOnlySpan<byte> body)
    {
        byte[]? origin = null;
        string? store = null;
        var json = new Utf8JsonReader(body, Strict);
        EnterObject(ref json);
        while (NextMember(ref json))
        {
            if (json.ValueTextEquals("Origin"u8))
            {
                Once(ref origin, Binary(ref json));
            }
            else if (json.ValueTextEquals("Store"u8))
            {
                Once(ref store, Text(ref json));
            }
            else
            {
                json.Skip();
            }
        }

        return origin is { Length: OriginSize } && store is not null && !json.Read()
            ? (origin, store)
            : throw DareException.Malformed("Frame zero of a store does not name its Origin and Store.");
    }

    private static (long Index, ReadOnlyMemory<byte> SaltDigest) Erase(ReadOnlySpan<byte> body)
    {
        long? index = null;
        byte[]? digest = null;
        var json = new Utf8JsonReader(body, Strict);
        EnterObject(ref json);
        if (NextMember(ref json) && json.ValueTextEquals("CatalogedErase"u8))
        {
            EnterObject(ref json);
            while (NextMember(ref json))
            {
                if (json.ValueTextEquals("Index"u8))
                {
                    Once(ref index, Number(ref json));
                }
                else if (json.ValueTextEquals("SaltDigest"u8))
                {
                    Once(ref digest, Binary(ref json));
                }
                else
                {
                    json.Skip();
                }
            }
        }

        return index is { } erased && digest is null or { Length: SHA256.HashSizeInBytes }
            ? (erased, digest)
            : throw DareException.Malformed("An Erase entry does not give Index and SaltDigest.");
    }

    private static void EnterObject(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw DareException.Malformed("An object is expected in a store frame.");
        }
    }

    private static bool NextMember(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    private static void Once<T>(ref T? member, T? value)
        where T : class
    {
        if (member is not null)
        {
            throw Twice();
        }

        member = value;
    }

    private static void Once(ref long? member, long value)
    {
        if (member is not null)
        {
            throw Twice();
        }

        member = value;
    }

    private static DareException Twice() => DareException.Malformed("A member stands twice in a store frame.");

    private static string? FirstText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }

        string? first = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            first ??= json.TokenType == JsonTokenType.String ? json.GetString() : "";
            json.Skip();
        }

        return first;
    }

    private static string Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String && json.ValueSpan.Length <= MaximumMember
            ? json.GetString()!
            : throw DareException.Malformed("A text of a store frame is no text, or too long.");
    }

    private static long Number(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long value) && value >= 0
            ? value
            : throw DareException.Malformed("A number of a store frame is not an integer from 0 on.");
    }

    private static byte[] Binary(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String || json.ValueIsEscaped)
        {
            throw DareException.Malformed("A binary member of a store frame is not base64url.");
        }

        if (Base64UrlText.TryDecodeDigits(json.ValueSpan, out byte[] decoded))
        {
            return decoded;
        }

        byte[] octets = new byte[Base64Url.GetMaxDecodedLength(json.ValueSpan.Length)];
        return Base64Url.DecodeFromUtf8(json.ValueSpan, octets, out _, out int written) == OperationStatus.Done
            ? octets[..written]
            : throw DareException.Malformed("A binary member of a store frame is not base64url.");
    }

    private sealed record Metadata(string? Unique, string? Event, long? Expire, string? Group)
    {
        public static readonly Metadata Nothing = new(null, null, null, null);
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
}
