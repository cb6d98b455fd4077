using System.Globalization;
using System.Text.Json;
using Mesh.Cryptography;

namespace Mesh.Keys.Tests.Seeds;

public class KeySeedTests
{
    public static TheoryData<string> Kinds => KeyVectors.Udf.Ids("key-type-identifier");

    public static TheoryData<string> Derived => KeyVectors.Udf.Ids("derived-key", KeyVectors.IsCurve);

    public static TheoryData<string> Outputs => KeyVectors.Udf.Ids("derived-key");

    public static TheoryData<string> Account => KeyVectors.Cryptography.Ids("derived-key");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Key_types_have_their_identifier_and_first_letters(string id)
    {
        JsonElement vector = KeyVectors.Udf[id];
        var kind = (SeedKind)vector.In("code").GetInt32();
        Assert.Equal(vector.Expected("name").Text(), kind.ToString());
        using KeySeed seed = KeySeed.Generate(kind, new SeededRandom(id));
        Assert.Equal(vector.Expected("identifier_hex").Text(), seed.Identifier.ToString("x4", CultureInfo.InvariantCulture));
        Assert.StartsWith(vector.Expected("first_group").Text(), seed.RevealUdf(), StringComparison.Ordinal);
        Assert.Equal(SeedUse.Any, seed.Use);
    }

