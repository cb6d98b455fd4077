using System.Text.Json;

namespace Mesh.Cryptography.Tests.Agreement;

public class Edwards25519AgreementTests
{
    [Fact]
    public void Agrees_as_the_published_group_decryption_does_unsplit()
    {
        JsonElement c = Vectors.Case("threshold.json", "agree-direct-Ed25519-group-crypto06");
        using var seed = Ed25519Seed.FromOctets(c.GetProperty("base").Hex("seed"));
        using SecretBytes agreement = Edwards25519Agreement.Agree(seed, c.GetProperty("ephemeral").Hex("public"));
        Assert.Equal(c.GetProperty("expected").Hex("ikm"), agreement.Reveal().ToArray());
    }

    [Fact]
    public void Both_sides_agree_and_a_part_of_small_order_changes_nothing()
    {
        var random = new SeededRandom("edwards agreement");
        JsonElement torsion = Vectors.Case("threshold.json", "enc-Ed25519-low-orders").GetProperty("points");
        using var alice = Ed25519Seed.Random(random);
        using var bob = Ed25519Seed.Random(random);
        byte[] expected = Edwards25519Agreement.Agree(alice, Ed25519.PublicKey(bob)).Reveal().ToArray();
        Assert.Equal(expected, Edwards25519Agreement.Agree(bob, Ed25519.PublicKey(alice)).Reveal().ToArray());
        Assert.True(Edwards25519.TryDecode(Ed25519.PublicKey(bob), out ExtendedPoint25519 point));
        byte[] mixed = new byte[32];
        foreach (JsonElement octets in torsion.EnumerateArray())
        {
            Assert.True(Edwards25519.TryDecode(octets.Hex(), out ExtendedPoint25519 small));
            ExtendedPoint25519.Add(out small, small, point);
            Edwards25519.Encode(small, mixed);
            Assert.Equal(expected, Edwards25519Agreement.Agree(alice, mixed).Reveal().ToArray());
            var e = Assert.Throws<CryptoException>(() => Edwards25519Agreement.Agree(alice, octets.Hex()));
            Assert.Equal(CryptoError.SmallOrder, e.Code);
        }
    }

    [Fact]
    public void Refuses_octets_that_encode_no_point()
    {
        using var seed = Ed25519Seed.FromOctets(new byte[32]);
        Assert.Equal(CryptoError.InvalidLength, Code(() => Edwards25519Agreement.Agree(seed, new byte[33])));
        Assert.Equal(CryptoError.InvalidPoint, Code(() => Edwards25519Agreement.Agree(seed, [2, .. new byte[31]])));
    }

    private static CryptoError Code(Action action) => Assert.Throws<CryptoException>(action).Code;
}
