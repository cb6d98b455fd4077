using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// One entry of <c>signatures</c> or <c>seqsignatures</c> (DARE 8.6; Mesh sealing, section 3). Written as <c>kid</c>, <c>alg</c>,
/// <c>SignedData</c>, <c>signature</c>, <c>witness</c>; over a plain manifest as <c>kid</c>, <c>alg</c>, <c>signature</c>.
/// </summary>
public sealed class DareSignature
{
    /// <summary><c>kid</c>: the identifier of the signer's key, or null where an old writer left it out.</summary>
    public string? KeyIdentifier { get; init; }

    /// <summary>
    /// <c>alg</c>: <c>ED448</c> or <c>ED25519</c>; the name of a digest in entries of the years up to 2022. It never chooses the
    /// algorithm, which comes from the key, but must agree with it.
    /// </summary>
    public string? Algorithm { get; init; }

    /// <summary><c>SignedData</c>: the signed octets of a JSON object, or null in the older forms.</summary>
    public ReadOnlyMemory<byte>? SignedData { get; init; }

    /// <summary><c>signature</c>: 114 octets for Ed448, 64 for Ed25519; null in a mere announcement of a signer.</summary>
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary><c>witness</c>: 32 octets that only a holder of the base seed can compute.</summary>
    public ReadOnlyMemory<byte>? Witness { get; init; }

    // Members that this reader does not know go on with the rest.
    private byte[]? Octets { get; init; }

    internal static DareSignature Read(JsonElement element)
    {
        JsonMembers.RequireObject(element, "signature");
        string? kid = null;
        string? algorithm = null;
        ReadOnlyMemory<byte>? signedData = null;
        ReadOnlyMemory<byte>? value = null;
        ReadOnlyMemory<byte>? witness = null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            switch (member.Name)
            {
                case "kid":
                    kid = JsonMembers.Text(member);
                    break;
                case "alg":
                    algorithm = JsonMembers.Text(member);
                    break;
                case "SignedData":
                    signedData = JsonMembers.Binary(member);
                    break;
                case "signature":
                    value = JsonMembers.Binary(member);
                    break;
                case "witness":
                    witness = JsonMembers.Binary(member);
                    break;
                default:
                    break;
            }
        }

        return new DareSignature
        {
            KeyIdentifier = kid,
            Algorithm = algorithm,
            SignedData = signedData,
            Value = value,
            Witness = witness,
            Octets = JsonMembers.Raw(element),
        };
    }

    /// <summary>The same entry with the members that are known, and no others.</summary>
    internal DareSignature WithoutOthers() => new()
    {
        KeyIdentifier = KeyIdentifier,
        Algorithm = Algorithm,
        SignedData = SignedData,
        Value = Value,
        Witness = Witness,
    };

    internal void Write(Utf8JsonWriter writer)
    {
        if (Octets is not null)
        {
            writer.Raw(Octets);
            return;
        }

        writer.WriteStartObject();
        writer.Optional("kid", KeyIdentifier);
        writer.Optional("alg", Algorithm);
        writer.Optional("SignedData", SignedData);
        writer.Optional("signature", Value);
        writer.Optional("witness", Witness);
        writer.WriteEndObject();
    }

    internal static bool SameContent(DareSignature left, DareSignature right) =>
        left.KeyIdentifier == right.KeyIdentifier
        && left.Algorithm == right.Algorithm
        && SameOctets(left.SignedData, right.SignedData)
        && SameOctets(left.Value, right.Value)
        && SameOctets(left.Witness, right.Witness);

    private static bool SameOctets(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte>? right) =>
        left.HasValue == right.HasValue && (left ?? default).Span.SequenceEqual((right ?? default).Span);
}
