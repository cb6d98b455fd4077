using System.Text.Json;
using Xunit;

namespace Mesh.TestKit;

/// <summary>One file of tests/vectors, by vector id. Vectors marked <c>verified: false</c> are never given out.</summary>
public sealed class VectorSet(string file)
{
    private readonly Lazy<Dictionary<string, JsonElement>> _vectors = new(() => VectorFile.Own(file).RootElement
        .GetProperty("vectors").EnumerateArray()
        .Where(v => v.GetProperty("verified").ValueKind != JsonValueKind.False)
        .ToDictionary(v => v.GetProperty("id").GetString()!));

    public JsonElement this[string id] => _vectors.Value[id];

    /// <summary>The ids of one kind, as theory data; fails where there is none.</summary>
    public TheoryData<string> Ids(string kind, Func<JsonElement, bool>? where = null)
    {
        var ids = new TheoryData<string>();
        foreach ((string id, JsonElement vector) in _vectors.Value)
        {
            if (vector.GetProperty("kind").GetString() == kind && (where is null || where(vector)))
            {
                ids.Add(id);
            }
        }

        return ids.Count > 0 ? ids : throw new InvalidOperationException($"{file} has no vector of kind {kind}");
    }
}

/// <summary>Members of a vector.</summary>
public static class VectorExtensions
{
    public static JsonElement In(this JsonElement vector, string name) => vector.GetProperty("inputs").GetProperty(name);

    public static JsonElement Expected(this JsonElement vector, string name) => vector.GetProperty("expected").GetProperty(name);

    public static byte[] Hex(this JsonElement element) => Convert.FromHexString(element.GetString()!);

    public static string Text(this JsonElement element) => element.GetString()!;
}
