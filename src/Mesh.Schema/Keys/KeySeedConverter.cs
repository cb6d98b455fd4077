using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>A seed as a member: its fingerprint text. Only inside objects that are sealed.</summary>
public sealed class KeySeedConverter : JsonConverter<KeySeed>
{
    /// <inheritdoc/>
    public override KeySeed Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SecretReading.Read(ref reader, KeySeed.Parse);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, KeySeed value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        value.WriteUdf(writer);
    }
}
