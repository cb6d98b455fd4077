using System.Text.Json;

namespace Mesh.Cryptography.Tests.Signatures;

using Point = ExtendedPoint25519;

public class Ed25519Tests
{
    private const string Rfc8032 = "rfc8032.json";
    private static readonly byte[] OrderFour = new byte[32];

    private readonly byte[] _message = "message"u8.ToArray();
    private readonly Ed25519Seed _seed = Ed25519Seed.FromOctets(new SeededRandom("seed").Bytes(32));

    public static TheoryData<string> Pure => Vectors.Ids(Rfc8032, c => c.Text("alg") == "Ed25519");

    public static TheoryData<string> Contextual => Vectors.Ids(Rfc8032, c => c.Text("alg") == "Ed25519ctx");

    public static TheoryData<string> Legacy => Vectors.Ids("threshold.json", c => c.Text("group") == "sign-legacy");

    [Theory]
    [MemberData(nameof(Pure))]
    public void Signs_and_verifies_as_RFC_8032_prints(string id)
    {
        JsonElement c = Vectors.Case(Rfc8032, id);
        using var seed = Ed25519Seed.FromOctets(c.Hex("privateKey"));
        Assert.Equal(c.Hex("publicKey"), Ed25519.PublicKey(seed));
        Assert.Equal(c.Hex("signature"), Ed25519.Sign(seed, c.Hex("message")));
        Assert.True(Ed25519.Verify(c.Hex("publicKey"), c.Hex("message"), c.Hex("signature")));
        Assert.False(Ed25519ctx.Verify(c.Hex("publicKey"), c.Hex("message"), c.Hex("signature"), []));
    }

    [Theory]
    [MemberData(nameof(Contextual))]
    public void Signs_and_verifies_with_a_context_as_RFC_8032_prints(string id)
    {
        JsonElement c = Vectors.Case(Rfc8032, id);
        using var seed = Ed25519Seed.FromOctets(c.Hex("privateKey"));
        Assert.Equal(c.Hex("signature"), Ed25519ctx.Sign(seed, c.Hex("message"), c.Hex("context")));
        Assert.True(Ed25519ctx.Verify(c.Hex("publicKey"), c.Hex("message"), c.Hex("signature"), c.Hex("context")));
        Assert.False(Ed25519ctx.Verify(c.Hex("publicKey"), c.Hex("message"), c.Hex("signature"), "other"u8));
    }

    [Theory]
    [MemberData(nameof(Legacy))]
    public void Published_envelopes_verify_with_an_empty_context_only(string id)
    {
        JsonElement c = Vectors.Case("threshold.json", id);
        Assert.True(Ed25519ctx.Verify(c.Hex("public"), c.Hex("message"), c.Hex("signature"), []));
        Assert.False(Ed25519.Verify(c.Hex("public"), c.Hex("message"), c.Hex("signature")));
    }

    [ThirdPartyFact("wycheproof/ed25519_test.json")]
    public void Verifies_as_every_Wycheproof_case_says()
    {
        int cases = 0;
        foreach (JsonElement group in Vectors.Wycheproof("ed25519_test.json"))
        {
            byte[] publicKey = group.GetProperty("publicKey").Hex("pk");
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                cases++;
                bool valid = Ed25519.Verify(publicKey, test.Hex("msg"), test.Hex("sig"));
                Assert.True(valid == (test.Text("result") == "valid"), $"tcId {test.GetProperty("tcId")}");
            }
        }

