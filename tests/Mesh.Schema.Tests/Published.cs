using System.Text.Json;
using Mesh.Dare;
using Mesh.Encoding;

namespace Mesh.Schema.Tests;

/// <summary>Objects of the published examples, out of the DARE vectors.</summary>
internal static class Published
{
    /// <summary>The host catalog of the reference repository: the body of its second frame.</summary>
    public static byte[] HostCatalogEntry()
    {
        using JsonDocument document = VectorFile.Own("dare.json");
        JsonElement vector = document.RootElement.GetProperty("vectors").EnumerateArray().Single(v => v.GetProperty("id").GetString() == "file-host-dare");
        JsonElement expected = vector.GetProperty("expected");
        byte[] file = expected.GetProperty("bytes").GetBytesFromBase64();
        return Frame.Parse(file.AsMemory(expected.GetProperty("positions")[1].GetInt32())).Body.ToArray();
    }

    /// <summary>The body of a stored envelope, in clear.</summary>
    public static byte[] Body(string id)
    {
        using JsonDocument document = VectorFile.Own("dare.json");
        JsonElement vector = document.RootElement.GetProperty("vectors").EnumerateArray().Single(v => v.GetProperty("id").GetString() == id);
        return Base64UrlText.Decode(vector.GetProperty("expected").GetProperty("envelope")[1].GetString());
    }
}
