using System.Text.Json;

namespace Mesh.Schema;

/// <summary>A capability as a member: known classes as such, others as <see cref="UnknownCapability"/>.</summary>
public sealed class CapabilityConverter : TaggedConverter<Capability>
{
    /// <inheritdoc/>
    protected override TaggedJson Codec => SchemaJson.Codec;

    /// <inheritdoc/>
    public override Capability Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement element = JsonElement.ParseValue(ref reader);
        (string tag, JsonElement content) = TaggedJson.Untag(element, nameof(Capability));
        return Codec.Knows(tag) ? Codec.Read<Capability>(element) : new UnknownCapability
        {
            Class = tag,
            Id = content.TryGetProperty(nameof(Capability.Id), out JsonElement id) && id.ValueKind == JsonValueKind.String
                ? id.GetString()!
                : throw new JsonException("a capability has no Id"),
            Active = false,
        };
    }
}
