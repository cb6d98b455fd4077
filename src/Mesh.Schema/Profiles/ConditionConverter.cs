using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>Reads a condition of any class and writes it as it was read.</summary>
public sealed class ConditionConverter : JsonConverter<Condition>
{
    /// <inheritdoc/>
    public override Condition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement element = JsonElement.ParseValue(ref reader);
        (string tag, JsonElement content) = TaggedJson.Untag(element, nameof(Condition));
        return new Condition(tag, content);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Condition value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(value.Name);
        value.Content.WriteTo(writer);
        writer.WriteEndObject();
    }
}
