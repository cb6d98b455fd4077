using System.Text.Json;

namespace Mesh.Cryptography.Tests.Agreement;

public class X448Tests
{
    private const string Rfc7748 = "rfc7748.json";

    public static TheoryData<string> Multiplications => Vectors.Ids(Rfc7748, c => c.Text("alg") == "X448" && c.Text("kind") == "scalarmult");

    public static TheoryData<string> Iterations => Vectors.Ids(
        Rfc7748, c => c.Text("alg") == "X448" && c.Text("kind") == "iterated" && c.GetProperty("iterations").GetInt32() <= 1000);

    public static TheoryData<string> Exchanges => Vectors.Ids(
        Rfc7748, c => c.Text("alg") == "X448" && c.Text("kind") is not ("scalarmult" or "iterated"));

    public static TheoryData<string> ChannelAgreements => Vectors.Ids("channel.json", c => c.Text("id").StartsWith("dh-", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Multiplications))]
    public void Multiplies_as_RFC_7748_prints(string id)
    {
        JsonElement c = Vectors.Case(Rfc7748, id);
        using var key = ClampedScalar448.FromOctets(c.Hex("scalar"));
        using SecretBytes agreement = X448.Agree(key, c.Hex("u"));
        Assert.Equal(c.Hex("out"), agreement.Reveal().ToArray());
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
            using var key = ClampedScalar448.FromOctets(k);
            using SecretBytes agreement = X448.Agree(key, u);
            u = k;
            k = agreement.Reveal().ToArray();
        }

        Assert.Equal(c.Hex("out"), k);
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public void Exchanges_keys_as_RFC_7748_prints(string id)
    {
        JsonElement c = Vectors.Case(Rfc7748, id);
        using var alice = ClampedScalar448.FromOctets(c.Hex("alicePrivate"));
        using var bob = ClampedScalar448.FromOctets(c.Hex("bobPrivate"));
        byte[] alicePublic = X448.PublicKey(alice);
        byte[] bobPublic = X448.PublicKey(bob);
        Assert.Equal(c.Hex("alicePublic"), alicePublic[..56]);
        Assert.Equal(c.Hex("bobPublic"), bobPublic[..56]);
        Assert.Equal(c.Hex("shared"), X448.Agree(alice, bobPublic).Reveal().ToArray());
        Assert.Equal(c.Hex("shared"), X448.Agree(bob, alicePublic).Reveal().ToArray());
    }

    [Theory]
    [MemberData(nameof(ChannelAgreements))]
    public void Agrees_cleared_as_the_channel_vectors_have_it(string id)
    {
        JsonElement c = Vectors.Case("channel.json", id);
        JsonElement inputs = c.GetProperty("inputs");
        JsonElement expected = c.GetProperty("expected");
        byte[] octets = inputs.Hex("private");
        using AgreementScalar448 key = inputs.Text("kind") == "clamped" ? ClampedScalar448.FromOctets(octets) : ResidueScalar448.FromOctets(octets);
        byte[] peer = inputs.Hex("u");
        if (expected.Has("error"))
        {
            var error = Assert.Throws<CryptoException>(() => X448.AgreeCleared(key, peer));
            Assert.Equal(CryptoError.ZeroAgreement, error.Code);
            return;
        }

        Assert.Equal(expected.Hex("dh"), X448.AgreeCleared(key, peer).Reveal().ToArray());
        if (key is ClampedScalar448 clamped)
        {
            Assert.Equal(expected.Hex("x448"), X448.Agree(clamped, peer).Reveal().ToArray());
        }
    }

    [ThirdPartyFact("wycheproof/x448_test.json")]
    public void Agrees_with_every_Wycheproof_case()
    {
        int cases = 0;
        foreach (JsonElement test in Vectors.Wycheproof("x448_test.json").SelectMany(g => g.GetProperty("tests").EnumerateArray()))
        {
            cases++;
            string name = $"tcId {test.GetProperty("tcId")}";
            byte[] peer = test.Hex("public");
            byte[] shared = test.Hex("shared");
            using var key = ClampedScalar448.FromOctets(test.Hex("private"));
            if (test.Text("result") == "invalid")
            {
                var e = Assert.Throws<CryptoException>(() => X448.Agree(key, peer));
                Assert.True(e.Code is CryptoError.InvalidLength or CryptoError.InvalidPoint, name);
            }
            else if (shared.All(o => o == 0))
            {
                var e = Assert.Throws<CryptoException>(() => X448.Agree(key, peer));
                Assert.Equal(CryptoError.ZeroAgreement, e.Code);
            }
            else
            {
                Assert.True(X448.Agree(key, peer).Reveal().SequenceEqual(shared), name);
                Assert.True(X448.AgreeCleared(key, peer).Reveal().SequenceEqual(shared), name);
            }
        }

        Assert.Equal(510, cases);
    }

    [Fact]
    public void Refuses_a_peer_of_another_length_or_with_another_sign_octet()
    {
        using var key = ClampedScalar448.FromOctets(new byte[56]);
        Assert.Equal(CryptoError.InvalidLength, Assert.Throws<CryptoException>(() => X448.Agree(key, new byte[55])).Code);
        Assert.Equal(CryptoError.InvalidLength, Assert.Throws<CryptoException>(() => X448.Agree(key, new byte[58])).Code);
        byte[] peer = X448.PublicKey(key);
        peer[56] = 0x40;
        Assert.Equal(CryptoError.InvalidPoint, Assert.Throws<CryptoException>(() => X448.Agree(key, peer)).Code);
    }

    [Fact]
    public void Ignores_the_sign_of_the_peer()
    {
        var random = new SeededRandom(nameof(Ignores_the_sign_of_the_peer));
        using var key = ClampedScalar448.Random(random);
        using var other = ClampedScalar448.Random(random);
        byte[] peer = X448.PublicKey(other);
        byte[] opposite = [.. peer[..56], (byte)(peer[56] ^ 0x80)];
        Assert.Equal(X448.Agree(key, peer).Reveal().ToArray(), X448.Agree(key, opposite).Reveal().ToArray());
        Assert.Equal(X448.Agree(key, peer).Reveal().ToArray(), X448.Agree(key, peer.AsSpan(0, 56)).Reveal().ToArray());
    }

    [Fact]
    public void Clamped_keys_and_their_residues_have_one_public_key_and_agree_alike()
    {
        var random = new SeededRandom(nameof(Clamped_keys_and_their_residues_have_one_public_key_and_agree_alike));
        for (int i = 0; i < 20; i++)
        {
            using var key = ClampedScalar448.Random(random);
            using ResidueScalar448 residue = key.ToResidue();
            using var other = ResidueScalar448.Random(random);
            byte[] peer = X448.PublicKey(other);
            Assert.Equal(X448.PublicKey(key), X448.PublicKey(residue));
            Assert.Equal(X448.Agree(key, peer).Reveal().ToArray(), X448.Agree(residue, peer).Reveal().ToArray());
            Assert.Equal(X448.Agree(other, X448.PublicKey(key)).Reveal().ToArray(), X448.Agree(key, peer).Reveal().ToArray());
        }
    }
}
