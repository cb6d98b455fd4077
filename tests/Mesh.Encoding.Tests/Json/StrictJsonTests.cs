using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Encoding.Tests.Json;

public class StrictJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":[1,true,null,"x\n\u0000\ud83d\ude00"]}""")]
    [InlineData(" [1]\n")]
    [InlineData("""{"a":1,"A":2}""")]
    [InlineData("""["\\ud800","\\","\\\\u"]""")]
    public void Reads_JSON(string text)
    {
        using JsonDocument document = StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.True(document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("[1] // comment")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":1,\"\\u0061\":1}")]
    [InlineData("[{\"b\":{\"a\":1,\"c\":2,\"a\":3}}]")]
    [InlineData("[\"a\nb\"]")]
    [InlineData("[\"\\ud800\"]")]
    [InlineData("[\"\\udc00\"]")]
    [InlineData("[\"\\ud800\\ud800\"]")]
    [InlineData("[\"\\ud800\\n\\udc00\"]")]
    [InlineData("[\"\\ud800 \\udc00\"]")]
    [InlineData("[\"\\ud800\",\"\\udc00\"]")]
    [InlineData("[\"\\")]
    [InlineData("[\"\\u12")]
    [InlineData("[NaN]")]
    public void Refuses_other_text(string text)
    {
        EncodingException error = Assert.Throws<EncodingException>(() => StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(text)));
        Assert.Equal(EncodingError.Json, error.Code);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("5b22ff225d")]
    [InlineData("5b22c0af225d")]
    [InlineData("5b22eda080225d")]
    [InlineData("efbbbf5b5d")]
    public void Refuses_octets_that_are_not_UTF_8_and_a_byte_order_mark(string hex) =>
        Assert.Equal(EncodingError.Json, Assert.Throws<EncodingException>(() => StrictJson.Parse(Convert.FromHexString(hex))).Code);

    [Fact]
    public void Nesting_is_limited_to_64()
    {
        byte[] Nested(int depth) => System.Text.Encoding.ASCII.GetBytes(new string('[', depth) + new string(']', depth));
        StrictJson.Parse(Nested(64)).Dispose();
        Assert.Equal(EncodingError.Depth, Assert.Throws<EncodingException>(() => StrictJson.Parse(Nested(65))).Code);
    }

    [Fact]
    public void Writes_only_the_escapes_that_are_required()
    {
        byte[] written = StrictJson.Write(w => w.WriteStringValue("\"\\/\b\f\n\r\t\u0000\u001f\u007f<>&'+é\u2028\ufffe😀"));
        Assert.Equal("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f<>&'+é\u2028\ufffe😀\"", System.Text.Encoding.UTF8.GetString(written));
    }

    [Fact]
    public void Every_string_survives() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        string whole = new([.. (text ?? "").Where(c => !char.IsSurrogate(c))]);
        byte[] written = StrictJson.Write(w => w.WriteStringValue(whole));
        using JsonDocument document = StrictJson.Parse(written);
        using JsonDocument tolerant = TolerantJson.Parse(written);
        return document.RootElement.GetString() == whole && tolerant.RootElement.GetString() == whole;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_value_of_another_shape_is_refused()
    {
        Assert.Equal("x", StrictJson.Deserialize("""{"Name":"x"}"""u8.ToArray(), ShapeContext.Default.Shape).Name);
        foreach (string text in new[] { "[]", "null", """{"Name":1}""", """{"Name":"x","Name":"y"}""" })
        {
            Assert.Equal(
                EncodingError.Json,
                Assert.Throws<EncodingException>(() => StrictJson.Deserialize(System.Text.Encoding.UTF8.GetBytes(text), ShapeContext.Default.Shape)).Code);
        }
    }
}

internal sealed record Shape(string Name);

[System.Text.Json.Serialization.JsonSerializable(typeof(Shape))]
internal sealed partial class ShapeContext : System.Text.Json.Serialization.JsonSerializerContext;
