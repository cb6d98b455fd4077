using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The trailer of an envelope or frame (DARE 8.2 and 8.3; Mesh sealing, sections 1 and 6). Written as <c>dig</c> (only where the header
/// has none), <c>PayloadDigest</c>, <c>PayloadTag</c>, <c>signatures</c>, <c>ApexDigest</c>, <c>seqsignatures</c>; read in any order, with
/// the older name <c>TreeDigest</c>. The octets that were read are kept.
/// </summary>
public sealed class DareTrailer
{
    private readonly ReadOnlyMemory<byte> _read;
    private byte[]? _written;

    /// <summary>A trailer made from its members.</summary>
    public DareTrailer()
    {
    }

    private DareTrailer(ReadOnlyMemory<byte> octets, ReadOnlyMemory<byte> json)
    {
        _read = octets;
        Json = json;
    }

    /// <summary>The trailer that says nothing; it is left out of what is written.</summary>
    public static DareTrailer Empty { get; } = new();

    /// <summary><c>dig</c>: the digest, where the writer of a frame had to add it.</summary>
    public string? DigestAlgorithm { get; init; }

    /// <summary><c>PayloadDigest</c>: the digest of the body as carried.</summary>
    public ReadOnlyMemory<byte>? PayloadDigest { get; init; }

    /// <summary><c>PayloadTag</c>: the tag of a body under <c>A256GCM</c>, 16 octets.</summary>
    public ReadOnlyMemory<byte>? PayloadTag { get; init; }

    /// <summary><c>signatures</c>: over the envelope.</summary>
    public IReadOnlyList<DareSignature> Signatures { get; init; } = [];

    /// <summary><c>ApexDigest</c>: the root over this frame and all before it.</summary>
    public ReadOnlyMemory<byte>? ApexDigest { get; init; }

    /// <summary><c>seqsignatures</c>: over the root.</summary>
    public IReadOnlyList<DareSignature> SequenceSignatures { get; init; } = [];

    /// <summary><c>ChainDigest</c>: read, never written (D-09).</summary>
    public ReadOnlyMemory<byte>? ChainDigest { get; private init; }

    /// <summary><c>WitnessValue</c>: the one witness of dialect B; made by <see cref="CompatSealer"/> alone.</summary>
    public ReadOnlyMemory<byte>? WitnessValue { get; internal init; }

    /// <summary>True when there is nothing to say.</summary>
    public bool IsEmpty => DigestAlgorithm is null && PayloadDigest is null && PayloadTag is null && Signatures.Count == 0
        && ApexDigest is null && SequenceSignatures.Count == 0 && ChainDigest is null && WitnessValue is null
        && !HasOthers;

    /// <summary>The octets: as they were read, else as they are written.</summary>
    public ReadOnlyMemory<byte> Octets => _read.IsEmpty ? Written() : _read;

    /// <summary>The octets as strict JSON: the same, unless they were read from another encoding or from JSON with broken strings.</summary>
    internal ReadOnlyMemory<byte> StrictOctets => Json.IsEmpty ? Written() : Json;

    private ReadOnlyMemory<byte> Json { get; }

    // Members that this reader does not know, and passes on.
    private bool HasOthers { get; init; }

    /// <summary>Reads a trailer from JSON, JSON-B, JSON-C or JSON-D octets.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/> or <see cref="DareError.LimitExceeded"/> (more than <see cref="DareLimits.Trailer"/> octets, …).
    /// </exception>
    public static DareTrailer Parse(ReadOnlyMemory<byte> octets) => Parse(octets, codes: null);

    /// <summary>As the other, in a document of which earlier parts may have defined codes.</summary>
    internal static DareTrailer Parse(ReadOnlyMemory<byte> octets, JsonCodes? codes)
    {
        RequireLength(octets);
        return JsonMembers.ParseTolerantly(octets, "trailer", (element, json) => Read(element, octets, json, withDigestName: true), codes);
    }

    /// <summary>Reads a trailer out of a document that is strict.</summary>
    internal static DareTrailer Read(JsonElement strict)
    {
        ReadOnlyMemory<byte> octets = JsonMembers.Raw(strict);
        RequireLength(octets);
        return Read(strict, octets, octets, withDigestName: true);
    }

    /// <summary>The members of a trailer that stand in a header (DARE 2.1); <c>dig</c> there is the header's own.</summary>
    internal static DareTrailer ReadEarly(JsonElement header) => Read(header, default, default, withDigestName: false);

    private static DareTrailer Read(
        JsonElement element, ReadOnlyMemory<byte> octets, ReadOnlyMemory<byte> json, bool withDigestName)
    {
        JsonMembers.RequireObject(element, "trailer");
        string? dig = null;
        ReadOnlyMemory<byte>? digest = null;
        ReadOnlyMemory<byte>? tag = null;
        ReadOnlyMemory<byte>? apex = null;
        ReadOnlyMemory<byte>? chain = null;
        ReadOnlyMemory<byte>? witness = null;
        IReadOnlyList<DareSignature> signatures = [];
        IReadOnlyList<DareSignature> sequenceSignatures = [];
        bool others = false;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            switch (member.Name)
            {
                case "dig" when withDigestName:
                    dig = JsonMembers.Text(member);
                    break;
                case "PayloadDigest":
                    digest = JsonMembers.Binary(member);
                    break;
                case "PayloadTag":
                    tag = JsonMembers.Binary(member);
                    break;
                case "ApexDigest" or "TreeDigest" when apex is not null:
                    throw DareException.Malformed("The trailer has both ApexDigest and TreeDigest.");
                case "ApexDigest" or "TreeDigest":
                    apex = JsonMembers.Binary(member);
                    break;
                case "ChainDigest":
                    chain = JsonMembers.Binary(member);
                    break;
                case "WitnessValue":
                    witness = JsonMembers.Binary(member);
                    break;
                case "signatures":
                    signatures = JsonMembers.List(member, DareLimits.Signatures, DareSignature.Read);
                    break;
                case "seqsignatures":
                    sequenceSignatures = JsonMembers.List(member, DareLimits.Signatures, DareSignature.Read);
                    break;
                default:
                    others = withDigestName;
                    break;
            }
        }

        return new DareTrailer(octets, json)
        {
            HasOthers = others,
            DigestAlgorithm = dig,
            PayloadDigest = digest,
            PayloadTag = tag,
            ApexDigest = apex,
            ChainDigest = chain,
            WitnessValue = witness,
            Signatures = signatures,
            SequenceSignatures = sequenceSignatures,
        };
    }

    /// <summary>
    /// What both say together, where a trailer member may stand in the header as well (DARE 2.1). One that stands in both with different
    /// values is refused. Signers that a header only announces (no value) do not count.
    /// </summary>
    internal static DareTrailer Merge(DareTrailer early, DareTrailer trailer)
    {
        if (early.IsEmpty)
        {
            return trailer;
        }

        IReadOnlyList<DareSignature> announced = [.. early.Signatures.Where(s => s.Value is not null)];
        return new DareTrailer
        {
            DigestAlgorithm = trailer.DigestAlgorithm,
            PayloadDigest = One("PayloadDigest", early.PayloadDigest, trailer.PayloadDigest),
            PayloadTag = One("PayloadTag", early.PayloadTag, trailer.PayloadTag),
            ApexDigest = One("ApexDigest", early.ApexDigest, trailer.ApexDigest),
            ChainDigest = One("ChainDigest", early.ChainDigest, trailer.ChainDigest),
            WitnessValue = One("WitnessValue", early.WitnessValue, trailer.WitnessValue),
            Signatures = One("signatures", announced, trailer.Signatures),
            SequenceSignatures = One("seqsignatures", early.SequenceSignatures, trailer.SequenceSignatures),
        };
    }

    private static ReadOnlyMemory<byte>? One(string name, ReadOnlyMemory<byte>? early, ReadOnlyMemory<byte>? late)
    {
        if (early is { } left && late is { } right && !left.Span.SequenceEqual(right.Span))
        {
            throw DareException.Malformed($"Header and trailer have different {name}.");
        }

        return late ?? early;
    }

    private static IReadOnlyList<DareSignature> One(
        string name, IReadOnlyList<DareSignature> early, IReadOnlyList<DareSignature> late)
    {
        if (early.Count > 0 && late.Count > 0 && !early.SequenceEqual(late, SignatureComparer.Instance))
        {
            throw DareException.Malformed($"Header and trailer have different {name}.");
        }

        return late.Count > 0 ? late : early;
    }

    private static void RequireLength(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length > DareLimits.Trailer)
        {
            throw new DareException(DareError.LimitExceeded, $"The trailer has more than {DareLimits.Trailer} octets.");
        }
    }

    private byte[] Written() => _written ??= StrictJson.Write(Write);

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.Optional("dig", DigestAlgorithm);
        writer.Optional("PayloadDigest", PayloadDigest);
        writer.Optional("PayloadTag", PayloadTag);
        WriteList(writer, "signatures", Signatures);
        writer.Optional("WitnessValue", WitnessValue);
        writer.Optional("ApexDigest", ApexDigest);
        WriteList(writer, "seqsignatures", SequenceSignatures);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<DareSignature> list)
    {
        if (list.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (DareSignature signature in list)
        {
            signature.Write(writer);
        }

        writer.WriteEndArray();
    }

    private sealed class SignatureComparer : IEqualityComparer<DareSignature>
    {
        public static SignatureComparer Instance { get; } = new();

        public bool Equals(DareSignature? x, DareSignature? y) => x is not null && y is not null && DareSignature.SameContent(x, y);

        public int GetHashCode(DareSignature obj) => HashCode.Combine(obj.KeyIdentifier, obj.Algorithm);
    }
}
