using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Dare;

namespace Mesh.Schema;

/// <summary>An envelope as a member: the array <c>[header, body, trailer]</c>.</summary>
internal sealed class EnvelopedConverter<T> : JsonConverter<Enveloped<T>>
    where T : MeshObject
{
    public override Enveloped<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(UnverifiedEnvelope.Read(JsonElement.ParseValue(ref reader)));

    public override void Write(Utf8JsonWriter writer, Enveloped<T> value, JsonSerializerOptions options) =>
        value.Envelope.WriteTo(writer);
}
