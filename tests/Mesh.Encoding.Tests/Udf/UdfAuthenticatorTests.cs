using System.Text.Json;

namespace Mesh.Encoding.Tests.Udfs;

public class UdfAuthenticatorTests
{
    public static TheoryData<string> Published => UdfVectors.Set.Ids("authenticator");

    public static TheoryData<string> Macs => UdfVectors.Set.Ids("udf-mac");

    [Theory]
    [MemberData(nameof(Published))]
    public void Gives_published_authenticators(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        string key = vector.In("key_string").Text();
        Udf udf = UdfAuthenticator.Compute(key, vector.In("data").Hex(), vector.In("content_type").Text(), UdfVectors.Algorithm(vector));
        Assert.Equal(vector.Expected("av").Hex(), udf.Data.ToArray());
        Assert.Equal(vector.Expected("udf").Text(), udf.ToString(vector.In("bits").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Macs))]
    public void Gives_published_UDF_MAC_values(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        Udf key = Udf.Parse(vector.In("key_udf").Text());
        Udf mac = UdfAuthenticator.Mac(key.Data.Span, vector.In("data").Hex());
        Assert.Equal(vector.Expected("udf").Text(), mac.ToString());
        Assert.Equal(16, mac.Data.Length);
    }

    [Fact]
    public void Gives_the_value_of_the_command_line_guide() => Assert.Equal(
        "ADWI-QPQ6-A6O6-6GKA-NUI3-CILB-HPQM",
        UdfAuthenticator.Compute("NAUL-ZACO-WCZG-LNHO-FG4Z-VTDE-G7BA", "This is a test"u8, "text/plain").ToString());

    [Fact]
    public void The_key_text_is_used_as_written() => Assert.NotEqual(
        UdfAuthenticator.Compute("NAUL-ZACO", "x"u8, "text/plain"),
        UdfAuthenticator.Compute("NAULZACO", "x"u8, "text/plain"));

    [Fact]
    public void The_SHA_3_form_has_its_own_type()
    {
        Udf udf = UdfAuthenticator.Compute("NAUL-ZACO", "x"u8, "text/plain", UdfDigest.Sha3);
        Assert.Equal(UdfType.AuthenticatorSha3, udf.Type);
        Assert.NotEqual(UdfAuthenticator.Compute("NAUL-ZACO", "x"u8, "text/plain").Data.ToArray(), udf.Data.ToArray());
    }
}
