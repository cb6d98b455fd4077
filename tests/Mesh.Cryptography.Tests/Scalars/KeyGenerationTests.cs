using System.Text.Json;

namespace Mesh.Cryptography.Tests.Scalars;

/// <summary>Threshold key generation (Mesh threshold, section 3): sums of contributions of either curve 448 family.</summary>
public class KeyGenerationTests
{
    private const string Threshold = "threshold.json";

    public static TheoryData<string> X448Cases => Cases("X448");

    public static TheoryData<string> Ed448Cases => Cases("Ed448");

    [Theory]
    [MemberData(nameof(X448Cases))]
    public void X448_contributions_add_up_as_published(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        JsonElement expected = c.GetProperty("expected");
        ResidueScalar448? sum = null;
        Curve448Point? point = null;
        CryptoError? refusedScalar = null, refusedPoint = null;
        foreach (JsonElement part in c.GetProperty("contributions").EnumerateArray())
        {
            ResidueScalar448 residue;
            byte[] publicKey;
            if (part.Has("seed"))
            {
                using var clamped = ClampedScalar448.FromOctets(part.Hex("seed"));
                byte[] stored = new byte[56];
                clamped.WriteTo(stored);
                Assert.Equal(part.Hex("scalar"), stored);
                residue = clamped.ToResidue();
                publicKey = X448.PublicKey(clamped);
                Assert.Equal(part.Hex("publicSigned"), publicKey);
            }
            else
            {
                residue = ResidueScalar448.FromOctets(part.Hex("scalar"));
                publicKey = X448.PublicKey(residue);
                Assert.Equal(part.Hex("point"), publicKey);
            }

            Curve448Point contribution = Curve448Point.Decode(publicKey);
            refusedScalar = Refusal(() => sum = sum is null ? residue : sum.Add(residue));
            refusedPoint = Refusal(() => point = point is null ? contribution : point.Add(contribution));
        }

        if (expected.Has("error"))
        {
            Assert.Equal((CryptoError.InvalidScalar, CryptoError.NeutralPoint), (refusedScalar, refusedPoint));
            return;
        }

        byte[] scalar = new byte[56];
        sum!.WriteTo(scalar);
        Assert.Equal(expected.Hex("scalar"), scalar);
        byte[] signed = expected.Hex(expected.Has("publicSigned") ? "publicSigned" : "point");
        Assert.Equal(signed, point!.Encode());
        Assert.Equal(signed, X448.PublicKey(sum));
        if (expected.Has("publicUnsigned"))
        {
            Assert.Equal(expected.Hex("publicUnsigned"), point.U);
        }
    }

    [Theory]
    [MemberData(nameof(Ed448Cases))]
    public void Ed448_contributions_add_up_as_published(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        JsonElement expected = c.GetProperty("expected");
        ResidueScalar448? sum = null;
        Edwards448Point? point = null;
        CryptoError? refused = null;
        foreach (JsonElement part in c.GetProperty("contributions").EnumerateArray())
        {
            ResidueScalar448 residue;
            byte[] publicKey;
            if (part.Has("seed"))
            {
                using var seed = Ed448Seed.FromOctets(part.Hex("seed"));
                residue = seed.ToResidue();
                publicKey = Ed448.PublicKey(seed);
                Assert.Equal(part.Hex("public"), publicKey);

                // The published scalar is the clamped one, before reduction.
                Span<byte> clamped = part.Hex("scalar");
                byte[] reduced = new byte[56];
                Scalar448.ReduceWide(clamped).Write(reduced);
                byte[] ours = new byte[56];
                residue.WriteTo(ours);
                Assert.Equal(reduced, ours);
            }
            else
            {
                residue = ResidueScalar448.FromOctets(part.Hex("scalar"));
                publicKey = Ed448.PublicKey(residue);
                Assert.Equal(part.Hex("point"), publicKey);
            }

            Edwards448Point contribution = Edwards448Point.Decode(publicKey);
            refused = Refusal(() => sum = sum is null ? residue : sum.Add(residue));
            point = point is null ? contribution : point.Add(contribution);
        }

        if (expected.Has("error"))
        {
            Assert.Equal(CryptoError.InvalidScalar, refused);
            Assert.True(point!.IsNeutral);
            return;
        }

        byte[] scalar = new byte[56];
        sum!.WriteTo(scalar);
        Assert.Equal(expected.Hex("scalar")[..56], scalar);
        byte[] encoded = expected.Hex(expected.Has("public") ? "public" : "point");
        Assert.Equal(encoded, point!.Encode());
        Assert.Equal(encoded, Ed448.PublicKey(sum));
        byte[] signature = Ed448.Sign(sum, "composite"u8);
        Assert.True(Ed448.Verify(encoded, "composite"u8, signature));
    }

    [Fact]
    public void A_composite_read_as_a_clamped_key_is_another_key()
    {
        JsonElement c = Vectors.Case(Threshold, "keygen-X448-never-clamp");
        using var residue = ResidueScalar448.FromOctets(c.Hex("scalar"));
        Assert.Equal(c.Hex("publicCorrect"), X448.PublicKey(residue));
        using var clamped = ClampedScalar448.FromOctets(c.Hex("scalar"));
        Assert.Equal(c.Hex("publicIfClampedWrong"), X448.PublicKey(clamped));
        byte[] octets = new byte[56];
        clamped.WriteTo(octets);
        Assert.Equal(c.Hex("clampedScalar"), octets);
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

    [Fact]
    public void Blinding_that_sums_to_zero_leaves_the_sum_unchanged()
    {
        JsonElement c = Vectors.Case(Threshold, "blind-zero-sum-Ed448");
        ResidueScalar448[] shares = [.. c.GetProperty("shares").EnumerateArray().Select(e => ResidueScalar448.FromOctets(e.Hex()))];
        using var blind = ResidueScalar448.FromOctets(c.Hex("blind"));
        using ResidueScalar448 first = shares[0].Add(blind);
        using ResidueScalar448 second = shares[1].Subtract(blind);
        byte[][] blinded = [.. c.GetProperty("blindedShares").EnumerateArray().Select(e => e.Hex()[..56])];
        Assert.Equal(blinded[0], Octets(first));
        Assert.Equal(blinded[1], Octets(second));
        Assert.Equal(Octets(shares[0].Add(shares[1])), Octets(first.Add(second)));

        // The published sum is that of the contributions to an agreement at the published point.
        Edwards448Point point = Edwards448Point.Decode(c.Hex("point"));
        Assert.Equal(c.GetProperty("expected").Hex("sum"), Multiple(first, point).Add(Multiple(second, point)).Encode());
    }

    private static TheoryData<string> Cases(string algorithm) =>
        Vectors.Ids(Threshold, c => c.Text("group") == "keygen-direct" && c.Text("alg") == algorithm);

    private static Edwards448Point Multiple(ResidueScalar448 scalar, Edwards448Point point)
    {
        ExtendedPoint448<Edwards448Form>.Multiply(out ExtendedPoint448<Edwards448Form> r, scalar.Residue, point.Extended);
        return new Edwards448Point(r);
    }

    private static byte[] Octets(ResidueScalar448 scalar)
    {
        byte[] octets = new byte[56];
        scalar.WriteTo(octets);
        return octets;
    }

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
