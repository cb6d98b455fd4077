using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Schema;

/// <summary>
/// Member names of draft-hallambaker-mesh-schema-08 that profiles may still have (Mesh schema 4.7), read as the names of today. The
/// content is copied under the newer names; the signature stays over the octets that were received.
/// </summary>
internal static class OlderNames
{
    private static readonly FrozenDictionary<string, string> Device = Table(
        ("BaseEncryption", "Encryption"), ("BaseSignature", "Signature"), ("BaseAuthentication", "Authentication"),
        ("KeyEncryption", "Encryption"), ("KeyAuthentication", "Authentication"));

    private static readonly FrozenDictionary<string, string> Account = Table(
        ("AccountEncryption", "CommonEncryption"), ("AccountSignature", "CommonSignature"),
        ("AccountAuthentication", "CommonAuthentication"));

    /// <summary>Per tag, older to newer. The last is a spelling: the schema lacks a letter, and readers take both.</summary>
    public static FrozenDictionary<string, FrozenDictionary<string, string>> All { get; } =
        new Dictionary<string, FrozenDictionary<string, string>>
        {
            [nameof(ProfileDevice)] = Device,
            [nameof(ProfileHost)] = Device,
            [nameof(ProfileUser)] = Account,
            [nameof(AccountHostAssignment)] = Table(("AccountAddress", "AccountAddess")),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool Occur(JsonElement content, FrozenDictionary<string, string> names)
    {
        foreach (JsonProperty member in content.EnumerateObject())
        {
            if (names.ContainsKey(member.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A copy of <paramref name="content"/> under the newer names; a member under both is refused as a duplicate.</summary>
    public static JsonDocument Replace(JsonElement content, FrozenDictionary<string, string> names, string tag)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, StrictJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (JsonProperty member in content.EnumerateObject())
            {
                writer.WritePropertyName(names.GetValueOrDefault(member.Name, member.Name));
                member.Value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        try
        {
            return StrictJson.Parse(buffer.WrittenMemory);
        }
        catch (EncodingException e)
        {
            throw new SchemaException(SchemaError.Malformed, $"the {tag} has one member under an older and a newer name", e);
        }
    }

    private static FrozenDictionary<string, string> Table(params (string Older, string Newer)[] names) =>
        names.ToFrozenDictionary(n => n.Older, n => n.Newer, StringComparer.Ordinal);
}
