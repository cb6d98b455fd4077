using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The header of an envelope or frame (DARE 2.2 and 8.4; Mesh sealing, sections 1 and 6). Written as <c>SequenceInfo</c>,
/// <c>EnvelopeId</c>, <c>dig</c>, <c>enc</c>, <c>kid</c>, <c>Salt</c>, <c>KeyCommit</c>, <c>recipients</c>, <c>cloaked</c>,
/// <c>annotations</c>, <c>ContentMetaData</c>, <c>Received</c>, <c>Cover</c>; read in any order, with the names of the older dialects. The octets that
/// were read are kept.
/// </summary>
public sealed class DareHeader
{
    private readonly ReadOnlyMemory<byte> _read;
    private readonly ReadOnlyMemory<byte> _json;
    private byte[]? _written;

    /// <summary>A header made from its members.</summary>
    public DareHeader()
    {
    }

    internal DareHeader(ReadOnlyMemory<byte> octets, ReadOnlyMemory<byte> json)
    {
        _read = octets;
        _json = json;
    }

    /// <summary><c>SequenceInfo</c>: the place in a sequence; null in an envelope that stands alone.</summary>
    public SequenceInfo? SequenceInfo { get; init; }

    /// <summary><c>EnvelopeId</c>: of a profile its UDF, of a message the identifier made from its MessageId. A routing label until checked.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary><c>dig</c>: the name of the digest over the body.</summary>
    public string? DigestAlgorithm { get; init; }

    /// <summary><c>enc</c>: the name of the cipher of the body.</summary>
    public string? EncryptionAlgorithm { get; init; }

    /// <summary><c>kid</c>: identifier of the base seed; a hint.</summary>
    public string? KeyIdentifier { get; init; }

    /// <summary><c>Salt</c>: 16 octets, drawn for this sealing.</summary>
    public ReadOnlyMemory<byte>? Salt { get; init; }

    /// <summary><c>KeyCommit</c>: 32 octets that only one base seed gives.</summary>
    public ReadOnlyMemory<byte>? KeyCommit { get; init; }

    /// <summary><c>recipients</c>: the base seed, wrapped to each; null when the member is absent.</summary>
    public IReadOnlyList<DareRecipient>? Recipients { get; init; }

    /// <summary><c>cloaked</c>: one encoded data sequence that holds further header members.</summary>
    public ReadOnlyMemory<byte>? Cloaked { get; init; }

    /// <summary><c>annotations</c>: encoded data sequences of the application.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Annotations { get; init; } = [];

    /// <summary><c>ContentMetaData</c> after base64url decoding; these octets are what is bound, never a new rendering. Empty when absent.</summary>
    public ReadOnlyMemory<byte> ContentMetaData { get; init; }

    /// <summary><c>Received</c>: when the receiver says it came; local testimony, never used in security decisions (D-29).</summary>
    public string? Received { get; init; }

    /// <summary><c>Cover</c>: an HTML document for people who cannot open the envelope. In clear, and covered by nothing: anybody can change it.</summary>
    public ReadOnlyMemory<byte>? Cover { get; init; }

    /// <summary><c>Malt</c>: read, never written.</summary>
    public ReadOnlyMemory<byte>? Malt { get; internal init; }

    /// <summary>True when the body is encrypted: <c>enc</c> is there and is not <c>none</c>.</summary>
    public bool IsEncrypted => EncryptionAlgorithm is not (null or "none");

    /// <summary>The octets: as they were read, else as they are written.</summary>
    public ReadOnlyMemory<byte> Octets => _read.IsEmpty ? Written() : _read;

    /// <summary>Members of a trailer that stand in the header (DARE 2.1), but not <c>dig</c>, which is the header's own.</summary>
    internal DareTrailer Early { get; init; } = DareTrailer.Empty;

    /// <summary>The octets as strict JSON: the same, unless they were read from another encoding or from JSON with broken strings.</summary>
    internal ReadOnlyMemory<byte> StrictOctets => _json.IsEmpty ? Written() : _json;

    /// <summary>Reads a header from JSON, JSON-B, JSON-C or JSON-D octets.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/> or <see cref="DareError.LimitExceeded"/> (more than <see cref="DareLimits.Header"/> octets, …).
    /// </exception>
    public static DareHeader Parse(ReadOnlyMemory<byte> octets) => Parse(octets, codes: null);

    /// <summary>As the other, in a document of which earlier parts may have defined codes.</summary>
    internal static DareHeader Parse(ReadOnlyMemory<byte> octets, JsonCodes? codes)
    {
        RequireLength(octets);
        return JsonMembers.ParseTolerantly(octets, "header", (element, json) => HeaderReader.Read(element, octets, json), codes);
    }

    /// <summary>Reads a header out of a document that is strict.</summary>
    internal static DareHeader Read(JsonElement strict)
    {
        ReadOnlyMemory<byte> octets = JsonMembers.Raw(strict);
        RequireLength(octets);
        return HeaderReader.Read(strict, octets, octets);
    }

    private static void RequireLength(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length > DareLimits.Header)
        {
            throw new DareException(DareError.LimitExceeded, $"The header has more than {DareLimits.Header} octets.");
        }
    }

    private byte[] Written() => _written ??= StrictJson.Write(Write);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (SequenceInfo is { } info)
        {
            writer.WritePropertyName(nameof(SequenceInfo));
            info.Write(writer);
        }

        writer.Optional("EnvelopeId", EnvelopeId);
        writer.Optional("dig", DigestAlgorithm);
        writer.Optional("enc", EncryptionAlgorithm);
        writer.Optional("kid", KeyIdentifier);
        writer.Optional("Salt", Salt);
        writer.Optional("KeyCommit", KeyCommit);
        WriteRecipients(writer);
        writer.Optional("cloaked", Cloaked);
        WriteAnnotations(writer);
        if (!ContentMetaData.IsEmpty)
        {
            writer.Binary("ContentMetaData", ContentMetaData.Span);
        }

        writer.Optional("Received", Received);
        writer.Optional("Cover", Cover);
        writer.WriteEndObject();
    }

    private void WriteRecipients(Utf8JsonWriter writer)
    {
        if (Recipients is null)
        {
            return;
        }

        writer.WriteStartArray("recipients");
        foreach (DareRecipient recipient in Recipients)
        {
            recipient.Write(writer);
        }

        writer.WriteEndArray();
    }

    private void WriteAnnotations(Utf8JsonWriter writer)
    {
        if (Annotations.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("annotations");
        foreach (ReadOnlyMemory<byte> annotation in Annotations)
        {
            writer.WriteStringValue(Base64UrlText.Encode(annotation.Span));
        }

        writer.WriteEndArray();
    }
}
