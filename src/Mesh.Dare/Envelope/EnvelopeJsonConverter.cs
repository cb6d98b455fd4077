using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Dare;

/// <summary>Envelopes inside other JSON records, by value, with their octets as they came.</summary>
public sealed class EnvelopeJsonConverter : JsonConverter<UnverifiedEnvelope>
{
    /// <inheritdoc/>
    public override UnverifiedEnvelope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        try
        {
            return UnverifiedEnvelope.Read(document.RootElement);
        }
        catch (DareException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UnverifiedEnvelope value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.WriteTo(writer);
    }
}
