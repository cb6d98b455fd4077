using Mesh.Cryptography;

namespace Mesh.Keys.Tests.PlainKeys;

public class PublicKeyTextTests
{
    // RFC 7748, 6.1 and 6.2: Alice's public keys. The check octets were computed with another program (docs/format/plain-keys.md).
    [Theory]
    [InlineData(
        KeyAlgorithm.X25519,
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        "x25519:hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmovSOI")]
    [InlineData(
        KeyAlgorithm.X448,
        "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa000",
        "x448:mwj3zDG34-Z9ItWuoSEHSic70rg94Jxj-qc9LCLF2bvINmRyQdlT1AxbEtqIEg1TF3-A5TLEH6AAw-S4")]
    public void A_key_has_the_text_of_the_format_page(KeyAlgorithm algorithm, string octets, string text)
    {
        var key = PublicKey.FromOctets(algorithm, Convert.FromHexString(octets));
        Assert.Equal(text, PublicKeyText.Write(key));
        Assert.Equal(key, PublicKeyText.Parse(text));
    }

    public static TheoryData<KeyAlgorithm> Algorithms() => [.. Enum.GetValues<KeyAlgorithm>()];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Every_key_is_read_as_it_was_written(KeyAlgorithm algorithm)
    {
        var random = new SeededRandom(nameof(PublicKeyTextTests) + algorithm);
        for (int i = 0; i < 50; i++)
        {
            PublicKey key = Generate(algorithm, random);
            string text = PublicKeyText.Write(key);
            Assert.InRange(text.Length, 1, PublicKeyText.MaximumLength);
            Assert.True(PublicKeyText.Begins(text));
            Assert.Equal(key, PublicKeyText.Parse(text));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Every_mistyped_character_is_found(KeyAlgorithm algorithm)
    {
        var random = new SeededRandom("typing " + algorithm);
        string text = PublicKeyText.Write(Generate(algorithm, random));
        for (int i = 0; i < text.Length; i++)
        {
            Refused(text[..i] + text[(i + 1)..]);
            Refused(text[..i] + text[i] + text[i..]);
            Refused(text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..]);
            Refused(text[..i]);
            if (i > 0 && text[i] != text[i - 1])
            {
                Refused(text[..(i - 1)] + text[i] + text[i - 1] + text[(i + 1)..]);
            }
        }

        foreach (string wrong in new[] { "", ":", text + "=", text + " ", " " + text, text.ToUpperInvariant(), text.Replace(':', ';'), text + "\u00e9", "x449" + text[4..] })
        {
            Refused(wrong);
        }
    }

    // The check holds for another algorithm's octets only with its name.
    [Fact]
    public void The_text_of_one_algorithm_is_none_of_another()
    {
        var random = new SeededRandom("other");
        string digits = PublicKeyText.Write(Generate(KeyAlgorithm.X25519, random))["x25519:".Length..];
        Refused("ed25519:" + digits);
    }

    private static void Refused(string text)
    {
        var error = Assert.Throws<KeyException>(() => PublicKeyText.Parse(text));
        Assert.Equal(KeyError.KeyText, error.Code);
        Assert.False(PublicKeyText.TryParse(text, out _));
    }

    private static PublicKey Generate(KeyAlgorithm algorithm, IRandomSource random)
    {
        using PrivateKey key = algorithm.IsSignature()
            ? SignaturePrivateKey.Generate(algorithm, random)
            : AgreementPrivateKey.Generate(algorithm, random);
        return key.PublicKey;
    }
}
