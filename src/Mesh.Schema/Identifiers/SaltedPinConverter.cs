using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>A salted PIN as a member: its 28 characters.</summary>
public sealed class SaltedPinConverter : JsonConverter<SaltedPin>
{
    /// <inheritdoc/>
    public override SaltedPin Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SecretReading.Read(ref reader, SaltedPin.Parse);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SaltedPin value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        value.WriteUdf(writer);
    }
}
