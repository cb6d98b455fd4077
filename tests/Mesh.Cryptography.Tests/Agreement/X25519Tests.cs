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
        Assert.Equal(CryptoError.InvalidLength, Code(() => X25519.Agree(key, new byte[33])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => key.WriteTo(new byte[31])));
        Assert.Equal("ClampedScalar25519", key.ToString());
    }

    private static CryptoError Code(Action action) => Assert.Throws<CryptoException>(action).Code;
}