        Assert.Equal(151, cases);
    }

    [Fact]
    public void The_equation_is_the_cofactored_one()
    {
        Scalar25519 r = Scalar25519.ReduceWide(new SeededRandom("r").Bytes(64));
        Edwards25519Comb.Multiply(out Point point, r);
        Assert.True(Edwards25519.TryDecode(OrderFour, out Point torsion));
        Point.Add(out point, point, torsion);
        byte[] encoded = new byte[32];
        Edwards25519.Encode(point, encoded);
        Assert.True(Ed25519.Verify(Ed25519.PublicKey(_seed), _message, Sign(encoded, r)));
    }

    [Fact]
    public void R_must_be_canonical_and_S_below_the_group_order()
    {
        byte[] key = Ed25519.PublicKey(_seed);
        byte[] neutralNotCanonical = [0xEE, .. Enumerable.Repeat((byte)0xFF, 30), 0x7F];
        Assert.True(Ed25519.Verify(key, _message, Sign([1, .. new byte[31]], default)));
        Assert.False(Ed25519.Verify(key, _message, Sign(neutralNotCanonical, default)));
        Assert.False(Ed25519.Verify(key, _message, Sign([1, .. new byte[30], 0x80], default)));

        byte[] signature = Ed25519.Sign(_seed, _message);
        byte[] order = Convert.FromHexString("EDD3F55C1A631258D69CF7A2DEF9DE1400000000000000000000000000000010");
        int carry = 0;
        for (int i = 0; i < 32; i++)
        {
            int sum = signature[32 + i] + order[i] + carry;
            signature[32 + i] = (byte)(sum & 0xFF);
            carry = sum >> 8;
        }

        Assert.False(Ed25519.Verify(key, _message, signature));
    }

    [Fact]
    public void Public_keys_of_small_order_are_refused()
    {
        // With such a key S = r satisfies the equation for every message.
        Scalar25519 r = Scalar25519.ReduceWide(new SeededRandom("r").Bytes(64));
        byte[] signature = [.. Edwards25519.EncodeBaseMultiple(r), .. new byte[32]];
        r.Write(signature.AsSpan(32));
        Assert.False(Ed25519.Verify(OrderFour, _message, signature));
        Assert.False(Ed25519.Verify([1, .. new byte[31]], _message, signature));
    }

    [Fact]
    public void Every_changed_bit_of_key_signature_or_message_is_noticed()
    {
        byte[] key = Ed25519.PublicKey(_seed);
        byte[] signature = Ed25519.Sign(_seed, _message);
        foreach (byte[] part in (byte[][])[key, signature, _message])
        {
            for (int bit = 0; bit < 8 * part.Length; bit++)
            {
                part[bit >> 3] ^= (byte)(1 << (bit & 7));
                Assert.False(Ed25519.Verify(key, _message, signature));
                part[bit >> 3] ^= (byte)(1 << (bit & 7));
            }
        }

        Assert.True(Ed25519.Verify(key, _message, signature));
        Assert.False(Ed25519.Verify(key, _message, signature.AsSpan(0, 63)));
        Assert.False(Ed25519.Verify([.. key, 0], _message, signature));
    }

    [Fact]
    public void Refuses_a_context_of_256_octets_and_other_seed_lengths()
    {
        Assert.Equal(CryptoError.InvalidLength, Code(() => Ed25519ctx.Sign(_seed, _message, new byte[256])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => Ed25519Seed.FromOctets(new byte[33])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => _seed.WriteTo(new byte[31])));
        byte[] signature = Ed25519ctx.Sign(_seed, _message, new byte[255]);
        Assert.True(Ed25519ctx.Verify(Ed25519.PublicKey(_seed), _message, signature, new byte[255]));
        Assert.False(Ed25519ctx.Verify(Ed25519.PublicKey(_seed), _message, signature, new byte[256]));
        byte[] octets = new byte[32];
        _seed.WriteTo(octets);
        Assert.Equal(new SeededRandom("seed").Bytes(32), octets);
        Assert.Equal("Ed25519Seed", _seed.ToString());
    }

    private static CryptoError Code(Action action) => Assert.Throws<CryptoException>(action).Code;

    // R || r + k s for the octets of R as they are given.
    private byte[] Sign(byte[] encodedR, Scalar25519 r)
    {
        byte[] signature = [.. encodedR, .. new byte[32]];
        Scalar25519 k = Ed25519.Hash([], encodedR, Ed25519.PublicKey(_seed), _message);
        Scalar25519.MultiplyAdd(k, _seed.Scalar, r).Write(signature.AsSpan(32));
        return signature;
    }

    [Fact]
    public void A_composite_key_signs_with_the_published_prefix()
    {
        JsonElement c = Vectors.Case("threshold.json", "sign-composite-Ed25519");
        using var scalar = ResidueScalar25519.FromOctets(c.Hex("scalar"));
        Assert.Equal(c.Hex("public"), Ed25519.PublicKey(scalar));
        Assert.Equal(c.Hex("signature"), Ed25519.Sign(scalar, c.Hex("message")));
        Assert.True(Ed25519.Verify(c.Hex("public"), c.Hex("message"), c.Hex("signature")));
    }

    [Fact]
    [Requirement("CRY-04")]
    public void Composite_keys_never_sign_with_an_empty_prefix()
    {
        JsonElement c = Vectors.Case("threshold.json", "attack-empty-prefix-Ed25519");
        using var scalar = ResidueScalar25519.FromOctets(c.Hex("scalar"));
        byte[] bad = c.Hex("badSignature");
        Assert.True(Ed25519.Verify(c.Hex("public"), c.Hex("message"), bad));
        Assert.NotEqual(bad[..32], Ed25519.Sign(scalar, c.Hex("message"))[..32]);
    }

    [Fact]
    [Requirement("CRY-04")]
    public void Hedged_signatures_verify_and_never_repeat_their_nonce()
    {
        var random = new SeededRandom(nameof(Hedged_signatures_verify_and_never_repeat_their_nonce));
        using var key = ResidueScalar25519.Random(random);
        byte[] publicKey = Ed25519.PublicKey(key);
        byte[] first = Hedged(key, _message, random);
        byte[] second = Hedged(key, _message, random);
        Assert.True(Ed25519.Verify(publicKey, _message, first));
        Assert.True(Ed25519.Verify(publicKey, _message, second));
        Assert.NotEqual(first[..32], second[..32]);

        // The hedge replaces neither the message nor the scalar in the nonce.
        byte[] hedge = new byte[32];
        using var other = ResidueScalar25519.Random(random);
        byte[] same = Hedged(key, _message, new KnownRandom(hedge))[..32];
        Assert.Equal(same, Hedged(key, _message, new KnownRandom(hedge))[..32]);
        Assert.NotEqual(same, Hedged(key, "another"u8, new KnownRandom(hedge))[..32]);
        Assert.NotEqual(same, Hedged(other, _message, new KnownRandom(hedge))[..32]);
        Assert.NotEqual(same, Ed25519.Sign(key, _message)[..32]);
        Assert.Equal(
            CryptoError.InvalidLength, Assert.Throws<CryptoException>(() => Ed25519.SignHedged(key, _message, random, new byte[63])).Code);

        static byte[] Hedged(ResidueScalar25519 key, ReadOnlySpan<byte> message, IRandomSource random)
        {
            byte[] signature = new byte[64];
            Ed25519.SignHedged(key, message, random, signature);
            return signature;
        }
    }
}
