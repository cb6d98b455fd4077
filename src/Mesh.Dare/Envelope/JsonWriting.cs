using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Optional members for the writer of strict JSON (Mesh sealing, section 1: compact, in the order of the calls, binary as unpadded
/// base64url, absent members left out).
/// </summary>
internal static class JsonWriting
{
    public static void Optional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void Optional(this Utf8JsonWriter writer, string name, ReadOnlyMemory<byte>? value)
    {
        if (value is { } octets)
        {
            writer.Binary(name, octets.Span);
        }
    }

    public static void Optional(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void Optional(this Utf8JsonWriter writer, string name, bool? value)
    {
        if (value is { } flag)
        {
            writer.WriteBoolean(name, flag);
        }
    }

    public static void Binary(this Utf8JsonWriter writer, string name, ReadOnlySpan<byte> octets) =>
        writer.WriteString(name, Base64UrlText.Encode(octets));

    /// <summary>Octets that are strict JSON already, put in as they stand.</summary>
    public static void Raw(this Utf8JsonWriter writer, ReadOnlySpan<byte> json) => writer.WriteRawValue(json, skipInputValidation: true);
}
