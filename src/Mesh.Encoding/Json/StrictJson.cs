using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Mesh.Encoding;

/// <summary>
/// JSON as the Mesh writes it and reads it (Mesh schema, section 1.1): UTF-8 without mark, no comments, no trailing commas, no
/// duplicate members, nesting up to 64, no half of a surrogate pair. Written compactly with the escapes that RFC 8259 requires.
/// </summary>
public static class StrictJson
{
    /// <summary>Deepest nesting of objects and arrays.</summary>
    public const int MaximumDepth = 64;

    private static readonly JsonDocumentOptions DocumentOptions = new() { AllowDuplicateProperties = false, MaxDepth = MaximumDepth };

    /// <summary>Escapes only what RFC 8259 requires.</summary>
    public static JavaScriptEncoder Encoder => Writing.Encoder;

    /// <summary>Options of a writer of signed or stored JSON.</summary>
    public static JsonWriterOptions WriterOptions => Writing.Options;

    /// <summary>The octets that <paramref name="write"/> writes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Parses one JSON value; <paramref name="octets"/> must not change while the document is in use.</summary>
    /// <exception cref="EncodingException">Not strict JSON (<see cref="EncodingError.Json"/>, <see cref="EncodingError.Depth"/>).</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> octets)
    {
        CheckText(octets.Span);
        try
        {
            return JsonDocument.Parse(octets, DocumentOptions);
        }
        catch (JsonException e)
        {
            throw Wrap(e);
        }
    }

    /// <summary>Reads one JSON value as a <typeparamref name="T"/> after checking that it is strict JSON.</summary>
    /// <exception cref="EncodingException">
    /// Not strict JSON, or of another shape (<see cref="EncodingError.Json"/>, <see cref="EncodingError.Depth"/>).
    /// </exception>
    public static T Deserialize<T>(ReadOnlyMemory<byte> octets, JsonTypeInfo<T> type)
        where T : class
    {
        using JsonDocument document = Parse(octets);
        try
        {
            return document.Deserialize(type) ?? throw new EncodingException(EncodingError.Json, "the JSON value is null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            throw new EncodingException(EncodingError.Json, $"the JSON value is not a {typeof(T).Name}: {OneLine(e.Message)}", e);
        }
    }

    /// <summary>A parse failure of the platform as an exception of this library.</summary>
    internal static EncodingException Wrap(JsonException e)
    {
        // The platform has no code for it; its message is in English under the invariant culture.
        bool depth = e.Message.Contains("maximum configured depth", StringComparison.Ordinal);
        return depth
            ? new EncodingException(EncodingError.Depth, $"the JSON text is nested deeper than {MaximumDepth}", e)
            : new EncodingException(EncodingError.Json, $"not JSON: {OneLine(e.Message)}", e);
    }

    /// <summary>What the platform's parser lets pass until a string is read: octets that are not UTF-8, escaped half pairs.</summary>
    internal static void CheckText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            throw new EncodingException(EncodingError.Json, "the JSON text is not UTF-8");
        }

        // A backslash occurs in strings only, and always with the octet after it. The low half follows the high one at once.
        bool high = false;
        while (json.IndexOf((byte)'\\') is >= 0 and int at)
        {
            bool isUnit = json.Length >= at + 6 && json[at + 1] == 'u';
            int unit = isUnit ? HexUnit(json.Slice(at + 2, 4)) : 0;
            bool low = unit is >= 0xDC00 and <= 0xDFFF;
            if (low != high || (high && at != 0))
            {
                throw HalfPair();
            }

            high = unit is >= 0xD800 and <= 0xDBFF;
            json = json[Math.Min(at + (isUnit ? 6 : 2), json.Length)..];
        }

        if (high)
        {
            throw HalfPair();
        }
    }

    // 0 for what is no hexadecimal number: the parser proper refuses it.
    private static int HexUnit(ReadOnlySpan<byte> digits) =>
        System.Buffers.Text.Utf8Parser.TryParse(digits, out int unit, out int used, 'x') && used == 4 ? unit : 0;

    private static EncodingException HalfPair() => new(EncodingError.Json, "a JSON string holds half of a surrogate pair");

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");

    // Apart, so that whoever only reads does not load it.
    private static class Writing
    {
        public static readonly JavaScriptEncoder Encoder = new MinimalEscaping();
        public static readonly JsonWriterOptions Options = new() { Encoder = Encoder, MaxDepth = MaximumDepth };
    }
}
