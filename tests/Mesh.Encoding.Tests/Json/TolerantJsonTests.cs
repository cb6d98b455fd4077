using System.Text.Json;

namespace Mesh.Encoding.Tests.Json;

public class TolerantJsonTests
{
    public static TheoryData<string> Documents => JsonB.JsonBVectors.Set.Ids("document");

    public static TheoryData<string> Values => JsonB.JsonBVectors.Set.Ids("value");

    public static TheoryData<string> Invalid => JsonB.JsonBVectors.Set.Ids("invalid");

    // Dictionary identifiers cannot be computed by any published rule, so dictionaries are refused.
    public static TheoryData<string> Steps => JsonB.JsonBVectors.Set.Ids("json-c-step", v => !v.GetProperty("expected").TryGetProperty("dictionary_id", out _));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Reads_documents(string id)
    {
        JsonElement vector = JsonB.JsonBVectors.Set[id];
        using JsonDocument actual = TolerantJson.Parse(vector.In("hex").Hex());
        JsonB.JsonBVectors.AssertTyped(vector.Expected("typed"), actual.RootElement);
        if (vector.TryGetProperty("json_equivalent", out JsonElement equivalent) || vector.GetProperty("expected").TryGetProperty("json", out equivalent))
        {
            Assert.True(JsonElement.DeepEquals(equivalent, actual.RootElement));
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Reads_bare_items(string id)
    {
        JsonElement vector = JsonB.JsonBVectors.Set[id];
        using JsonDocument actual = TolerantJson.Parse(vector.In("hex").Hex());
        JsonB.JsonBVectors.AssertTyped(vector.GetProperty("expected"), actual.RootElement);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void Reads_codes(string id)
    {
        JsonElement vector = JsonB.JsonBVectors.Set[id];
        byte[] step = vector.In("hex").Hex();
        byte[] definition = Convert.FromHexString("c420800548656c6c6f");
        bool definesOnly = vector.Expected("type").Text() == "none";
        byte[] document = definesOnly ? [.. step, .. "["u8, 0xC0, 0x21, .. "]"u8]
            : vector.GetProperty("expected").TryGetProperty("requires", out _) ? [.. definition, .. "["u8, .. step, .. "]"u8]
            : [.. "["u8, .. step, .. "]"u8];
        Assert.Equal("""["Hello"]"""u8.ToArray(), TolerantJson.Normalise(document));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Refuses_what_is_invalid(string id) =>
        Assert.Throws<EncodingException>(() => TolerantJson.Normalise(JsonB.JsonBVectors.Set[id].In("hex").Hex()));

    [Theory]
    [InlineData("{\"a\" : \"AQ\n  ID\" , \"b\":[ 1 ,2.5e3, -0 ]}", "{\"a\":\"AQID\",\"b\":[1,2.5e3,-0]}")]
    [InlineData("{\"a\":\"AQ\r\n\tID==\"}", "{\"a\":\"AQID==\"}")]
    [InlineData("\t[\"a b\", \"\\u00e9\\n\\ud83d\\ude00\"]\n", "[\"a b\",\"\\u00e9\\n\\ud83d\\ude00\"]")]
    [InlineData("{\"a\":[1]\"b\":{}\"c\":null}", "{\"a\":[1],\"b\":{},\"c\":null}")]
    [InlineData("\"x\"", "\"x\"")]
    public void Drops_white_space_and_line_breaks_inside_binary_strings(string text, string expected) =>
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(TolerantJson.Normalise(System.Text.Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{\"a\":\"two\nwords here!\"}")]
    [InlineData("{\"Encryp\ntion\":\"AQID\"}")]
    [InlineData("{\"a\":\"AQ\\n\nID\"}")]
    [InlineData("{\"a\":\"tab\there\"}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1,]")]
    [InlineData("[,1]")]
    [InlineData("[1,,2]")]
    [InlineData("[1 2]")]
    [InlineData("[\"a\"\"b\"]")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{1:2}")]
    [InlineData("[01]")]
    [InlineData("[1.]")]
    [InlineData("[.5]")]
    [InlineData("[+1]")]
    [InlineData("[1e]")]
    [InlineData("[nul]")]
    [InlineData("[NaN]")]
    [InlineData("[\"\\x\"]")]
    [InlineData("[\"\\ud800\"]")]
    [InlineData("[\"\\udc00\"]")]
    [InlineData("[\"\\ud800x\\udc00\"]")]
    [InlineData("[\"unterminated")]
    [InlineData("[1")]
    [InlineData("{\"a\"")]
    [InlineData("[1]]")]
    [InlineData("[1]//")]
    [InlineData("/**/[1]")]
    public void Refuses_other_text(string text) =>
        Assert.Throws<EncodingException>(() => TolerantJson.Normalise(System.Text.Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("7b8001618001787b7d7d")]
    [InlineData("7b8001618001788001618001787d")]
    [InlineData("7bb40161a0012261223a317d")]
    [InlineData("c420800141c420800142 5b5d")]
    [InlineData("c420800141a001")]
    [InlineData("7bc82088014141a0017d")]
    [InlineData("d00000010020e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555b5d")]
    [InlineData("a5000000000000000000000000000000000000000000000000000000000000002a")]
    [InlineData("953fff8000000000000000")]
    [InlineData("9622500001")]
    [InlineData("c700")]
    [InlineData("efbbbf5b5d")]
    [InlineData("5b22ff225d")]
    public void Refuses_other_items(string hex) =>
        Assert.Throws<EncodingException>(() => TolerantJson.Normalise(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public void Nesting_is_limited_to_64()
    {
        string Nested(int depth) => new string('[', depth) + new string(']', depth);
        Assert.Equal(128, TolerantJson.Normalise(System.Text.Encoding.ASCII.GetBytes(Nested(64))).Length);
        EncodingException error = Assert.Throws<EncodingException>(() => TolerantJson.Normalise(System.Text.Encoding.ASCII.GetBytes(Nested(65))));
        Assert.Equal(EncodingError.Depth, error.Code);
    }

    [Fact]
    public void A_code_that_is_repeated_cannot_fill_the_memory()
    {
        byte[] bomb = [0x5B, 0xC8, 0, 0x81, 0xFF, 0xFF, .. new byte[65535].Select(_ => (byte)'a'), .. Enumerable.Repeat<byte[]>([0xC0, 0], 30000).SelectMany(c => c), 0x5D];
        Assert.Equal(EncodingError.Size, Assert.Throws<EncodingException>(() => TolerantJson.Normalise(bomb)).Code);
    }

    [Fact]
    public void The_limit_of_the_caller_holds() =>
        Assert.Equal(EncodingError.Size, Assert.Throws<EncodingException>(() => TolerantJson.Normalise("[1,2]"u8, maximumOutput: 4)).Code);
}
