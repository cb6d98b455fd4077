using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// A tagged object as a member of another one. Abstract classes of the schema carry this converter and so are tagged wherever they
/// stand; concrete classes stand plain unless a member says otherwise.
/// </summary>
public abstract class TaggedConverter<T> : JsonConverter<T>
    where T : class
{
    /// <summary>The list of classes that may occur.</summary>
    protected abstract TaggedJson Codec { get; }

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Codec.Read<T>(JsonElement.ParseValue(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => Codec.Write(writer, value);
}
