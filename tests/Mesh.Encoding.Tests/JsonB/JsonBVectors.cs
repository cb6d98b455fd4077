using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Mesh.Encoding.Tests.JsonB;

/// <summary>The items and documents of jsonbcd.json.</summary>
internal static class JsonBVectors
{
    public static readonly VectorSet Set = new("jsonbcd.json");

    /// <summary>Whether a strict JSON value is what the typed form of a vector says.</summary>
    public static void AssertTyped(JsonElement typed, JsonElement actual)
    {
        JsonElement value = typed.GetProperty("value");
        switch (typed.GetProperty("type").GetString())
        {
            case "integer":
                Assert.Equal(BigInteger.Parse(value.Text(), CultureInfo.InvariantCulture), BigInteger.Parse(actual.GetRawText(), CultureInfo.InvariantCulture));
                break;
            case "float":
                Assert.Equal(Convert.ToInt64(typed.GetProperty("binary64").Text(), 16), BitConverter.DoubleToInt64Bits(actual.GetDouble()));
                break;
            case "float-extended":
                Assert.Equal(double.Parse(value.Text(), CultureInfo.InvariantCulture), actual.GetDouble());
                break;
            case "string":
                Assert.Equal(value.GetString(), actual.GetString());
                break;
            case "binary":
                Assert.Equal(value.Hex(), Base64UrlText.Decode(actual.GetString()));
                break;
            case "boolean" or "null":
                Assert.Equal(value.ValueKind, actual.ValueKind);
                break;
            case "array":
                Assert.Equal(value.GetArrayLength(), actual.GetArrayLength());
                foreach ((JsonElement item, int i) in value.EnumerateArray().Select((item, i) => (item, i)))
                {
                    AssertTyped(item, actual[i]);
                }

                break;
            case "object":
                Assert.Equal(value.EnumerateObject().Select(p => p.Name), actual.EnumerateObject().Select(p => p.Name));
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    AssertTyped(member.Value, actual.GetProperty(member.Name));
                }

                break;
            case string other:
                Assert.Fail(other);
                break;
        }
    }
}
