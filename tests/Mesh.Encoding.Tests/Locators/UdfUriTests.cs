using System.Text.Json;

namespace Mesh.Encoding.Tests.Locators;

public class UdfUriTests
{
    private const string Digest = "MB5S-R4AJ-3FBT-7NHO-T26Z-2E6Y-WFH4";

    public static TheoryData<string> Published => UdfVectors.Set.Ids("uri");

    [Theory]
    [MemberData(nameof(Published))]
    public void Writes_and_reads_published_URIs(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        Udf udf = Udf.Parse(vector.In("udf").Text());
        UdfUri uri = vector.GetProperty("inputs").TryGetProperty("domain", out JsonElement domain)
            ? UdfUri.Locator(domain.Text(), udf)
            : UdfUri.Name(udf);
        string text = vector.Expected("uri").Text();
        Assert.Equal(text, uri.ToString());
        Assert.Equal(uri, UdfUri.Parse(text));
        Assert.Equal(uri, UdfUri.Parse(uri.ToUpperCase()));
    }

    [Theory]
    [InlineData($"udf:{Digest}?a=b/c?d#e?f/", null, "a=b/c?d", "e?f/")]
    [InlineData($"UDF://Example.COM/{Digest}#frag", "example.com", null, "frag")]
    [InlineData($"udf://host-1.example/{Digest}?", "host-1.example", "", null)]
    public void Keeps_query_and_fragment_as_written(string text, string? domain, string? query, string? fragment)
    {
        UdfUri uri = UdfUri.Parse(text);
        Assert.Equal((domain, Digest, query, fragment), (uri.Domain, uri.Fingerprint, uri.Query, uri.Fragment));
        Assert.Equal(uri, UdfUri.Parse(uri.ToString()));
        Assert.Throws<EncodingException>(uri.ToUpperCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("udf:")]
    [InlineData($"urn:{Digest}")]
    [InlineData($"udf://{Digest}")]
    [InlineData($"udf:///{Digest}")]
    [InlineData($"udf://alice@example.com/{Digest}")]
    [InlineData($"udf://example.com:80/{Digest}")]
    [InlineData($"udf://192.0.2.1/{Digest}")]
    [InlineData($"udf://[2001:db8::1]/{Digest}")]
    [InlineData($"udf://example..com/{Digest}")]
    [InlineData($"udf://example.com./{Digest}")]
    [InlineData($"udf://-example.com/{Digest}")]
    [InlineData($"udf://example.com/{Digest}/x")]
    [InlineData($"udf://example.com/ {Digest}")]
    [InlineData($"udf:{Digest}?a b")]
    [InlineData($"udf:{Digest}#a#b")]
    [InlineData($"udf:{Digest}?\u00e9")]
    public void Refuses_other_text(string text)
    {
        Assert.False(UdfUri.TryParse(text, out _));
        Assert.Equal(EncodingError.Uri, Assert.Throws<EncodingException>(() => UdfUri.Parse(text)).Code);
    }

    [Fact]
    public void A_locator_needs_a_domain_name() =>
        Assert.Equal(EncodingError.Uri, Assert.Throws<EncodingException>(() => UdfUri.Locator("a b", Udf.Parse(Digest))).Code);
}
