using System.Numerics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Mesh.Cryptography;

namespace Mesh.Keys.Tests.KeyPairs;

/// <summary>Keys for applications and for reading what old drafts published.</summary>
public class Curve25519Tests
{
    public static TheoryData<string> Keys => KeyVectors.Cryptography.Ids("ed25519-key");

    public static TheoryData<string> Signatures => KeyVectors.Cryptography.Ids("signature", IsEd25519);

    public static TheoryData<string> Agreements => KeyVectors.Cryptography.Ids("key-agreement", IsEd25519);

    public static TheoryData<string> Chains => KeyVectors.Cryptography.Ids("key-wrap-chain", IsEd25519);

    [Theory]
    [MemberData(nameof(Keys))]
    public void Published_keys_have_their_public_key_and_fingerprint(string id)
    {
        JsonElement vector = KeyVectors.Cryptography[id];
        byte[] octets = vector.In("private_key").Hex();
        using SignaturePrivateKey key = SignaturePrivateKey.FromOctets(KeyAlgorithm.Ed25519, PrivateKeyForm.Ordinary, octets);
        using AgreementPrivateKey reading = AgreementPrivateKey.ForReading(octets);
        Assert.Equal(vector.Expected("public_key").Hex(), key.Public.Octets.ToArray());
        Assert.Equal(vector.Expected("fingerprint_pkixkey").Text(), key.Kid);
        Assert.Equal(key.Kid, reading.Kid);
    }

    [Theory]
    [MemberData(nameof(Signatures))]
    public void Published_signatures_verify_in_their_own_form_only_and_new_ones_are_plain(string id)
    {
        JsonElement vector = KeyVectors.Cryptography[id];
        using SignaturePrivateKey key = SignaturePrivateKey.FromOctets(
            KeyAlgorithm.Ed25519, PrivateKeyForm.Ordinary, vector.In("private_key").Hex());
        byte[] message = vector.Expected("signed_octets").Hex();
        byte[] published = vector.Expected("signature").Hex();
        byte[] plain = vector.GetProperty("signature_if_plain_ed25519").Hex();
        Assert.True(key.Public.VerifyAsPublished(message, published));
        Assert.False(key.Public.Verify(message, published));
        Assert.Equal(plain, key.Sign(message, new KnownRandom()));
        Assert.True(key.Public.Verify(message, plain));
        Assert.False(key.Public.VerifyAsPublished(message, plain));
    }

    [Theory]
    [MemberData(nameof(Agreements))]
    public void Published_agreements_with_signature_keys_are_read(string id) => AssertAgreement(KeyVectors.Cryptography[id]);

    [Theory]
    [MemberData(nameof(Chains))]
    public void The_agreement_of_a_published_recipient_entry_is_read(string id) => AssertAgreement(KeyVectors.Cryptography[id]);

