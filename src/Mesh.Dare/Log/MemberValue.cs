using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>Values of members in the header, trailer and metadata of a store frame, read where the reader stands on the name.</summary>
internal static class MemberValue
{
    public static readonly JsonReaderOptions Strict = new() { MaxDepth = DareLimits.JsonDepth };

    private const int MostOctetsOfText = 4096;

    public static string Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.String && json.ValueSpan.Length <= MostOctetsOfText
            ? json.GetString()!
            : throw DareException.Malformed("A text of a store frame is no text, or too long.");
    }

    public static long Number(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long value) && value >= 0
            ? value
            : throw DareException.Malformed("A number of a store frame is not an integer from 0 on.");
    }

    public static byte[] Binary(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String || json.ValueIsEscaped)
        {
            throw NotBinary();
        }

        if (Base64UrlText.TryDecodeDigits(json.ValueSpan, out byte[] decoded))
        {
            return decoded;
        }

        // With padding, as others write it.
        byte[] octets = new byte[Base64Url.GetMaxDecodedLength(json.ValueSpan.Length)];
        return Base64Url.DecodeFromUtf8(json.ValueSpan, octets, out _, out int written) == OperationStatus.Done
            ? octets[..written]
            : throw NotBinary();
    }

    /// <summary>The first element of an array, empty where that is no text; null for an empty array, and for what is no array.</summary>
    public static string? FirstText(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return null;
        }

        string? first = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            first ??= json.TokenType == JsonTokenType.String ? json.GetString() : "";
            json.Skip();
        }

        return first;
    }

    private static DareException NotBinary() => DareException.Malformed("A binary member of a store frame is not base64url.");
}
