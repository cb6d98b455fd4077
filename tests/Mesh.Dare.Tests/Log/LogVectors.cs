using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>Reads account-log.json: logs by name, edits, and the transactions that make them.</summary>
internal static class LogVectors
{
    private static readonly Lazy<Dictionary<string, JsonElement>> All = new(() => VectorFile.Own("account-log.json").RootElement
        .GetProperty("vectors").EnumerateArray().ToDictionary(v => v.GetProperty("id").GetString()!));

    private static readonly Dictionary<string, byte[]> Logs = [];

    public static IEnumerable<string> Ids => All.Value.Keys;

    public static JsonElement Vector(string id) => All.Value[id];

    public static JsonElement Inputs(string id) => Vector(id).GetProperty("inputs");

    public static JsonElement Expected(string id) => Vector(id).GetProperty("expected");

    public static byte[] Octets(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    /// <summary>Ids of the vectors that give a damaged log and the state in which it opens.</summary>
    public static TheoryData<string> States => [.. Ids.Where(i => Inputs(i).TryGetProperty("log", out JsonElement log)
        && Expected(i).TryGetProperty("state", out _) && i != "embedded-frame" && log.ValueKind == JsonValueKind.String)];

    /// <summary>The octets of a log that a vector gives whole.</summary>
    public static byte[] Log(string id)
    {
        lock (Logs)
        {
            if (!Logs.TryGetValue(id, out byte[]? log))
            {
                log = Expected(id).Octets("log");
                Logs[id] = log;
            }

            return [.. log];
        }
    }

    /// <summary>The octets of the file that a vector opens.</summary>
    public static byte[] File(string id)
    {
        JsonElement inputs = Inputs(id);
        if (id == "stale-remains")
        {
            byte[] continued = Continued();
            return [.. continued, .. Log("log-three")[continued.Length..]];
        }

        byte[] file = Log(inputs.GetProperty("log").GetString()!);
        if (inputs.TryGetProperty("cut", out JsonElement cut) && cut.ValueKind == JsonValueKind.Number)
        {
            file = file[..cut.GetInt32()];
        }

        if (inputs.TryGetProperty("edit", out JsonElement edits))
        {
            foreach (JsonElement edit in edits.EnumerateArray())
            {
                file = Edited(file, edit);
            }
        }

        return file;
    }

    /// <summary>torn-tail after recovery, with the transaction of continue-after-torn.</summary>
    public static byte[] Continued() => [.. Log("log-three")[..2472], .. Expected("continue-after-torn").Octets("frame")];

    public static LogRecord[] Transaction(JsonElement records) => [.. records.EnumerateArray()
        .Select(r => new LogRecord(r.GetProperty("store").GetString()!, r.Octets("frame")))];

    private static byte[] Edited(byte[] file, JsonElement edit)
    {
        int Number(int i) => edit[i].GetInt32();
        switch (edit[0].GetString())
        {
            case "xor":
                file[Number(1)] ^= Convert.FromHexString(edit[2].GetString()!)[0];
                return file;
            case "zero":
                file.AsSpan(Number(1)..Number(2)).Clear();
                return file;
            case "cut":
                return file[..Number(1)];
            case "append":
                return [.. file, .. Convert.FromHexString(edit[1].GetString()!)];
            case "copy":
                return [.. file, .. file[Number(1)..Number(2)]];
            case "remove":
                return [.. file[..Number(1)], .. file[Number(2)..]];
            case "move":
                byte[] moved = file[Number(1)..Number(2)];
                List<byte> rest = [.. file[..Number(1)], .. file[Number(2)..]];
                rest.InsertRange(Number(3), moved);
                return [.. rest];
            default:
                throw new InvalidOperationException($"unknown edit {edit[0]}");
        }
    }
}
