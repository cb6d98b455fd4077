using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Encoding;

namespace Mesh.Schema;

/// <summary>Binary: unpadded base64url text (Mesh schema 1.1).</summary>
public sealed class BinaryConverter : JsonConverter<byte[]>
{
    /// <inheritdoc/>
    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Base64UrlText.Decode(reader.GetString() ?? throw new JsonException("a binary value is null"));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Base64UrlText.Encode(value));
}
