using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>A public key as a member: the tagged JOSE object, <c>{"PublicKeyECDH":{…}}</c>.</summary>
public sealed class PublicKeyConverter : JsonConverter<PublicKey>
{
    /// <inheritdoc/>
    public override PublicKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        KeyJson.ReadPublic(JsonElement.ParseValue(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PublicKey value, JsonSerializerOptions options) => KeyJson.WritePublic(writer, value);
}
