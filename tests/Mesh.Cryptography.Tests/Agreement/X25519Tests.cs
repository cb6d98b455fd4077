using System.Text.Json;

namespace Mesh.Cryptography.Tests.Agreement;

public class X25519Tests
{
    private const string Rfc7748 = "rfc7748.json";

    public static TheoryData<string> Multiplications => Vectors.Ids(Rfc7748, c => c.Text("alg") == "X25519" && c.Text("kind") == "scalarmult");

    public static TheoryData<string> Iterations => Vectors.Ids(
        Rfc7748, c => c.Text("alg") == "X25519" && c.Text("kind") == "iterated" && c.GetProperty("iterations").GetInt32() <= 1000);

    public static TheoryData<string> Exchanges => Vectors.Ids(Rfc7748, c => c.Text("alg") == "X25519" && c.Text("kind") == "dh");

    [Theory]
    [MemberData(nameof(Multiplications))]
    public void Multiplies_as_RFC_7748_prints(string id)
    {
        JsonElement c = Vectors.Case(Rfc7748, id);
        using var key = ClampedScalar25519.FromOctets(c.Hex("scalar"));
        Assert.Equal(c.Hex("out"), X25519.Agree(key, c.Hex("u")).Reveal().ToArray());
    }

    [Theory]
    [MemberData(nameof(Iterations))]
    public void Iterates_as_RFC_7748_prints(string id)
    {
        JsonElement c = Vectors.Case(Rfc7748, id);
        byte[] k = c.Hex("start");
        byte[] u = k;
        for (int i = c.GetProperty("iterations").GetInt32(); i > 0; i--)
        {
            using var key = ClampedScalar25519.FromOctets(k);
            using SecretBytes agreement = X25519.Agree(key, u);
            u = k;
            k = agreement.Reveal().ToArray();
        }

        Assert.Equal(c.Hex("out"), k);
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void A_peer_of_small_order_is_refused(string u)
    {
        using var key = ClampedScalar25519.Random(new SeededRandom("small order"));
        Assert.Equal(
            CryptoError.ZeroAgreement,
            Assert.Throws<CryptoException>(() => X25519.Agree(key, Convert.FromHexString(u))).Code);
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void Exchanges_keys_as_RFC_7748_prints(string id)
    {
        JsonElement c = Vectors.Case(Rfc7748, id);
        using var alice = ClampedScalar25519.FromOctets(c.Hex("alicePrivate"));
        using var bob = ClampedScalar25519.FromOctets(c.Hex("bobPrivate"));
        Assert.Equal(c.Hex("alicePublic"), X25519.PublicKey(alice));
        Assert.Equal(c.Hex("bobPublic"), X25519.PublicKey(bob));
        Assert.Equal(c.Hex("shared"), X25519.Agree(alice, X25519.PublicKey(bob)).Reveal().ToArray());
        Assert.Equal(c.Hex("shared"), X25519.Agree(bob, X25519.PublicKey(alice)).Reveal().ToArray());
    }

    [ThirdPartyFact("wycheproof/x25519_test.json")]
    public void Agrees_with_every_Wycheproof_case()
    {
        int cases = 0;
        foreach (JsonElement test in Vectors.Wycheproof("x25519_test.json").SelectMany(g => g.GetProperty("tests").EnumerateArray()))
        {
            cases++;
            byte[] shared = test.Hex("shared");
            using var key = ClampedScalar25519.FromOctets(test.Hex("private"));
            if (shared.All(o => o == 0))
            {
                var e = Assert.Throws<CryptoException>(() => X25519.Agree(key, test.Hex("public")));
                Assert.Equal(CryptoError.ZeroAgreement, e.Code);
            }
            else
            {
                bool equal = X25519.Agree(key, test.Hex("public")).Reveal().SequenceEqual(shared);
                Assert.True(equal, $"tcId {test.GetProperty("tcId")}");
            }
        }

        Assert.Equal(518, cases);
    }

    [Fact]
    public void Keys_are_clamped_as_RFC_7748_prescribes_and_lengths_are_exact()
    {
        byte[] written = new byte[32];
        ClampedScalar25519.FromOctets(Enumerable.Repeat((byte)0xFF, 32).ToArray()).WriteTo(written);
        Assert.Equal([0xF8, .. Enumerable.Repeat((byte)0xFF, 30), 0x7F], written);
        ClampedScalar25519.FromOctets(new byte[32]).WriteTo(written);
        Assert.Equal([.. new byte[31], 0x40], written);
        using var key = ClampedScalar25519.FromOctets(new byte[32]);
        Assert.Equal(CryptoError.InvalidLength, Code(() => ClampedScalar25519.FromOctets(new byte[31])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => X25519.Agree(key, new byte[34])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => key.WriteTo(new byte[31])));
        Assert.Equal("ClampedScalar25519", key.ToString());
    }

    [Fact]
    public void The_signed_form_of_a_peer_gives_the_same_agreement()
    {
        var random = new SeededRandom(nameof(The_signed_form_of_a_peer_gives_the_same_agreement));
        using var key = ClampedScalar25519.Random(random);
        using var peer = ClampedScalar25519.Random(random);
        byte[] u = X25519.PublicKey(peer);
        byte[] expected = X25519.Agree(key, u).Reveal().ToArray();
        Assert.Equal(expected, X25519.Agree(key, [.. u, 0]).Reveal().ToArray());
        Assert.Equal(expected, X25519.Agree(key, [.. u, 0x80]).Reveal().ToArray());
        Assert.Equal(CryptoError.InvalidPoint, Code(() => X25519.Agree(key, [.. u, 1])));
    }

    [Fact]
    public void Composite_keys_agree_as_the_sum_of_their_parts()
    {
        var random = new SeededRandom(nameof(Composite_keys_agree_as_the_sum_of_their_parts));
        for (int i = 0; i < 20; i++)
        {
            using var device = ClampedScalar25519.Random(random);
            using var overlay = ClampedScalar25519.Random(random);
            using ResidueScalar25519 composite = device.ToResidue().Add(overlay.ToResidue());
            using var peer = ClampedScalar25519.Random(random);
            GroupElement sum = PrimeGroup.Curve25519.BaseMultiple(device).Add(PrimeGroup.Curve25519.BaseMultiple(overlay));
            Assert.Equal(sum.EncodeForAgreement(), X25519.PublicKey(composite));
            Assert.Equal(
                X25519.Agree(peer, sum.Encode()).Reveal().ToArray(), X25519.Agree(composite, X25519.PublicKey(peer)).Reveal().ToArray());
        }
    }

    [Fact]
    public void A_composite_key_is_brought_to_a_multiple_of_the_cofactor()
    {
        JsonElement c = Vectors.Case("threshold.json", "scalar-X25519-recofactored");
        using var residue = ResidueScalar25519.FromOctets(c.Hex("scalar"));
        byte[] cleared = new byte[32];
        residue.Residue.WriteCleared(cleared);
        Assert.Equal(c.Hex("recofactored"), cleared);
        byte[] ikm = c.GetProperty("expected").Hex("ikm");
        Assert.Equal(ikm, X25519.Agree(residue, c.Hex("ephemeralUnsigned")).Reveal().ToArray());
        Assert.Equal(ikm, X25519.Agree(residue, c.Hex("ephemeralPlusTorsionUnsigned")).Reveal().ToArray());
    }

    [Fact]
    public void All_256_bits_of_a_multiplier_count()
    {
        // 8 (a/8 mod L) is at most 8L - 8, which has 256 bits; on a point of order L it acts as -8.
        Scalar25519 minusOne = Scalar25519.Negate(Scalar25519.ReduceWide([1]));
        Scalar25519 minusEight = Scalar25519.MultiplyAdd(minusOne, Scalar25519.ReduceWide([8]), default);
        using var key = new ResidueScalar25519(minusEight);
        byte[] cleared = new byte[32];
        minusEight.WriteCleared(cleared);
        Assert.Equal(0x80, cleared[31] & 0x80);
        using var eight = ResidueScalar25519.FromOctets([8, .. new byte[31]]);
        byte[] peer = [9, .. new byte[31]];
        Assert.Equal(X25519.Agree(eight, peer).Reveal().ToArray(), X25519.Agree(key, peer).Reveal().ToArray());
        Assert.Equal(X25519.PublicKey(eight), X25519.Agree(key, peer).Reveal().ToArray());
    }

    private static CryptoError Code(Action action) => Assert.Throws<CryptoException>(action).Code;
}
