// The body of a password entry. The plain form, which is the one that this program writes, is read member by member: the serialiser would make
// its tables for every class of the schema first, which takes longer than all else that a short command does. Every other form, and every
// mistake, is left to the serialiser, so that both agree on what an entry is.

using System.Text.Json;
using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Reads the bodies of password entries (Mesh schema 9).</summary>
internal static class CredentialBody
{
    /// <summary>The class of such an entry.</summary>
    public const string Tag = nameof(CatalogedCredential);

    /// <exception cref="SchemaException">The body is not that of a password entry.</exception>
    public static Credential Read(ReadOnlyMemory<byte> body) => TryReadPlain(body) ?? ReadAny(body);

    /// <summary>
    /// The entry in its plain form: four texts at most, and what the device that wrote it had seen, which is not looked at here; null for any other.
    /// </summary>
    public static Credential? TryReadPlain(JsonElement entry)
    {
        string? protocol = null;
        string? service = null;
        string? username = null;
        string? password = null;
        foreach (JsonProperty member in entry.EnumerateObject())
        {
            if (member.NameEquals(nameof(CatalogedEntry.EnvelopedCheckpoint)) && IsEnvelope(member.Value))
            {
                continue;
            }

            if (member.Value.ValueKind != JsonValueKind.String)
            {
                return null;
            }

            switch (member.Name)
            {
                case nameof(CatalogedCredential.Protocol):
                    protocol = member.Value.GetString();
                    break;
                case nameof(CatalogedCredential.Service):
                    service = member.Value.GetString();
                    break;
                case nameof(CatalogedCredential.Username):
                    username = member.Value.GetString();
                    break;
                case nameof(CatalogedCredential.Password):
                    password = member.Value.GetString();
                    break;
                default:
                    return null;
            }
        }

        return new Credential(protocol ?? "", service ?? "", username ?? "", password ?? "");
    }

    private static Credential? TryReadPlain(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.GetPropertyCount() == 1
                && document.RootElement.TryGetProperty(Tag, out JsonElement entry) && entry.ValueKind == JsonValueKind.Object)
            {
                return TryReadPlain(entry);
            }
        }
        catch (EncodingException)
        {
            // Not strict JSON; older forms are the serialiser's business.
            return null;
        }

        return null;
    }

    private static bool IsEnvelope(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 3
        && value[0].ValueKind == JsonValueKind.Object && value[1].ValueKind == JsonValueKind.String && value[2].ValueKind == JsonValueKind.Object;

    private static Credential ReadAny(ReadOnlyMemory<byte> body)
    {
        using CatalogedCredential entry = SchemaJson.Decode<CatalogedCredential>(body);
        return new Credential(entry.Protocol ?? "", entry.Service ?? "", entry.Username ?? "", entry.Password?.RevealText() ?? "");
    }
}