    [Theory]
    [MemberData(nameof(Derived))]
    public void Gives_published_keys(string id)
    {
        JsonElement vector = KeyVectors.Udf[id];
        KeyAlgorithm algorithm = KeyVectors.Algorithm(vector)!.Value;
        using KeySeed seed = KeySeed.Parse(vector.In("udf").Text());
        using PrivateKey key = KeyVectors.Derive(seed, vector.In("key_name").Text(), algorithm);
        JsonElement expected = vector.GetProperty("expected");
        string member = expected.TryGetProperty("public_key_signed", out _) ? "public_key_signed" : "public_key";
        Assert.Equal(expected.GetProperty(member).Hex(), key.PublicKey.Octets.ToArray());
        if (expected.TryGetProperty("key_fingerprint_pkixkey", out JsonElement kid))
        {
            Assert.Equal(kid.Text(), key.Kid);
        }

        if (algorithm.IsSignature())
        {
            Assert.Equal(expected.GetProperty("private_key").Hex(), KeyVectors.Octets(key));
        }
    }

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Gives_the_key_material_of_every_algorithm(string id)
    {
        JsonElement vector = KeyVectors.Udf[id];
        using KeySeed seed = KeySeed.Parse(vector.In("udf").Text());
        using (SecretBytes binary = seed.RevealBinary())
        {
            Assert.Equal(vector.In("ikm").Hex(), binary.Reveal()[1..].ToArray());
        }

        JsonElement expected = vector.GetProperty("expected");
        int length = expected.GetProperty("okm_bits").GetInt32() / 8;
        foreach ((string member, string tag) in new[] { ("okm", ""), ("okm_p", "p"), ("okm_q", "q"), ("private_key", "") })
        {
            // For curves the key material is the private key.
            if (expected.TryGetProperty(member, out JsonElement okm))
            {
                using SecretBytes secret = seed.DeriveSecret(vector.In("key_name").Text() + tag, length);
                Assert.Equal(okm.Hex(), secret.Reveal().ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Account))]
    public void Gives_the_keys_of_a_published_account(string id)
    {
        JsonElement vector = KeyVectors.Cryptography[id];
        using KeySeed seed = KeySeed.Parse(vector.In("seed_udf").Text());
        using PrivateKey key = KeyVectors.Derive(seed, vector.In("key_name").Text(), KeyVectors.Algorithm(vector)!.Value);
        Assert.Equal(vector.Expected("public_key").Hex(), key.PublicKey.Octets.ToArray());
        Assert.Equal(vector.Expected("key_fingerprint_pkixkey").Text(), key.Kid);
    }

    [Fact]
    public void Use_bits_limit_the_keys_and_stay_in_the_derivation()
    {
        byte[] octets = [0xC8, 0x41, 0x02, .. new byte[32]];
        using KeySeed encryption = KeySeed.FromBinary(octets);
        Assert.Equal((SeedKind.MeshProfileAccount, SeedUse.Encryption), (encryption.Kind, encryption.Use));
        Assert.Equal(KeyError.Derivation, Assert.Throws<KeyException>(() => encryption.DeriveSignature(KeyNames.AccountSign)).Code);
        using AgreementPrivateKey limited = encryption.DeriveAgreement(KeyNames.AccountEncrypt);

        octets[1] = 0x01;
        using KeySeed any = KeySeed.FromBinary(octets);
        using AgreementPrivateKey unlimited = any.DeriveAgreement(KeyNames.AccountEncrypt);
        Assert.NotEqual(limited.Kid, unlimited.Kid);

        octets[1] = 0x81;
        using KeySeed signature = KeySeed.FromBinary(octets);
        Assert.Equal(SeedUse.Signature, signature.Use);
        Assert.Throws<KeyException>(() => signature.DeriveAgreement(KeyNames.AccountEncrypt));
        signature.DeriveSignature(KeyNames.AccountSign).Dispose();
    }

    [Fact]
    public void A_seed_of_one_key_gives_no_other_algorithm()
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.Ed448, new SeededRandom("one"));
        Assert.Equal(KeyError.Derivation, Assert.Throws<KeyException>(() => seed.DeriveAgreement("x")).Code);
        using KeySeed rsa = KeySeed.Generate(SeedKind.RSA2048, new SeededRandom("rsa"));
        Assert.Equal(KeyError.Derivation, Assert.Throws<KeyException>(() => rsa.DeriveSignature("x")).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ZAA")]
    [InlineData("ZAAQ")]
    [InlineData("NAUL-ZACO-WCZG-LNHO-FG4Z-VTDE-G7BA")]
    [InlineData("ZAAP-AHCC-PWZG-EQXO-M4QM-OYWT-HDPG-DQ3D-HMIG-ABHP-LED2-KPAG-LOTB-QMJ7")]
    [InlineData("ZAAQ-1HCC-PWZG-EQXO-M4QM-OYWT-HDPG-DQ3D-HMIG-ABHP-LED2-KPAG-LOTB-QMJ7")]
    public void Text_that_is_no_seed_is_refused(string text) =>
        Assert.Equal(KeyError.Seed, Assert.Throws<KeyException>(() => KeySeed.Parse(text)).Code);

    [Fact]
    public void A_seed_longer_than_64_octets_is_refused() =>
        Assert.Equal(KeyError.Seed, Assert.Throws<KeyException>(() => KeySeed.FromBinary([0xC8, 1, 2, .. new byte[65]])).Code);

    [Fact]
    public void A_random_seed_survives_text_and_shows_nothing_of_itself()
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, SystemRandom.Instance);
        using KeySeed read = KeySeed.Parse(seed.RevealUdf());
        using SignaturePrivateKey left = seed.DeriveSignature(KeyNames.AccountSign);
        using SignaturePrivateKey right = read.DeriveSignature(KeyNames.AccountSign);
        Assert.Equal(left.Kid, right.Kid);
        Assert.Equal("KeySeed(MeshProfileAccount)", seed.ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => KeySeed.Generate(SeedKind.Any, SystemRandom.Instance, 15));
    }

    [Theory]
    [InlineData(0xC8, true)]
    [InlineData(0xC9, false)]
    [InlineData(0x20, false)]
    [InlineData(0x90, false)]
    public void A_fingerprint_of_another_type_is_no_seed(byte type, bool accepted)
    {
        byte[] binary = [type, 1, 2, .. new byte[32]];
        if (accepted)
        {
            using KeySeed seed = KeySeed.FromBinary(binary);
            Assert.Equal(SeedKind.MeshProfileAccount, seed.Kind);
        }
        else
        {
            Assert.Equal(KeyError.Seed, Assert.Throws<KeyException>(() => KeySeed.FromBinary(binary)).Code);
        }
    }

    [Fact]
    public void A_disposed_seed_gives_nothing()
    {
        KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("gone"));
        seed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => seed.DeriveSignature(KeyNames.AccountSign));
        Assert.Throws<ObjectDisposedException>(seed.RevealUdf);
    }
}
