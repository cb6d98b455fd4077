using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Keys.Tests.Json;

public class KeyJsonTests
{
    private const string Seed = "ZAAQ-FKAT-PL72-4IHW-GIKY-IG5T-2IJG-JHC2-PMI7-44XR-HSBH-TKZI-WPNZ-F2XT";

    // The wire form is fixed: a changed octet here is a changed protocol.
    private const string PublicEncrypt =
        """{"PublicKeyECDH":{"crv":"X448","Public":"yx7_72c7tOCRGRmKQQa9ja2v9HZEnKtFHowFzFehHJrHKzRrwyaVf3WvudZE4xy680tRIoF7u4aA"}}""";

    private const string PrivateEncrypt =
        """{"PrivateKeyECDH":{"crv":"X448","Public":"yx7_72c7tOCRGRmKQQa9ja2v9HZEnKtFHowFzFehHJrHKzRrwyaVf3WvudZE4xy680tRIoF7u4aA","Private":"SEJM-AMGc6MT8UtIqNraYNRISi-AXNk5waZSyu3YRMmYNb2pKaa5rb3TWy0CkJ1yMCO26bue-JQ"}}""";

    private const string PublicSign =
        """{"PublicKeyECDH":{"crv":"Ed448","Public":"SjBIjXHPFfPW5pVqo-KquT4qCRJOL82yNbDf9xFabi0vunP3XGffV8-s8WJUe_H3WCX9bLIW5zuA"}}""";

    private const string PrivateSign =
        """{"PrivateKeyECDH":{"crv":"Ed448","Public":"SjBIjXHPFfPW5pVqo-KquT4qCRJOL82yNbDf9xFabi0vunP3XGffV8-s8WJUe_H3WCX9bLIW5zuA","Private":"FnwH32dP_QPG7zfIuvn2Hp7XaXskSv8TzSdJKU3dVGvHfDdBG8Jdp7vfEQ3f0kC5TUU9v26bnLs"}}""";

    private const string PrivateResidue =
        """{"PrivateKeyECDH":{"crv":"X448z","Public":"W9x0OZQIeSzV8PHgX3-HTU07kparYv_syzx0QkjS0DCVRTeJXlNdR3Ld2BokLGV2H3r7LhUt8yIA","Private":"9SmReyjsJ6qNQreB3Pl69zi30Dhcu-kE9TL6kKeVSm7IxWJ6WXw5r4aXjZVJlJRWQbtZU20xAh4"}}""";

    [Fact]
    public void Ordinary_keys_have_their_published_form()
    {
        using KeySeed seed = KeySeed.Parse(Seed);
        using AgreementPrivateKey encrypt = seed.DeriveAgreement(KeyNames.AccountEncrypt);
        using SignaturePrivateKey sign = seed.DeriveSignature(KeyNames.AccountProfile);
        Assert.Equal(PublicEncrypt, Write(w => KeyJson.WritePublic(w, encrypt.Public)));
        Assert.Equal(PublicSign, Write(w => KeyJson.WritePublic(w, sign.Public)));
        Assert.Equal(PrivateSign, Write(w => KeyJson.WritePrivate(w, sign)));
        using PrivateKey read = Read(PrivateSign, KeyJson.ReadPrivate);
        Assert.Equal(sign.Kid, read.Kid);

        // A clamped scalar is written clamped; both forms of it are read as the same key.
        string written = Write(w => KeyJson.WritePrivate(w, encrypt));
        Assert.Equal(PrivateEncrypt, written);
        using PrivateKey readEncrypt = Read(written, KeyJson.ReadPrivate);
        Assert.Equal(encrypt.Kid, readEncrypt.Kid);
    }

