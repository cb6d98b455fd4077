using System.Text.Json;

namespace Mesh.Cryptography.Tests.Groups;

/// <summary>Threshold key generation (Mesh threshold, section 3): sums of contributions in all four groups.</summary>
public class KeyGenerationTests
{
    private const string Threshold = "threshold.json";

    public static TheoryData<string> Cases => Vectors.Ids(Threshold, c => c.Text("group") == "keygen-direct");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Contributions_add_up_as_published(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        JsonElement expected = c.GetProperty("expected");
        string algorithm = c.Text("alg");
        PrimeGroup group = Algorithm.Group(algorithm);
        PrivateScalar? sum = null;
        GroupElement? point = null;
        CryptoError? refusedScalar = null, refusedPoint = null;
        foreach (JsonElement part in c.GetProperty("contributions").EnumerateArray())
        {
            PrivateScalar residue = Algorithm.Reduced(algorithm, part.Hex("scalar"));
            if (part.Has("seed"))
            {
                Assert.Equal(Algorithm.Octets(residue), Algorithm.Octets(Algorithm.Key(algorithm, part.Hex("seed"))));
            }

            byte[] publicKey = part.Hex(PublicName(part));
            Assert.Equal(publicKey, group.BaseMultiple(residue).Encode());
            GroupElement contribution = group.DecodePrimeOrder(publicKey);
            refusedScalar = Refusal(() => sum = sum is null ? residue : Algorithm.Sum(sum, residue));
            refusedPoint = Refusal(() => point = point is null ? contribution : point.Add(contribution));
        }

        if (expected.Has("error"))
        {
            Assert.Equal(CryptoError.InvalidScalar, refusedScalar);
            Assert.True(refusedPoint == CryptoError.NeutralPoint || point!.IsNeutral);
            return;
        }

        Assert.Equal(Algorithm.Unpadded(expected.Hex("scalar")), Algorithm.Octets(sum!));
        byte[] encoded = expected.Hex(PublicName(expected));
        Assert.Equal(encoded, point!.Encode());
        Assert.Equal(encoded, group.BaseMultiple(sum!).Encode());
        if (expected.Has("publicUnsigned"))
        {
            Assert.Equal(expected.Hex("publicUnsigned"), point.EncodeForAgreement());
        }
    }

    [Fact]
    public void A_composite_read_as_a_clamped_key_is_another_key()
    {
        JsonElement c = Vectors.Case(Threshold, "keygen-X448-never-clamp");
        using var residue = ResidueScalar448.FromOctets(c.Hex("scalar"));
        Assert.Equal(c.Hex("publicCorrect"), X448.PublicKey(residue));
        using var clamped = ClampedScalar448.FromOctets(c.Hex("scalar"));
        Assert.Equal(c.Hex("publicIfClampedWrong"), X448.PublicKey(clamped));
        Assert.Equal(c.Hex("clampedScalar"), Algorithm.Octets(clamped));

        c = Vectors.Case(Threshold, "keygen-X25519-never-clamp");
        using var residue25519 = ResidueScalar25519.FromOctets(c.Hex("scalar"));
        Assert.Equal(c.Hex("publicCorrect"), PrimeGroup.Curve25519.BaseMultiple(residue25519).Encode());
        using var clamped25519 = ClampedScalar25519.FromOctets(c.Hex("scalar"));
        Assert.Equal(c.Hex("publicIfClampedWrong"), PrimeGroup.Curve25519.BaseMultiple(clamped25519).Encode());
        Assert.Equal(c.Hex("clampedScalar"), Algorithm.Octets(clamped25519));
    }

    [Fact]
    public void A_residue_is_brought_to_a_multiple_of_the_cofactor_for_the_ladder()
    {
        JsonElement c = Vectors.Case(Threshold, "scalar-X448-recofactored");
        using var residue = ResidueScalar448.FromOctets(c.Hex("scalar"));
        byte[] cleared = new byte[56];
        residue.Residue.WriteCleared(cleared);
        Assert.Equal(c.Hex("recofactored"), cleared);
        byte[] ikm = c.GetProperty("expected").Hex("ikm");
        Assert.Equal(ikm, X448.Agree(residue, c.Hex("ephemeralUnsigned")).Reveal().ToArray());
        Assert.Equal(ikm, X448.Agree(residue, c.Hex("ephemeralPlusTorsionUnsigned")).Reveal().ToArray());
    }

    [Theory]
    [InlineData("Ed25519")]
    [InlineData("Ed448")]
    public void Blinding_that_sums_to_zero_leaves_the_sum_unchanged(string algorithm)
    {
        JsonElement c = Vectors.Case(Threshold, "blind-zero-sum-" + algorithm);
        PrivateScalar[] shares = [.. c.GetProperty("shares").EnumerateArray().Select(e => Algorithm.Reduced(algorithm, e.Hex()))];
        PrivateScalar[] blinded = [.. c.GetProperty("blindedShares").EnumerateArray().Select(e => Algorithm.Reduced(algorithm, e.Hex()))];
        using PrivateScalar blind = Algorithm.Reduced(algorithm, c.Hex("blind"));
        Assert.Equal(Algorithm.Octets(blinded[0]), Algorithm.Octets(Algorithm.Sum(shares[0], blind)));
        Assert.Equal(Algorithm.Octets(shares[1]), Algorithm.Octets(Algorithm.Sum(blinded[1], blind)));
        Assert.Equal(Algorithm.Octets(Algorithm.Sum(shares[0], shares[1])), Algorithm.Octets(Algorithm.Sum(blinded[0], blinded[1])));

        // The published sum is that of the contributions to an agreement at the published point.
        GroupElement point = Algorithm.Group(algorithm).Decode(c.Hex("point"));
        Assert.Equal(
            c.GetProperty("expected").Hex("sum"),
            Algorithm.Multiple(point, blinded[0]).Add(Algorithm.Multiple(point, blinded[1])).Encode());
    }

    private static string PublicName(JsonElement part) =>
        part.Has("publicSigned") ? "publicSigned" : part.Has("public") ? "public" : "point";

    private static CryptoError? Refusal(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (CryptoException e)
        {
            return e.Code;
        }
    }
}
