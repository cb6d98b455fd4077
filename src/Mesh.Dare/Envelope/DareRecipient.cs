using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// One block of <c>recipients</c> (DARE 2.3 and 8.6; Mesh sealing, section 2): the base seed wrapped to one key. Written as <c>kid</c>,
/// <c>epk</c>, <c>wmk</c>; for a symmetric recipient as <c>kid</c>, <c>wmk</c>; for a passphrase as <c>kid</c>, <c>kwd</c>, <c>wmk</c>.
/// </summary>
public sealed class DareRecipient
{
    /// <summary><c>kid</c>: the identifier of the recipient's key, of a shared secret, or the address of a group.</summary>
    public required string KeyIdentifier { get; init; }

    /// <summary><c>epk</c>: the ephemeral public key as the JSON object that it stands in, e.g. <c>{"PublicKeyECDH":{…}}</c>.</summary>
    public ReadOnlyMemory<byte>? EphemeralKey { get; init; }

    /// <summary><c>ek</c>: octets of a key encapsulation; read, never written.</summary>
    public ReadOnlyMemory<byte>? EncapsulatedKey { get; private init; }

    /// <summary><c>kwd</c>: another suite of wrap and derivation than the usual; written for a passphrase alone.</summary>
    public string? KeyWrapDerivation { get; internal init; }

    /// <summary><c>wmk</c>: the wrapped base seed, 40 octets for a seed of 32.</summary>
    public required ReadOnlyMemory<byte> WrappedBaseSeed { get; init; }

    internal static DareRecipient Read(JsonElement element)
    {
        JsonMembers.RequireObject(element, "recipient");
        string? kid = null;
        string? kwd = null;
        ReadOnlyMemory<byte>? epk = null;
        ReadOnlyMemory<byte>? ek = null;
        ReadOnlyMemory<byte>? wmk = null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            switch (member.Name)
            {
                case "kid":
                    kid = JsonMembers.Text(member);
                    break;
                case "kwd":
                    kwd = JsonMembers.Text(member);
                    break;
                case "epk":
                    JsonMembers.RequireObject(member.Value, "ephemeral key");
                    epk = JsonMembers.Raw(member.Value);
                    break;
                case "ek":
                    ek = JsonMembers.Binary(member);
                    break;
                case "wmk":
                    wmk = JsonMembers.Binary(member);
                    break;
                default:
                    break;
            }
        }

        return new DareRecipient
        {
            KeyIdentifier = kid ?? throw DareException.Malformed("A recipient has no kid."),
            WrappedBaseSeed = wmk ?? throw DareException.Malformed("A recipient has no wmk."),
            EphemeralKey = epk,
            EncapsulatedKey = ek,
            KeyWrapDerivation = kwd,
        };
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kid", KeyIdentifier);
        writer.Optional("kwd", KeyWrapDerivation);
        if (EphemeralKey is { } key)
        {
            writer.WritePropertyName("epk");
            writer.Raw(key.Span);
        }

        writer.Binary("wmk", WrappedBaseSeed.Span);
        writer.WriteEndObject();
    }
}