    [Fact]
    public void A_residue_has_a_z_after_its_curve_and_is_never_clamped()
    {
        JsonElement vector = KeyVectors.Cryptography["crypto-t06-keygen-x448"];
        using PrivateKey key = PrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Residue, vector.Expected("private_encoding").Hex());
        Assert.Equal(PrivateResidue, Write(w => KeyJson.WritePrivate(w, key)));
        using PrivateKey read = Read(PrivateResidue, KeyJson.ReadPrivate);
        Assert.Equal(PrivateKeyForm.Residue, read.Form);
        Assert.Equal(key.Kid, read.Kid);
        Assert.Equal(KeyError.PrivateKey, Refused(PrivateResidue.Replace("X448z", "X448", StringComparison.Ordinal), KeyJson.ReadPrivate));
    }

    [Fact]
    public void A_seed_has_its_published_form()
    {
        using KeySeed seed = KeySeed.Parse(Seed);
        string json = $$$"""{"PrivateKeyUDF":{"PrivateValue":"{{{Seed}}}"}}""";
        Assert.Equal(json, Write(w => KeyJson.WriteSeed(w, seed)));
        using KeySeed read = Read(json, KeyJson.ReadSeed);
        Assert.Equal(Seed, read.RevealUdf());
    }

    [Fact]
    public void A_seed_may_name_the_algorithms_that_are_derived_and_no_others()
    {
        string Named(string name, string value) => $$$"""{"PrivateKeyUDF":{"PrivateValue":"{{{Seed}}}","KeyType":"MeshProfileAccount","{{{name}}}":"{{{value}}}"}}""";
        Read(Named("AlgorithmSign", "Ed448"), KeyJson.ReadSeed).Dispose();
        Read(Named("AlgorithmEncrypt", "X448"), KeyJson.ReadSeed).Dispose();
        Assert.Equal(KeyError.Algorithm, Refused(Named("AlgorithmSign", "Ed25519"), KeyJson.ReadSeed));
        Assert.Equal(KeyError.Algorithm, Refused(Named("AlgorithmEncrypt", "Ed448"), KeyJson.ReadSeed));
        Assert.Equal(KeyError.Algorithm, Refused(Named("AlgorithmAuthenticate", "RSA"), KeyJson.ReadSeed));
    }

    [Fact]
    public void White_space_inside_values_and_unknown_members_are_read()
    {
        string json = """{"PublicKeyECDH":{"kty":"OKP","Public":"yx7_72c7tOCRGRmKQQa9ja2v9HZEnKtFHowFzFehHJrH\n  KzRrwyaVf3WvudZE4xy680tRIoF7u4aA","use":"enc","crv":"X448"}}""";
        Assert.Equal("MASL-5B72-3K3B-PKQR-MGHP-L5QP-MVOA", Read(json, KeyJson.ReadPublic).Kid);
    }

    [Fact]
    public void Secrets_with_escapes_and_white_space_are_read()
    {
        using PrivateKey key = Read(PrivateSign, KeyJson.ReadPrivate);
        using PrivateKey escaped = Read(PrivateSign.Replace("FnwH32", "\\u0046nw\\n H32", StringComparison.Ordinal), KeyJson.ReadPrivate);
        Assert.Equal(key.Kid, escaped.Kid);
        using KeySeed seed = Read($$$"""{"PrivateKeyUDF":{"PrivateValue":"\u005A{{{Seed[1..]}}}"}}""", KeyJson.ReadSeed);
        Assert.Equal(Seed, seed.RevealUdf());
    }

    [Fact]
    public void A_kid_beside_the_key_must_be_its_fingerprint()
    {
        string With(string kid) => PublicEncrypt.Replace("\"crv\"", $"\"kid\":\"{kid}\",\"crv\"", StringComparison.Ordinal);
        Assert.Equal("MASL-5B72-3K3B-PKQR-MGHP-L5QP-MVOA", Read(With("MASL-5B72-3K3B-PKQR-MGHP-L5QP-MVOA"), KeyJson.ReadPublic).Kid);
        Assert.Equal(KeyError.PublicKey, Refused(With("MASL-5B72-3K3B-PKQR-MGHP-L5QP-MVOB"), KeyJson.ReadPublic));
        Assert.Equal(KeyError.PublicKey, Refused(With("MASL"), KeyJson.ReadPublic));
        Assert.Equal(KeyError.PublicKey, Refused(With("alice"), KeyJson.ReadPublic));
        string beside = PrivateSign.Replace("\"crv\"", "\"kid\":\"MASL-5B72-3K3B-PKQR-MGHP-L5QP-MVOA\",\"crv\"", StringComparison.Ordinal);
        Assert.Equal(KeyError.PublicKey, Refused(beside, KeyJson.ReadPrivate));
    }

    [Theory]
    [InlineData("[]", KeyError.Json)]
    [InlineData("{}", KeyError.Json)]
    [InlineData("""{"PublicKeyECDH":[]}""", KeyError.Json)]
    [InlineData("""{"PublicKeyRSA":{"n":"AQ"}}""", KeyError.Json)]
    [InlineData("""{"PublicKeyECDH":{"crv":"X448","Public":"AQ"},"x":1}""", KeyError.Json)]
    [InlineData("""{"PublicKeyECDH":{"Public":"AQ"}}""", KeyError.Json)]
    [InlineData("""{"PublicKeyECDH":{"crv":1,"Public":"AQ"}}""", KeyError.Json)]
    [InlineData("""{"PublicKeyECDH":{"crv":"X448"}}""", KeyError.Json)]
    [InlineData("""{"PublicKeyECDH":{"crv":"X448","Public":"!"}}""", KeyError.Json)]
    [InlineData("""{"PublicKeyECDH":{"crv":"x448","Public":"AQ"}}""", KeyError.Algorithm)]
    [InlineData("""{"PublicKeyECDH":{"crv":"P-256","Public":"AQ"}}""", KeyError.Algorithm)]
    [InlineData("""{"PublicKeyECDH":{"crv":"z","Public":"AQ"}}""", KeyError.Algorithm)]
    [InlineData("""{"PublicKeyECDH":{"crv":"X448zz","Public":"AQ"}}""", KeyError.Algorithm)]
    [InlineData("""{"PublicKeyECDH":{"crv":"X448","Public":"AQ"}}""", KeyError.PublicKey)]
    public void Other_public_objects_are_refused(string json, KeyError code) => Assert.Equal(code, Refused(json, KeyJson.ReadPublic));

    [Theory]
    [InlineData("""{"PrivateKeyECDH":{"crv":"X448","Private":"AQ"}}""", KeyError.PrivateKey)]
    [InlineData("""{"PrivateKeyECDH":{"crv":"X448z","Private":"AQ"}}""", KeyError.PrivateKey)]
    [InlineData("""{"PrivateKeyECDH":{"crv":"X448"}}""", KeyError.Json)]
    [InlineData("""{"PrivateKeyECDH":{"crv":"X448","Private":null}}""", KeyError.Json)]
    [InlineData("""{"PrivateKeyECDH":{"crv":"X448","Private":["AQ"]}}""", KeyError.Json)]
    [InlineData("""{"PrivateKeyECDH":{"crv":"X448","Private":"A!"}}""", KeyError.Json)]
    [InlineData("""{"PublicKeyECDH":{"crv":"X448","Private":"AQ"}}""", KeyError.Json)]
    public void Other_private_objects_are_refused(string json, KeyError code) => Assert.Equal(code, Refused(json, KeyJson.ReadPrivate));

    [Fact]
    public void A_private_key_beside_another_public_key_is_refused() => Assert.Equal(
        KeyError.PrivateKey,
        Refused(PrivateSign.Replace("SjBIjXHP", "SjBIjXHQ", StringComparison.Ordinal), KeyJson.ReadPrivate));

    private static string Write(Action<Utf8JsonWriter> write) => System.Text.Encoding.UTF8.GetString(StrictJson.Write(write));

    private static T Read<T>(string json, Func<JsonElement, T> read)
    {
        using JsonDocument document = StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(json));
        return read(document.RootElement);
    }

    private static KeyError Refused<T>(string json, Func<JsonElement, T> read) =>
        Assert.Throws<KeyException>(() => Read(json, read)).Code;
}
