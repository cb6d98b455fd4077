using System.Text.Json;

namespace Mesh.Dare.Tests;

public class DarePolicyTests
{
    [Fact]
    public void Members_are_written_in_order_and_read_back()
    {
        var policy = new DarePolicy
        {
            IsSealed = true,
            SignKeys = [TestKeys.Signer.Public],
            EncryptKeys = [TestKeys.Reader.Public],
            Signature = "Last",
            Encryption = "Isolated",
            DigestAlgorithm = "S512",
            EncryptionAlgorithm = "A256GCM",
            IsPublic = true,
        };
        string text = Write(policy);
        Assert.Equal(
            ["Public", "enc", "dig", "Encryption", "Signature", "EncryptKeys", "SignKeys", "Sealed"],
            JsonDocument.Parse(text).RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(text, Write(Read(text)));
        Assert.Equal("{}", Write(new DarePolicy()));
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{\"Encryption\":\"None\"}", false)]
    [InlineData("{\"Encryption\":\"Single\"}", true)]
    [InlineData("{\"Encryption\":\"All\"}", true)]
    [InlineData("{\"Encryption\":\"Once\"}", true)]
    [InlineData("{\"Encryption\":\"Session\"}", true)]
    [InlineData("{\"Encryption\":\"Isolated\"}", true)]
    public void Keywords_of_all_years_are_read(string json, bool encrypted) => Assert.Equal(encrypted, Read(json).RequiresEncryption);

    [Fact]
    public void Keys_alone_demand_encryption() =>
        Assert.True(new DarePolicy { EncryptKeys = [TestKeys.Reader.Public] }.RequiresEncryption);

    [Theory]
    [InlineData("{\"Encryption\":\"isolated\"}", DareError.UnsupportedAlgorithm)]
    [InlineData("{\"Encryption\":\"Maybe\"}", DareError.UnsupportedAlgorithm)]
    [InlineData("{\"Signature\":\"Once\"}", DareError.UnsupportedAlgorithm)]
    [InlineData("{\"Witnesses\":2}", DareError.UnsupportedAlgorithm)]
    [InlineData("{\"Encryption\":1}", DareError.Malformed)]
    [InlineData("{\"Sealed\":\"true\"}", DareError.Malformed)]
    [InlineData("{\"EncryptKeys\":[{}]}", DareError.Malformed)]
    [InlineData("{\"EncryptKeys\":{}}", DareError.Malformed)]
    [InlineData("[]", DareError.Malformed)]
    public void Anything_else_is_refused_and_never_taken_for_none(string json, DareError error) =>
        Assert.Equal(error, TestKeys.ErrorOf(() => Read(json)));

    [Fact]
    public void A_key_stands_where_it_can_be_used()
    {
        string text = Write(new DarePolicy { SignKeys = [TestKeys.Signer.Public] }).Replace("SignKeys", "EncryptKeys", StringComparison.Ordinal);
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => Read(text)));
    }

    private static DarePolicy Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return DarePolicy.Read(document.RootElement);
    }

    private static string Write(DarePolicy policy) => System.Text.Encoding.UTF8.GetString(Mesh.Encoding.StrictJson.Write(policy.Write));
}
