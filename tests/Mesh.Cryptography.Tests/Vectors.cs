using System.Collections.Concurrent;
using System.Text.Json;

namespace Mesh.Cryptography.Tests;

/// <summary>Cases of the vector files by id, so that every vector is a test of its own.</summary>
internal static class Vectors
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, JsonElement>> Files = new();

    public static JsonElement Case(string file, string id) => Load(file)[id];

    public static TheoryData<string> Ids(string file, Func<JsonElement, bool> chosen)
    {
        string[] ids = [.. Load(file).Where(c => IsVerified(c.Value) && chosen(c.Value)).Select(c => c.Key)];
        Assert.NotEmpty(ids);
        return new TheoryData<string>(ids);
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.Text(name));

    public static byte[] Hex(this JsonElement element) => Convert.FromHexString(element.GetString()!);

    public static bool Has(this JsonElement element, string name) => element.TryGetProperty(name, out _);

    /// <summary>Groups of a Wycheproof file.</summary>
    public static IEnumerable<JsonElement> Wycheproof(string name)
    {
        JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(VectorFile.ThirdParty("wycheproof/" + name)!));
        return document.RootElement.GetProperty("testGroups").EnumerateArray();
    }

    private static bool IsVerified(JsonElement c) => !c.TryGetProperty("verified", out JsonElement v) || v.ValueKind != JsonValueKind.False;

    private static Dictionary<string, JsonElement> Load(string file) => Files.GetOrAdd(file, name =>
    {
        JsonElement root = VectorFile.Own(name).RootElement;
        JsonElement cases = root.TryGetProperty("cases", out JsonElement c) ? c : root.GetProperty("vectors");
        return cases.EnumerateArray().ToDictionary(e => e.GetProperty("id").GetString()!);
    });
}
