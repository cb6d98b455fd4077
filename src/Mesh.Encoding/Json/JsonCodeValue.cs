using System.Text.Json;

namespace Mesh.Encoding;

/// <summary>A value that a code stands for: its JSON text, and the string itself unless it is binary.</summary>
internal sealed record JsonCodeValue(byte[] Json, string? Text)
{
    public static JsonCodeValue OfText(string value) =>
        new([.. "\""u8, .. JsonEncodedText.Encode(value, StrictJson.Encoder).EncodedUtf8Bytes, .. "\""u8], value);
}