    [Fact]
    public void Ed448_signatures_have_one_form()
    {
        using SignaturePrivateKey key = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("448"));
        Assert.True(key.Public.VerifyAsPublished("x"u8, key.Sign("x"u8, SystemRandom.Instance)));
    }

    [Theory]
    [InlineData("rfc7748-5.2-X25519-1")]
    [InlineData("rfc7748-5.2-X25519-2")]
    [InlineData("rfc7748-5.2-X448-1")]
    [InlineData("rfc7748-5.2-X448-2")]
    public void Agreements_are_those_of_RFC_7748(string id)
    {
        using JsonDocument document = VectorFile.Own("rfc7748.json");
        JsonElement vector = document.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("id").Text() == id);
        using AgreementPrivateKey key = AgreementPrivateKey.FromOctets(
            Enum.Parse<KeyAlgorithm>(vector.GetProperty("alg").Text()), PrivateKeyForm.Ordinary, vector.GetProperty("scalar").Hex());
        using SecretBytes agreement = key.Agree(vector.GetProperty("u").Hex());
        Assert.Equal(vector.GetProperty("out").Hex(), agreement.Reveal().ToArray());
    }

    [Theory]
    [InlineData(KeyAlgorithm.X25519, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData(KeyAlgorithm.X25519, "0900000000000000000000000000000000000000000000000000000000000080")]
    [InlineData(KeyAlgorithm.X25519, "09")]
    [InlineData(KeyAlgorithm.X25519, "090000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(KeyAlgorithm.Ed25519, "0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(KeyAlgorithm.Ed25519, "0200000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(KeyAlgorithm.Ed25519, "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData(KeyAlgorithm.Ed25519, "58")]
    public void Other_encodings_than_the_canonical_one_are_refused(KeyAlgorithm algorithm, string hex) => Assert.Equal(
        KeyError.PublicKey,
        Assert.Throws<KeyException>(() => PublicKey.FromOctets(algorithm, Convert.FromHexString(hex))).Code);

    /// <summary>Octets near p and 2^255, where an error would be, and others: the prime is the bound, whatever it is compared with.</summary>
    [Fact]
    public void X25519_keys_are_the_numbers_below_the_prime()
    {
        BigInteger prime = (BigInteger.One << 255) - 19;
        Gen<byte> octet = Gen.Elements<byte>(0x00, 0x7E, 0x7F, 0x80, 0xEC, 0xED, 0xEE, 0xFE, 0xFF);
        Gen<byte[]> near =
            from first in octet
            from middle in Gen.Frequency((3, Gen.Constant((byte)0xFF)), (1, octet))
            from at in Gen.Choose(1, 30)
            from last in octet
            select (byte[])[first, .. Enumerable.Range(1, 30).Select(i => i == at ? middle : (byte)0xFF), last];
        Prop.ForAll(near.ToArbitrary(), octets =>
        {
            bool isBelow = new BigInteger(octets, isUnsigned: true) < prime;
            Exception? refusal = Record.Exception(() => PublicKey.FromOctets(KeyAlgorithm.X25519, octets));
            Assert.Equal(isBelow, refusal is null);
            Assert.True(refusal is null or KeyException { Code: KeyError.PublicKey });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void A_peer_of_small_order_or_wrong_length_is_refused()
    {
        using AgreementPrivateKey x = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, new SeededRandom("x"));
        using AgreementPrivateKey reading = AgreementPrivateKey.ForReading(new byte[32]);
        foreach (byte[] peer in new[] { new byte[32], [1, .. new byte[31]], new byte[33], [] })
        {
            Assert.Equal(KeyError.Agreement, Assert.Throws<KeyException>(() => x.Agree(peer)).Code);
            Assert.Equal(KeyError.Agreement, Assert.Throws<KeyException>(() => reading.Agree(peer)).Code);
        }
    }

    [Theory]
    [InlineData(KeyAlgorithm.X25519)]
    [InlineData(KeyAlgorithm.Ed25519)]
    public void Keys_are_neither_combined_nor_split_nor_residues(KeyAlgorithm algorithm)
    {
        using PrivateKey key = PrivateKey.FromOctets(algorithm, PrivateKeyForm.Ordinary, new byte[32]);
        Action[] acts =
        [
            () => KeyVectors.Overlay(key, key),
            () => KeyVectors.Add(key.PublicKey, key.PublicKey),
            () => _ = key is SignaturePrivateKey s ? s.Split(SystemRandom.Instance).Holder : (PrivateKey)((AgreementPrivateKey)key).Split(SystemRandom.Instance).Holder,
            () => PrivateKey.FromOctets(algorithm, PrivateKeyForm.Residue, [1, .. new byte[31]]),
            () => PublicKey.FromOctets(algorithm, key.PublicKey.Octets.Span, requirePrimeOrder: true),
        ];
        Assert.All(acts, act => Assert.Equal(KeyError.Combination, Assert.Throws<KeyException>(act).Code));
    }

    [Theory]
    [InlineData(KeyAlgorithm.X25519)]
    [InlineData(KeyAlgorithm.Ed25519)]
    public void Keys_survive_the_key_store(KeyAlgorithm algorithm)
    {
        var store = new Store.MemoryKeyStore();
        using PrivateKey key = algorithm.IsSignature()
            ? SignaturePrivateKey.Generate(algorithm, new SeededRandom("store"))
            : AgreementPrivateKey.Generate(algorithm, new SeededRandom("store"));
        store.Save(key);
        using PrivateKey? loaded = store.LoadPrivateKey(key.Kid);
        Assert.Equal((key.Kid, key.Algorithm), (loaded!.Kid, loaded.Algorithm));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(key.RevealOctets);
    }

    [Fact]
    public void A_key_for_reading_adds_to_nothing_and_is_gone_after_disposal()
    {
        AgreementPrivateKey key = AgreementPrivateKey.ForReading(new byte[32]);
        Assert.Equal(KeyAlgorithm.Ed25519, key.Algorithm);
        Assert.Throws<KeyException>(() => key.Overlay(key));
        Assert.Throws<KeyException>(() => key.Split(SystemRandom.Instance));
        Assert.Throws<KeyException>(() => key.Public.Add(key.Public));
        key.RevealOctets().Dispose();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(key.RevealOctets);
        Assert.Equal(KeyError.PrivateKey, Assert.Throws<KeyException>(() => AgreementPrivateKey.ForReading(new byte[31])).Code);
    }

    private static void AssertAgreement(JsonElement vector)
    {
        using AgreementPrivateKey key = AgreementPrivateKey.ForReading(vector.In("private_key").Hex());
        using SecretBytes agreement = key.Agree(vector.In("ephemeral_public").Hex());
        Assert.Equal(vector.Expected("agreement").Hex(), agreement.Reveal().ToArray());
    }

    private static bool IsEd25519(JsonElement vector) => KeyVectors.Algorithm(vector) == KeyAlgorithm.Ed25519;
}
