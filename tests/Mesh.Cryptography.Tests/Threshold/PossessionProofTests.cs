using System.Text.Json;
using Mesh.Cryptography.Tests.Groups;

namespace Mesh.Cryptography.Tests.Threshold;

/// <summary>Proofs of possession (Mesh threshold, section 3.3).</summary>
public class PossessionProofTests
{
    private static readonly byte[] Context = [1, 2, 3];

    public static TheoryData<string> Algorithms => Algorithm.All;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Who_has_the_key_proves_it_for_one_key_and_context(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        GroupElement publicKey = group.BaseMultiple(key);
        byte[] proof = PossessionProof.Make(group, key, Context, new SeededRandom("proof"));
        Assert.Equal(PossessionProof.Size(group), proof.Length);
        Assert.True(PossessionProof.Verify(publicKey, Context, proof));
        Assert.False(PossessionProof.Verify(publicKey, [1, 2], proof));
        Assert.False(PossessionProof.Verify(publicKey.Negate(), Context, proof));
        Assert.False(PossessionProof.Verify(publicKey.Add(publicKey), Context, proof));
        Assert.False(PossessionProof.Verify(publicKey, Context, proof.AsSpan(1)));
        Assert.False(PossessionProof.Verify(publicKey, Context, new byte[proof.Length]));
        for (int part = 0; part < 2; part++)
        {
            Assert.False(PossessionProof.Verify(publicKey, Context, Algorithm.Unreduced(group, proof, part)));
        }

        for (int i = 0; i < proof.Length; i++)
        {
            proof[i] ^= 1;
            Assert.False(PossessionProof.Verify(publicKey, Context, proof));
            proof[i] ^= 1;
        }

        Assert.NotEqual(proof, PossessionProof.Make(group, key, Context, new SeededRandom("other")));
        Assert.Throws<CryptoException>(() => PossessionProof.Make(group, key, new byte[65_536], new SeededRandom("proof")));
        Assert.Throws<CryptoException>(() => PossessionProof.Verify(publicKey, new byte[65_536], proof));
    }

    [Theory]
    [InlineData("Ed25519")]
    [InlineData("Ed448")]
    public void A_contribution_that_was_chosen_to_steer_the_sum_cannot_be_proven(string algorithm)
    {
        // The attacker knows the scalar of the sum, but not that of its own contribution.
        JsonElement c = Vectors.Case("threshold.json", "attack-rogue-key-" + algorithm);
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar known = Algorithm.Reduced(algorithm, c.Hex("attackerScalar"));
        GroupElement rogue = group.DecodePrimeOrder(c.Hex("rogueContribution"));
        Assert.Equal(c.Hex("aggregate"), group.DecodePrimeOrder(c.Hex("victimPublic")).Add(rogue).Encode());
        Assert.Equal(c.Hex("aggregate"), group.BaseMultiple(known).Encode());
        byte[] proof = PossessionProof.Make(group, known, Context, new SeededRandom("proof"));
        Assert.False(PossessionProof.Verify(rogue, Context, proof));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_key_with_a_part_of_small_order_is_never_proven(string algorithm)
    {
        // X + T of a prover who waits for a challenge that is a multiple of the cofactor, under which T vanishes.
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        GroupElement spoiled = group.BaseMultiple(key).Add(MixedOrder.Torsion(group));
        key.CopyResidue(out GroupScalar secret);
        for (int i = 0; i < 64; i++)
        {
            group.Random(new SeededRandom($"{i}"), out GroupScalar nonce);
            group.MultiplyBase(out GroupPoint commitment, nonce);
            ProofHash.Challenge(group, "MeshThreshold-PoP-v1"u8, [spoiled.Point, commitment], Context, out GroupScalar challenge);
            group.MultiplyAdd(out GroupScalar response, challenge, secret, nonce);
            byte[] proof = new byte[PossessionProof.Size(group)];
            group.Write(challenge, proof.AsSpan(0, group.ScalarSize));
            group.Write(response, proof.AsSpan(group.ScalarSize));
            Assert.False(PossessionProof.Verify(spoiled, Context, proof));
        }
    }
}
