using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>The vectors of one file by id, and how their values are read.</summary>
internal static class Vectors
{
    private static readonly Lazy<Dictionary<string, JsonElement>> SealingById = new(() => Load("sealing.json"));
    private static readonly Lazy<Dictionary<string, JsonElement>> DareById = new(() => Load("dare.json"));

    /// <summary>A vector of sealing.json.</summary>
    public static JsonElement Sealing(string id) => SealingById.Value[id];

    /// <summary>A vector of dare.json.</summary>
    public static JsonElement Dare(string id) => DareById.Value[id];

    /// <summary>All vectors of sealing.json of these kinds.</summary>
    public static IEnumerable<JsonElement> SealingOf(params string[] kinds) =>
        SealingById.Value.Values.Where(v => kinds.Contains(v.GetProperty("kind").GetString()));

    /// <summary>All vectors of dare.json of these kinds.</summary>
    public static IEnumerable<JsonElement> DareOf(params string[] kinds) =>
        DareById.Value.Values.Where(v => kinds.Contains(v.GetProperty("kind").GetString()));

    /// <summary>Ids of vectors of sealing.json by kind, for a theory.</summary>
    public static TheoryData<string> SealingIds(params string[] kinds) => new(SealingOf(kinds).Select(Id));

    /// <summary>Ids of vectors of dare.json by kind, for a theory.</summary>
    public static TheoryData<string> DareIds(params string[] kinds) => new(DareOf(kinds).Select(Id));

    public static string Id(this JsonElement vector) => vector.GetProperty("id").GetString()!;

    public static JsonElement Inputs(this JsonElement vector) => vector.GetProperty("inputs");

    public static JsonElement Expected(this JsonElement vector) => vector.GetProperty("expected");

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    /// <summary>Null where the member is null or absent.</summary>
    public static byte[]? OptionalHex(this JsonElement element, string name) =>
        element.OptionalText(name) is { } text ? Convert.FromHexString(text) : null;

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static string? OptionalText(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    public static byte[] Utf8(this JsonElement element, string name) => System.Text.Encoding.UTF8.GetBytes(element.Text(name));

    public static byte[] OptionalUtf8(this JsonElement element, string name) =>
        element.OptionalText(name) is { } text ? System.Text.Encoding.UTF8.GetBytes(text) : [];

    public static byte[][] HexList(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(e => Convert.FromHexString(e.GetString()!))];

    public static DateTimeOffset Time(string text) =>
        MeshTime.TryParse(text, out DateTimeOffset time) ? time : throw new FormatException(text);

    public static string Hex(ReadOnlySpan<byte> octets) => Convert.ToHexStringLower(octets);

    private static Dictionary<string, JsonElement> Load(string name)
    {
        // The document lives as long as its elements.
        JsonDocument document = VectorFile.Own(name);
        return document.RootElement.GetProperty("vectors").EnumerateArray().ToDictionary(v => v.Id());
    }
}
