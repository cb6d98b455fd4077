using System.Text.Json;

namespace Mesh.Cryptography.Tests.Signatures;

public class Ed448Tests
{
    private const string Rfc8032 = "rfc8032.json";
    private static readonly byte[] Message = "message"u8.ToArray();

    public static TheoryData<string> Signatures => Vectors.Ids(Rfc8032, c => c.Text("alg") == "Ed448");

    [Theory]
    [MemberData(nameof(Signatures))]
    public void Signs_and_verifies_as_RFC_8032_prints(string id)
    {
        JsonElement c = Vectors.Case(Rfc8032, id);
        using var seed = Ed448Seed.FromOctets(c.Hex("privateKey"));
        byte[] publicKey = Ed448.PublicKey(seed);
        Assert.Equal(c.Hex("publicKey"), publicKey);
        byte[] message = c.Hex("message");
        byte[] context = c.Hex("context");
        byte[] signature = Ed448.Sign(seed, message, context);
        Assert.Equal(c.Hex("signature"), signature);
        Assert.True(BothWays.Verify(publicKey, message, signature, context));
    }

    [ThirdPartyFact("wycheproof/ed448_test.json")]
    public void Verifies_as_every_Wycheproof_case_says()
    {
        int cases = 0;
        foreach (JsonElement group in Vectors.Wycheproof("ed448_test.json"))
        {
            byte[] publicKey = group.GetProperty("publicKey").Hex("pk");
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                cases++;
                bool valid = BothWays.Verify(publicKey, test.Hex("msg"), test.Hex("sig"));
                Assert.True(valid == (test.Text("result") == "valid"), $"tcId {test.GetProperty("tcId")}");
            }
        }

        Assert.Equal(87, cases);
    }

    [Fact]
    public void Composite_keys_sign_with_the_prefix_of_the_digest()
    {
        JsonElement c = Vectors.Case("threshold.json", "sign-composite-Ed448");
        using var scalar = ResidueScalar448.FromOctets(c.Hex("scalar"));
        Assert.Equal(c.Hex("public"), Ed448.PublicKey(scalar));
        byte[] prefix = new byte[57];
        Ed448.ResiduePrefix(scalar.Residue, prefix);
        Assert.Equal(c.Hex("prefix"), prefix);
        Assert.Equal(c.Hex("signature"), Ed448.Sign(scalar, c.Hex("message")));
        Assert.True(BothWays.Verify(c.Hex("public"), c.Hex("message"), c.Hex("signature")));
    }

    [Fact]
    [Requirement("CRY-04")]
    public void Composite_keys_never_sign_with_an_empty_prefix()
    {
        JsonElement c = Vectors.Case("threshold.json", "attack-empty-prefix-Ed448");
        using var scalar = ResidueScalar448.FromOctets(c.Hex("scalar"));
        byte[] bad = c.Hex("badSignature");
        Assert.True(BothWays.Verify(c.Hex("public"), c.Hex("message"), bad));
        Assert.NotEqual(bad[..57], Ed448.Sign(scalar, c.Hex("message"))[..57]);
    }

    [Fact]
    [Requirement("CRY-04")]
    public void Hedged_signatures_verify_and_never_repeat_their_nonce()
    {
        var random = new SeededRandom(nameof(Hedged_signatures_verify_and_never_repeat_their_nonce));
        using var key = ResidueScalar448.Random(random);
        byte[] publicKey = Ed448.PublicKey(key);
        byte[] first = Ed448.SignHedged(key, Message, "c"u8, random);
        byte[] second = Ed448.SignHedged(key, Message, "c"u8, random);
        Assert.True(BothWays.Verify(publicKey, Message, first, "c"u8));
        Assert.True(BothWays.Verify(publicKey, Message, second, "c"u8));
        Assert.False(BothWays.Verify(publicKey, Message, first, "d"u8));
        Assert.NotEqual(first[..57], second[..57]);
    }

    [Fact]
    [Requirement("CRY-04")]
    public void The_hedge_does_not_replace_the_message_or_the_scalar_in_the_nonce()
    {
        byte[] hedge = new byte[32];
        using var key = ResidueScalar448.FromOctets([2, .. new byte[55]]);
        using var other = ResidueScalar448.FromOctets([3, .. new byte[55]]);
        byte[] first = Ed448.SignHedged(key, "a"u8, [], new KnownRandom(hedge))[..57];
        Assert.Equal(first, Ed448.SignHedged(key, "a"u8, [], new KnownRandom(hedge))[..57]);
        Assert.NotEqual(first, Ed448.SignHedged(key, "b"u8, [], new KnownRandom(hedge))[..57]);
        Assert.NotEqual(first, Ed448.SignHedged(key, "a"u8, "c"u8, new KnownRandom(hedge))[..57]);
        Assert.NotEqual(first, Ed448.SignHedged(other, "a"u8, [], new KnownRandom(hedge))[..57]);
    }

    [Fact]
    public void Refuses_a_context_of_256_octets()
    {
        using var seed = Ed448Seed.FromOctets(new byte[57]);
        Assert.Equal(CryptoError.InvalidLength, Assert.Throws<CryptoException>(() => Ed448.Sign(seed, Message, new byte[256])).Code);
        byte[] signature = Ed448.Sign(seed, Message, new byte[255]);
        Assert.True(BothWays.Verify(Ed448.PublicKey(seed), Message, signature, new byte[255]));
        Assert.False(BothWays.Verify(Ed448.PublicKey(seed), Message, signature, new byte[256]));
    }
}
