using System.Text.Json;

namespace Mesh.Encoding.Tests.Keys;

public class KeyFingerprintTests
{
    private static readonly VectorSet Cryptography = new("cryptography.json");

    public static TheoryData<string> Oids => UdfVectors.Set.Ids("oid-sequence");

    public static TheoryData<string> Fingerprints => UdfVectors.Set.Ids("key-fingerprint");

    public static TheoryData<string> Accounts => Cryptography.Ids("derived-key");

    public static TheoryData<string> EdwardsKeys => Cryptography.Ids("ed25519-key");

    [Theory]
    [MemberData(nameof(Oids))]
    public void Gives_published_OID_sequences_and_reads_them(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        byte[] key = vector.In("public_key").Hex();
        Assert.Equal("1.3.101.112", vector.In("algorithm_oid").Text());
        Assert.Equal(vector.Expected("der").Hex(), KeyInfo.EncodePublished(KeyAlgorithmId.Ed25519, key));
        Assert.Equal(vector.GetProperty("der_rfc8410").Hex(), KeyInfo.EncodeRfc8410(KeyAlgorithmId.Ed25519, key));
        Assert.Equal(vector.Expected("udf").Text(), KeyInfo.ToOidSequence(KeyAlgorithmId.Ed25519, key).ToString());
        (KeyAlgorithmId algorithm, byte[] read) = KeyInfo.FromOidSequence(Udf.Parse(vector.Expected("udf").Text()));
        Assert.Equal(KeyAlgorithmId.Ed25519, algorithm);
        Assert.Equal(key, read);
    }

    [Theory]
    [MemberData(nameof(Fingerprints))]
    public void Gives_published_fingerprints_under_each_tag(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        byte[] der = vector.In("der").Hex();
        byte[] key = der[^32..];
        string tag = vector.Expected("content_type_hashed").Text();
        Assert.Equal(
            vector.Expected("udf").Text(),
            KeyFingerprint.Compute(KeyAlgorithmId.Ed25519, key, tag, KeyInfo.EncodePublished).Text);
        if (tag == KeyFingerprint.PublishedTag)
        {
            Assert.Equal(vector.Expected("udf").Text(), KeyFingerprint.Of(KeyAlgorithmId.Ed25519, key).ToString());
        }

        if (vector.TryGetProperty("by_text", out JsonElement text))
        {
            Assert.Equal(KeyFingerprint.TextTag, text.GetProperty("content_type").Text());
            Assert.Equal(
                text.GetProperty("udf").Text(),
                KeyFingerprint.Compute(KeyAlgorithmId.Ed25519, key, KeyFingerprint.TextTag, KeyInfo.EncodePublished).Text);
            Assert.Equal(
                text.GetProperty("udf_with_rfc8410_der").Text(),
                KeyFingerprint.Compute(KeyAlgorithmId.Ed25519, key, KeyFingerprint.TextTag, KeyInfo.EncodeRfc8410).Text);
        }
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public void Gives_the_fingerprints_of_a_published_account(string id)
    {
        JsonElement vector = Cryptography[id];
        KeyAlgorithmId algorithm = Enum.Parse<KeyAlgorithmId>(vector.In("algorithm").Text());
        KeyFingerprint fingerprint = KeyFingerprint.Of(algorithm, vector.Expected("public_key").Hex());
        Assert.Equal(vector.Expected("key_fingerprint_pkixkey").Text(), fingerprint.Text);
        Assert.Equal(64, fingerprint.Octets.Length);
        Assert.Equal(0x60, fingerprint.Octets.Span[0]);
        Assert.Equal(fingerprint.Udf.Data.Span[..63], fingerprint.Octets.Span[1..]);
    }

    [Theory]
    [MemberData(nameof(EdwardsKeys))]
    public void Gives_the_fingerprints_of_published_Ed25519_keys(string id)
    {
        JsonElement vector = Cryptography[id];
        string expected = vector.Expected("fingerprint_pkixkey").Text();
        Assert.Equal(expected, KeyFingerprint.Of(KeyAlgorithmId.Ed25519, vector.Expected("public_key").Hex()).Text);
    }

    [Theory]
    [InlineData(KeyAlgorithmId.X448, 56)]
    [InlineData(KeyAlgorithmId.Ed448, 56)]
    [InlineData(KeyAlgorithmId.X25519, 33)]
    [InlineData(KeyAlgorithmId.Ed25519, 31)]
    public void A_key_of_wrong_length_is_refused(KeyAlgorithmId algorithm, int length) => Assert.Equal(
        EncodingError.Key,
        Assert.Throws<EncodingException>(() => KeyFingerprint.Of(algorithm, new byte[length])).Code);

    [Theory]
    [InlineData(KeyAlgorithmId.X25519)]
    [InlineData(KeyAlgorithmId.X448)]
    [InlineData(KeyAlgorithmId.Ed25519)]
    [InlineData(KeyAlgorithmId.Ed448)]
    public void Every_octet_of_an_OID_sequence_counts(KeyAlgorithmId algorithm)
    {
        byte[] key = new SeededRandom("oid").Bytes(KeyInfo.KeyLength(algorithm));
        byte[] der = KeyInfo.EncodePublished(algorithm, key);
        Assert.Equal(algorithm, Read(der).Algorithm);
        Assert.Equal(key, Read(der).Key);
        for (int i = 0; i < der.Length - key.Length; i++)
        {
            byte[] changed = [.. der];
            changed[i] ^= 0x40;
            Assert.Equal(EncodingError.Key, Assert.Throws<EncodingException>(() => Read(changed)).Code);
        }

        Assert.Throws<EncodingException>(() => Read([.. der, 0]));
        Assert.Throws<EncodingException>(() => KeyInfo.FromOidSequence(Udf.FromOctets(UdfType.Nonce, der)));

        static (KeyAlgorithmId Algorithm, byte[] Key) Read(byte[] der) => KeyInfo.FromOidSequence(Udf.FromOctets(UdfType.OidSequence, der));
    }

    [Fact]
    public void RFC_8410_has_X448_keys_without_the_sign_octet()
    {
        byte[] der = KeyInfo.EncodeRfc8410(KeyAlgorithmId.X448, new byte[57]);
        Assert.Equal(Convert.FromHexString("3042300506032b656f033900" + new string('0', 112)), der);
    }
}
