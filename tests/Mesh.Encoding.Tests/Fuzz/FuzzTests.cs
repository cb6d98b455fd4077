using System.Text.Json;

namespace Mesh.Encoding.Tests.Fuzz;

/// <summary>Every fuzz target on mutated published values.</summary>
public class FuzzTests
{
    [Fact]
    public void Text_is_read_or_refused() => new Mutator("udf", Texts()).Run(i => UdfFuzz.Run(i));

    [Fact]
    public void JSON_is_read_or_refused() => new Mutator("json", [.. Documents(), .. JsonTexts()]).Run(i => JsonFuzz.Run(i));

    [Fact]
    public void JSON_B_items_are_read_or_refused() => new Mutator("json-b", Documents()).Run(i => JsonBFuzz.Run(i));

    [Fact]
    public void JSON_C_in_parts_is_read_or_refused() => new Mutator("json-c", Documents()).Run(i => JsonCFuzz.Run(i));

    private static List<byte[]> Documents() =>
        [.. Inputs("jsonbcd.json", "hex").Select(Convert.FromHexString).Where(octets => octets.Length <= 512)];

    private static List<byte[]> Texts() =>
    [
        .. Inputs("udf.json", "udf").Select(System.Text.Encoding.ASCII.GetBytes),
        .. Inputs("udf.json", "address").Select(System.Text.Encoding.ASCII.GetBytes),
        "udf://example.com/MB5S-R4AJ-3FBT-7NHO-T26Z-2E6Y-WFH4?a=b#c"u8.ToArray(),
        "SGVsbG8_-"u8.ToArray(),
    ];

    private static byte[][] JsonTexts() =>
    [
        """{"a":[1,2.5e-3,true,null,"x\n\u00e9\ud83d\ude00"],"b":{"c":{}}}"""u8.ToArray(),
        "{\"Body\":\"AQID\n  BAUG\",\"x\":[[[[]]]]}"u8.ToArray(),
    ];

    private static IEnumerable<string> Inputs(string file, string member)
    {
        using JsonDocument document = VectorFile.Own(file);
        foreach (JsonElement vector in document.RootElement.GetProperty("vectors").EnumerateArray())
        {
            if (vector.GetProperty("inputs").TryGetProperty(member, out JsonElement input))
            {
                yield return input.GetString()!;
            }
        }
    }
}
