using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Private parameters as a member: a tagged object of one of three classes. Only inside objects that are sealed.</summary>
public sealed class PrivateParametersConverter : JsonConverter<PrivateParameters>
{
    /// <inheritdoc/>
    public override PrivateParameters Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Its copy of the text is cleared on disposal; that of a free element is not.
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement element = document.RootElement;
        (string tag, JsonElement members) = TaggedJson.Untag(element, nameof(PrivateParameters));
        return tag switch
        {
            "PrivateKeyECDH" => new PrivateKeyParameters(KeyJson.ReadPrivate(element)),
            "PrivateKeyUDF" => new SeedParameters(KeyJson.ReadSeed(element)),
            nameof(KeyShare) => KeyShare.Read(members),
            _ => throw new JsonException("private parameters of an unknown class"),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PrivateParameters value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.WriteTo(writer);
    }
}
