using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// A DARE envelope as it came: header, body, trailer (DARE 2.1), about which nothing is known yet. Only EnvelopeOpener and
/// EnvelopeVerifier turn it into something to act on. Bodies of any size are handled by <see cref="EnvelopeFileReader"/>
/// instead. Header and trailer keep the octets in which they were read.
/// </summary>
[JsonConverter(typeof(EnvelopeJsonConverter))]
public sealed class UnverifiedEnvelope
{
    /// <summary>Puts an envelope together.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: header and trailer contradict each other.</exception>
    public UnverifiedEnvelope(DareHeader header, ReadOnlyMemory<byte> body, DareTrailer trailer)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(trailer);
        Header = header;
        Body = body;
        Trailer = trailer;
        Claims = DareTrailer.Merge(header.Early, trailer);
        if (header.DigestAlgorithm is { } dig && trailer.DigestAlgorithm is { } other && dig != other)
        {
            throw DareException.Malformed("Header and trailer have different dig.");
        }
    }

    /// <summary>The header.</summary>
    public DareHeader Header { get; }

    /// <summary>The body as carried: after encryption, without base64url.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The trailer as it was carried; empty when there was none.</summary>
    public DareTrailer Trailer { get; }

    /// <summary>What header and trailer say together, since a member of the trailer may stand in the header (DARE 2.1).</summary>
    internal DareTrailer Claims { get; }

    /// <summary>
    /// Reads the JSON form, bare <c>[header, body, trailer]</c> or tagged <c>{"DareEnvelope": [...]}</c>. Line breaks inside strings are
    /// tolerated (D-02).
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public static UnverifiedEnvelope Parse(ReadOnlyMemory<byte> json)
    {
        return JsonMembers.ParseTolerantly(json, "envelope", (element, _) => ReadStrict(element));
    }

    /// <summary>Reads the JSON form out of a larger JSON document, which may be disposed afterwards.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public static UnverifiedEnvelope Read(JsonElement element) => Parse(JsonMembers.Raw(element));

    /// <summary>The JSON form, bare. Header and trailer go out as they came; an empty trailer is left out.</summary>
    public byte[] ToJson() => StrictJson.Write(WriteTo);

    /// <summary>The JSON form, tagged.</summary>
    public byte[] ToTaggedJson() => StrictJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("DareEnvelope");
        WriteTo(writer);
        writer.WriteEndObject();
    });

    /// <summary>Writes the JSON form, bare, into a larger document.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        writer.Raw(Header.StrictOctets.Span);
        writer.WriteStringValue(Base64UrlText.Encode(Body.Span));
        if (!Trailer.IsEmpty)
        {
            writer.Raw(Trailer.StrictOctets.Span);
        }

        writer.WriteEndArray();
    }

    private static UnverifiedEnvelope ReadStrict(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            element = Untag(element);
        }

        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() is not (2 or 3))
        {
            throw DareException.Malformed("An envelope is an array of header, body and, if any, trailer.");
        }

        DareHeader header = DareHeader.Read(element[0]);
        byte[] body = JsonMembers.Binary(element[1]) ?? throw DareException.Malformed("The body of the envelope is not base64url.");
        DareTrailer trailer = element.GetArrayLength() == 3 ? DareTrailer.Read(element[2]) : DareTrailer.Empty;
        return new UnverifiedEnvelope(header, body, trailer);
    }

    private static JsonElement Untag(JsonElement element)
    {
        using JsonElement.ObjectEnumerator members = element.EnumerateObject();
        if (!members.MoveNext() || !members.Current.NameEquals("DareEnvelope"u8))
        {
            throw DareException.Malformed("The object is not a tagged envelope.");
        }

        JsonElement inner = members.Current.Value;
        return members.MoveNext() ? throw DareException.Malformed("A tagged envelope has one member.") : inner;
    }
}
