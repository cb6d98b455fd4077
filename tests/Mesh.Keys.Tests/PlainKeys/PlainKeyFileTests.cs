using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys.Tests.PlainKeys;

public class PlainKeyFileTests
{
    private static readonly SeededRandom Random = new(nameof(PlainKeyFileTests));

    [Fact]
    public void Keys_of_every_kind_are_read_from_one_file()
    {
        using AgreementPrivateKey first = AgreementPrivateKey.Generate(KeyAlgorithm.X448, Random);
        using AgreementPrivateKey second = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, Random);
        using SymmetricKey secret = SymmetricKey.Generate(Random);
        using SecretBytes line = PlainKeyFile.Write(first);
        string json = System.Text.Encoding.UTF8.GetString(StrictJson.Write(w => KeyJson.WritePublic(w, second.Public)));
        string oid = KeyInfo.ToOidSequence(KeyAlgorithmId.X25519, second.Public.Octets.Span).ToString();
        using PlainKeyFile keys = Parse(
            $"# of Alice\r\n\r\n {System.Text.Encoding.UTF8.GetString(line.Reveal())} \r\n{PublicKeyText.Write(first.Public)}\n\t{json}\n{oid}\n"
            + $"{secret.RevealUdf()}\nudf://example.com/{secret.RevealUdf()}");
        Assert.Equal(first.Kid, Assert.Single(keys.PrivateKeys).Kid);
        Assert.Equal([first.Public, second.Public, second.Public], keys.PublicKeys);
        Assert.Equal([secret.RevealUdf(), secret.RevealUdf()], keys.SymmetricKeys.Select(k => k.RevealUdf()));
    }

    [Fact]
    public void A_private_key_is_one_line()
    {
        using AgreementPrivateKey key = AgreementPrivateKey.Generate(KeyAlgorithm.X448, Random);
        using SecretBytes line = PlainKeyFile.Write(key);
        Assert.DoesNotContain("\n", System.Text.Encoding.UTF8.GetString(line.Reveal()), StringComparison.Ordinal);
        Assert.StartsWith("{\"PrivateKeyECDH\":{\"crv\":\"X448\",\"Public\":\"", System.Text.Encoding.UTF8.GetString(line.Reveal()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "there is no key")]
    [InlineData("# nothing\n\n", "there is no key")]
    [InlineData("x448:AAAA", "line 1")]
    [InlineData("# first\nhello", "line 2")]
    [InlineData("{}", "line 1")]
    [InlineData("{\"PrivateKeyECDH\":{}}", "line 1")]
    [InlineData("{\"PublicKeyECDH\":{\"crv\":\"X448\",\"Public\":\"AA\"}}", "line 1")]
    [InlineData("{\"PublicKeyECDH\":1}", "line 1")]
    [InlineData("caf\u00e9", "line 1")]
    [InlineData("EAAA", "line 1")]
    [InlineData("MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R", "line 1")]
    [InlineData("[1]", "line 1")]
    [InlineData("OAAA-AAAA", "line 1")]
    public void What_is_no_key_is_refused_by_its_line(string text, string message)
    {
        var error = Assert.Throws<KeyException>(() => Parse(text));
        Assert.Equal(KeyError.KeyText, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_and_numbers_are_bounded()
    {
        using AgreementPrivateKey key = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, Random);
        string line = PublicKeyText.Write(key.Public) + "\n";
        using PlainKeyFile most = Parse(string.Concat(Enumerable.Repeat(line, PlainKeyFile.MaximumKeys)));
        Assert.Equal(PlainKeyFile.MaximumKeys, most.PublicKeys.Count);
        Assert.Throws<KeyException>(() => Parse(string.Concat(Enumerable.Repeat(line, PlainKeyFile.MaximumKeys + 1))));
        Assert.Throws<KeyException>(() => Parse(line + new string('#', PlainKeyFile.MaximumLength)));
    }

    private static PlainKeyFile Parse(string text) => PlainKeyFile.Parse(System.Text.Encoding.UTF8.GetBytes(text));
}
