using System.Runtime.InteropServices;
using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Reading of untrusted JSON in headers, trailers and entries (DARE 10): depth 64, members once, integers without fraction or exponent,
/// base64url with white space dropped (D-02). Every failure is a <see cref="DareException"/> that names the object.
/// </summary>
internal static class JsonMembers
{
    /// <summary>
    /// Parses one strict JSON value and applies <paramref name="read"/> to it; what it returns must not refer to the element.
    /// </summary>
    public static T Parse<T>(ReadOnlyMemory<byte> json, string what, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(json);
            return Apply(document, what, read);
        }
        catch (EncodingException e)
        {
            throw new DareException(DareError.Malformed, $"The {what} is not well-formed JSON.", e);
        }
    }

    /// <summary>
    /// As <see cref="Parse"/>, for a value that may also be JSON with line breaks inside strings, JSON-B, JSON-C or JSON-D (DARE 1 and 2.1).
    /// <paramref name="read"/> gets its strict JSON as well: the very same octets when they are strict already.
    /// </summary>
    public static T ParseTolerantly<T>(
        ReadOnlyMemory<byte> octets, string what, Func<JsonElement, ReadOnlyMemory<byte>, T> read, JsonCodes? codes = null)
    {
        JsonDocument strict;
        ReadOnlyMemory<byte> json = octets;
        try
        {
            strict = StrictJson.Parse(octets);
        }
        catch (EncodingException)
        {
            (strict, json) = Normalise(octets, what, codes);
        }

        using (strict)
        {
            return Apply(strict, what, element => read(element, json));
        }
    }

    public static void RequireObject(JsonElement value, string what)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw DareException.Malformed($"The {what} is not a JSON object.");
        }
    }

    public static string Text(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : throw Wrong(member, "a string");

    public static bool Flag(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(member, "true or false"),
    };

    /// <summary>An integer from 0 to 2^63 − 1.</summary>
    public static long Count(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out long value) && value >= 0
            ? value
            : throw Wrong(member, "an integer of at most 63 bits");

    public static byte[] Binary(JsonProperty member) => Binary(member.Value) ?? throw Wrong(member, "base64url");

    /// <summary>The octets of a base64url string, or null when the value is something else.</summary>
    public static byte[]? Binary(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Base64UrlText.TryDecode(value.GetString(), out byte[] octets) ? octets : null;

    /// <summary>The elements of an array of at most <paramref name="most"/>.</summary>
    public static List<T> List<T>(JsonProperty member, int most, Func<JsonElement, T> read)
    {
        if (member.Value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(member, "an array");
        }

        if (member.Value.GetArrayLength() > most)
        {
            throw new DareException(
                DareError.LimitExceeded, $"The member \"{Printable.Of(member.Name)}\" has more than {most} elements.");
        }

        List<T> list = new(member.Value.GetArrayLength());
        foreach (JsonElement element in member.Value.EnumerateArray())
        {
            list.Add(read(element));
        }

        return list;
    }

    /// <summary>A copy of the value's own JSON octets.</summary>
    public static byte[] Raw(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    private static T Apply<T>(JsonDocument document, string what, Func<JsonElement, T> read)
    {
        try
        {
            return read(document.RootElement);
        }
        catch (Exception e) when (e is EncodingException or JsonException or InvalidOperationException or FormatException)
        {
            throw new DareException(DareError.Malformed, $"The {what} has a value of another kind than it should have.", e);
        }
    }

    private static (JsonDocument Document, byte[] Json) Normalise(ReadOnlyMemory<byte> octets, string what, JsonCodes? codes)
    {
        try
        {
            long most = Math.Min((16L * octets.Length) + 4096, Math.Max(DareLimits.ExpandedJson, 2L * octets.Length));
            byte[] json = TolerantJson.Normalise(octets.Span, (int)Math.Min(most, Array.MaxLength), codes);
            return (StrictJson.Parse(json), json);
        }
        catch (EncodingException e) when (e.Code == EncodingError.Size)
        {
            throw new DareException(DareError.LimitExceeded, $"The {what} is too large when its codes are replaced by what they stand for.", e);
        }
        catch (EncodingException e)
        {
            throw new DareException(DareError.Malformed, $"The {what} is neither JSON nor one of its binary encodings.", e);
        }
    }

    private static DareException Wrong(JsonProperty member, string wanted) =>
        DareException.Malformed($"The member \"{Printable.Of(member.Name)}\" is not {wanted}.");
}
