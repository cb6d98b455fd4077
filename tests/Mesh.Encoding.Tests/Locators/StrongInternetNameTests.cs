using System.Text.Json;

namespace Mesh.Encoding.Tests.Locators;

public class StrongInternetNameTests
{
    private const string Label = "mm--marp-hh6b-d2jw-wlq6-rwpq-2sls-ai2v";

    public static TheoryData<string> Published => UdfVectors.Set.Ids("strong-internet-name");

    [Theory]
    [MemberData(nameof(Published))]
    public void Reads_published_names(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        StrongInternetName name = StrongInternetName.Parse(vector.In("address").Text());
        Assert.Equal(vector.Expected("plain_address").Text(), name.PlainAddress);
        Assert.Equal(vector.Expected("udf_normalised").GetString(), name.Fingerprint?.ToString());
    }

    [Fact]
    public void The_longest_label_has_63_characters()
    {
        JsonElement vector = UdfVectors.Set["udf-sin-max"];
        Udf udf = Udf.Parse(vector.In("udf").Text());
        string label = StrongInternetName.Label(udf, vector.In("bits").GetInt32());
        Assert.Equal(vector.Expected("label").Text(), label);
        Assert.Equal(vector.Expected("label_length").GetInt32(), label.Length);
        Assert.Equal(udf, StrongInternetName.Parse($"alice@{label}.example.com").Fingerprint);
    }

    [Fact]
    public void Labels_of_other_fingerprints_or_greater_precision_are_not_made()
    {
        Udf digest = ContentDigest.Compute([], "text/plain");
        Assert.Equal(EncodingError.Name, Assert.Throws<EncodingException>(() => StrongInternetName.Label(digest, 260)).Code);
        Assert.Equal(EncodingError.Name, Assert.Throws<EncodingException>(() => StrongInternetName.Label(Udf.Nonce(new byte[16]))).Code);
    }

    [Theory]
    [InlineData($"alice@{Label}.example.com.{Label}")]
    [InlineData($"alice@{Label}")]
    [InlineData("alice@mm--nd5l-y3e6-gddz-kicr-npdl-5wwm-4qsa.example.com")]
    [InlineData("alice@mm--marp-hh6b.example.com")]
    [InlineData("alice@mm--1.example.com")]
    [InlineData("alice@mm--.example.com")]
    [InlineData("alice@mm--marp hh6b-d2jw-wlq6-rwpq-2sls-ai2v.example.com")]
    [InlineData("alice@example..com")]
    [InlineData("")]
    public void Refuses_names_that_are_not_bound_to_one_fingerprint(string address) =>
        Assert.Equal(EncodingError.Name, Assert.Throws<EncodingException>(() => StrongInternetName.Parse(address)).Code);
}
