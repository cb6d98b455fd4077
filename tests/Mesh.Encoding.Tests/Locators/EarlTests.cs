using System.Text.Json;

namespace Mesh.Encoding.Tests.Locators;

public class EarlTests
{
    public static TheoryData<string> Published => UdfVectors.Set.Ids("earl");

    [Theory]
    [MemberData(nameof(Published))]
    public void Gives_published_content_identifiers(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        UdfUri uri = UdfUri.Parse(vector.Expected("uri").Text());
        Assert.Equal(vector.In("udf").Text(), uri.Fingerprint);
        Assert.Equal(vector.In("domain").Text(), uri.Domain);
        string tag = vector.Expected("content_type_hashed").Text();
        Assert.Contains(tag, new[] { Earl.PublishedTag, Earl.MediaType });
        string identifier = Earl.ContentIdentifier(uri.Fingerprint, tag);
        Assert.Equal(vector.Expected("content_identifier").Text(), identifier);
        Assert.Equal(vector.Expected("target_uri").Text(), "https://" + uri.Domain + Earl.ShortPath(identifier));
        Assert.Equal("/.well-known/srv/mmm-udf/" + identifier, Earl.Path(identifier));
        if (vector.TryGetProperty("by_text", out JsonElement others))
        {
            foreach (JsonProperty other in others.EnumerateObject())
            {
                Assert.Equal(other.Value.Text(), Earl.ContentIdentifier(uri.Fingerprint, other.Name));
            }
        }
    }

    [Fact]
    public void The_letter_case_of_the_key_does_not_matter() => Assert.Equal(
        Earl.ContentIdentifier("EADA-YKC5-WSUK-AACN-WRRO-MJOQ-PVSK-SM"),
        Earl.ContentIdentifier("eadaykc5wsukaacnwrromjoqpvsksm"));

    [Theory]
    [InlineData(2, 100)]
    [InlineData(16, 260)]
    [InlineData(17, 280)]
    [InlineData(32, 440)]
    public void The_precision_is_twice_that_of_the_key(int octets, int bits) =>
        Assert.Equal(bits, Udf.Parse(Earl.ContentIdentifier(Udf.FromOctets(UdfType.EncryptionKey, new byte[octets]).ToString())).Bits);
}
