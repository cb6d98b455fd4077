using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mesh.Protocol.Tests;

/// <summary>Reads channel.json: hex octets, repeated patterns, and edits of the octets that another vector gives.</summary>
internal static class ChannelVectors
{
    private const string Pattern = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

    private static readonly Dictionary<string, JsonElement> All = Load();

    public static IEnumerable<string> Ids => All.Keys;

    public static JsonElement Inputs(string id) => All[id].GetProperty("inputs");

    public static JsonElement Expected(string id) => All[id].GetProperty("expected");

    public static string? Note(string id) => All[id].TryGetProperty("note", out JsonElement note) ? note.GetString() : null;

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static ulong Number(this JsonElement element, string name) => element.GetProperty(name).GetUInt64();

    public static byte[] Base64(this JsonElement element, string name) => element.GetProperty(name).GetBytesFromBase64();

    /// <summary>The JSON of a record, written out or as a repeated pattern.</summary>
    public static byte[] Json(JsonElement inputs)
    {
        if (inputs.TryGetProperty("json", out JsonElement json))
        {
            return System.Text.Encoding.UTF8.GetBytes(json.GetString()!);
        }

        int length = inputs.GetProperty("json_pattern_length").GetInt32();
        var text = new StringBuilder(inputs.Text("json_prefix"));
        for (int i = 0; i < length; i++)
        {
            text.Append(Pattern[i % Pattern.Length]);
        }

        byte[] octets = System.Text.Encoding.UTF8.GetBytes(text.Append(inputs.Text("json_suffix")).ToString());
        Assert.Equal(inputs.Text("json_sha512"), Convert.ToHexStringLower(SHA512.HashData(octets)));
        return octets;
    }

    /// <summary>The octets that a vector gives under one of the names that edits use.</summary>
    public static byte[] Octets(string id)
    {
        JsonElement expected = Expected(id);
        if (expected.TryGetProperty("wire_base64", out JsonElement wire))
        {
            return wire.GetBytesFromBase64();
        }

        string name = id[(id.LastIndexOf('-') + 1)..];
        return expected.Hex(id.StartsWith("ticket-", StringComparison.Ordinal) ? "ticket" : name);
    }

    /// <summary>The octets of the base vector after its edits.</summary>
    public static byte[] Edited(JsonElement inputs)
    {
        List<byte> octets = [.. Octets(inputs.Text("base"))];
        foreach (JsonElement edit in inputs.GetProperty("edit").EnumerateArray())
        {
            int At(int i) => edit[i].GetInt32();
            switch (edit[0].GetString())
            {
                case "xor":
                    octets[At(1)] ^= Convert.FromHexString(edit[2].GetString()!)[0];
                    break;
                case "cut":
                    octets.RemoveRange(At(1), octets.Count - At(1));
                    break;
                case "append":
                    octets.AddRange(Convert.FromHexString(edit[1].GetString()!));
                    break;
                case "insert":
                    octets.InsertRange(At(1), Convert.FromHexString(edit[2].GetString()!));
                    break;
                case "remove":
                    octets.RemoveRange(At(1), At(2) - At(1));
                    break;
                case "move":
                    byte[] part = [.. octets.GetRange(At(1), At(2) - At(1))];
                    octets.RemoveRange(At(1), part.Length);
                    octets.InsertRange(At(3), part);
                    break;
                default:
                    throw new InvalidDataException("unknown edit " + edit);
            }
        }

        byte[] result = [.. octets];
        Assert.Equal(inputs.Text("sha512"), Convert.ToHexStringLower(SHA512.HashData(result)));
        return result;
    }

    private static Dictionary<string, JsonElement> Load()
    {
        JsonElement vectors = VectorFile.Own("channel.json").RootElement.GetProperty("vectors");
        return vectors.EnumerateArray().Where(v => v.GetProperty("verified").GetBoolean()).ToDictionary(v => v.Text("id"));
    }
}
