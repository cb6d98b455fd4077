using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// DateTime: RFC 3339 in UTC with <c>Z</c>, written <c>yyyy-mm-ddThh:mm:ssZ</c> (Mesh schema 1.1). A fraction of a second is read and
/// dropped; any other offset is refused.
/// </summary>
public sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int WholeLength = 20;

    /// <summary>The text form, without a fraction.</summary>
    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The time as the wire can hold it: whole seconds.</summary>
    public static DateTimeOffset ToSeconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.GetString() ?? throw new JsonException("a time is null");
        if (text.Length > WholeLength && text[WholeLength - 1] == '.' && text[^1] == 'Z'
            && text.AsSpan(WholeLength, text.Length - WholeLength - 1) is { Length: >= 1 and <= 9 } fraction
            && !fraction.ContainsAnyExceptInRange('0', '9'))
        {
            text = text[..(WholeLength - 1)] + "Z";
        }

        return DateTimeOffset.TryParseExact(
            text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new JsonException("a time is not yyyy-mm-ddThh:mm:ssZ");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(ToText(value));
}
