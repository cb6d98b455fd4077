using System.Text.Json;
using Mesh.Cryptography.Tests.Groups;

namespace Mesh.Cryptography.Tests.Threshold;

/// <summary>Agreement with shared keys (Mesh threshold, section 4).</summary>
public class ThresholdAgreementTests
{
    private const string File = "threshold.json";

    private static readonly byte[] Context = [1, 2, 3];

    public static TheoryData<string> Algorithms => Algorithm.All;

    public static TheoryData<string> Direct => Vectors.Ids(File, c => c.Text("group") == "agree-direct" && c.Has("shares")
        && !c.Text("id").EndsWith("mixed-lift-wrong", StringComparison.Ordinal));

    public static TheoryData<string> Drafts => new("agree-direct-X25519-draft", "agree-direct-X448-draft");

    public static TheoryData<string> Shamir => Vectors.Ids(File, c => c.Text("group") == "agree-shamir");

    [Theory]
    [MemberData(nameof(Direct))]
    public void Direct_contributions_are_those_published_and_add_up_to_the_ordinary_agreement(string id)
    {
        JsonElement c = Vectors.Case(File, id);
        string algorithm = c.Text("alg");
        IReadOnlyList<DirectShare> shares = Shares(
            algorithm,
            c.GetProperty("base").Hex("scalar"),
            [.. c.GetProperty("shares").EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String ? e.Hex() : e.Hex("scalar"))]);
        JsonElement ephemeral = c.GetProperty("ephemeral");
        byte[] octets = ephemeral.Hex(ephemeral.Has("publicSigned") ? "publicSigned" : ephemeral.Has("public") ? "public" : "publicUnsigned");
        GroupElement peer = ThresholdAgreement.ReadEphemeral(Algorithm.Group(algorithm), octets);
        if (ephemeral.Has("liftUsed"))
        {
            Assert.Equal(ephemeral.Hex("liftUsed"), peer.Encode());
        }

        JsonElement expected = c.GetProperty("expected");
        byte[][] published = [.. expected.GetProperty("contributions").EnumerateArray().Select(e => e.Hex())];
        AgreementContribution[] contributions = [.. shares.Select(s => ThresholdAgreement.Contribute(s, peer))];
        Assert.Equal(published, contributions.Select(Octets));
        Assert.Equal(expected.Hex("ikm"), Combined(contributions));
        if (algorithm == "X448")
        {
            using PrivateScalar unsplit = Algorithm.Reduced(algorithm, c.GetProperty("base").Hex("scalar"));
            Assert.Equal(expected.Hex("ikm"), X448.Agree((ResidueScalar448)unsplit, octets).Reveal().ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Drafts))]
    public void The_corrected_examples_of_the_draft_are_met(string id)
    {
        JsonElement c = Vectors.Case(File, id);
        JsonElement expected = c.GetProperty("expected");
        string algorithm = c.Text("alg");
        IReadOnlyList<DirectShare> shares = Shares(
            algorithm, c.GetProperty("base").Hex("scalar"), [c.GetProperty("share1").Hex("scalar"), expected.Hex("share2")]);
        Assert.Equal(c.GetProperty("base").Hex("publicSigned"), shares[0].PublicKey.Encode());
        GroupElement peer = ThresholdAgreement.ReadEphemeral(Algorithm.Group(algorithm), c.GetProperty("ephemeral").Hex("publicSigned"));
        AgreementContribution[] contributions = [.. shares.Select(s => ThresholdAgreement.Contribute(s, peer))];
        Assert.Equal(expected.Hex("contribution1"), Octets(contributions[0]));
        Assert.Equal(expected.Hex("contribution2"), Octets(contributions[1]));
        Assert.Equal(expected.Hex("ikm"), Combined(contributions));
    }

    [Theory]
    [MemberData(nameof(Shamir))]
    public void Every_published_quorum_agrees_as_the_unsplit_key_does(string id)
    {
        JsonElement c = Vectors.Case(File, id);
        PrimeGroup group = Algorithm.Group(c.Text("alg"));
        var commitments = ShareCommitments.Decode(
            group, [.. c.GetProperty("feldman").GetProperty("coefficientCommitments").EnumerateArray().SelectMany(e => e.Hex())]);
        GroupElement peer = ThresholdAgreement.ReadEphemeral(group, c.GetProperty("ephemeral").Hex("public"));
        var contributions = new Dictionary<int, AgreementContribution>();
        foreach (JsonElement s in c.GetProperty("shares").EnumerateArray())
        {
            using var share = new KeyShare(commitments, s.GetProperty("x").GetInt32(), Algorithm.Unpadded(s.Hex("y")));
            AgreementContribution contribution = ThresholdAgreement.Contribute(share, peer);
            Assert.Equal(s.Hex("rawContribution"), Octets(contribution));
            contributions[share.Identifier] = contribution;
        }

        byte[] ikm = c.GetProperty("expected").Hex("ikm");
        foreach (JsonElement subset in c.GetProperty("subsets").EnumerateArray())
        {
            AgreementContribution[] chosen = [.. subset.GetProperty("holders").EnumerateArray().Select(h => contributions[h.GetInt32()])];
            Assert.Equal(ikm, Revealed(ThresholdAgreement.Combine(commitments, chosen)));
        }

        // All of them together, and too few.
        Assert.Equal(ikm, Revealed(ThresholdAgreement.Combine(commitments, [.. contributions.Values])));
        Assert.Equal(
            CryptoError.InvalidShares,
            Code(() => ThresholdAgreement.Combine(commitments, [.. contributions.Values.Take(commitments.Threshold - 1)])));
    }

    [Theory]
    [InlineData("X25519")]
    [InlineData("X448")]
    public void Contributions_for_different_lifts_of_one_u_are_not_mixed(string algorithm)
    {
        JsonElement c = Vectors.Case(File, $"agree-direct-{algorithm}-mixed-lift-wrong");
        IReadOnlyList<DirectShare> shares = Shares(
            algorithm, c.GetProperty("base").Hex("scalar"), [.. c.GetProperty("shares").EnumerateArray().Select(e => e.Hex())]);
        GroupElement even = ThresholdAgreement.ReadEphemeral(Algorithm.Group(algorithm), c.GetProperty("ephemeral").Hex("publicUnsigned"));
        AgreementContribution first = ThresholdAgreement.Contribute(shares[0], even);
        AgreementContribution second = ThresholdAgreement.Contribute(shares[1], even.Negate());
        Assert.Equal(CryptoError.InvalidShares, Code(() => ThresholdAgreement.Combine(2, [first, second])));

        // What the refusal prevents: a value that no one else has.
        JsonElement expected = c.GetProperty("expected");
        var mislabelled = new AgreementContribution(even, 2, Octets(second));
        Assert.Equal(expected.Hex("wrongU"), Combined([first, mislabelled]));
        Assert.Equal(expected.Hex("correctU"), Combined([first, ThresholdAgreement.Contribute(shares[1], even)]));
        Assert.Equal(
            expected.Hex("correctU"),
            Combined([.. shares.Select(s => ThresholdAgreement.Contribute(s, even.Negate()))]));
    }

    [Theory]
    [InlineData("X25519")]
    [InlineData("X448")]
    public void The_sum_is_what_RFC_7748_gives_for_any_u_that_can_be_lifted(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        var random = new SeededRandom(algorithm);
        using PrivateScalar key = algorithm == "X448" ? ClampedScalar448.Random(random) : ClampedScalar25519.Random(random);
        IReadOnlyList<DirectShare> direct = DirectShare.Split(group, key, 3, random);
        IReadOnlyList<KeyShare> shared = KeySharing.Split(group, key, 2, 3, random);
        int lifted = 0;
        for (int i = 0; i < 40; i++)
        {
            byte[] u = random.Bytes(group.AgreementSize);
            GroupElement peer;
            try
            {
                peer = ThresholdAgreement.ReadEphemeral(group, u);
            }
            catch (CryptoException e) when (e.Code == CryptoError.InvalidPoint)
            {
                continue;
            }

            // Three points of four, or seven of eight, have a part of small order.
            lifted++;
            byte[] expected = Revealed(algorithm == "X448" ? X448.Agree((ClampedScalar448)key, u) : X25519.Agree((ClampedScalar25519)key, u));
            Assert.Equal(expected, Combined([.. direct.Select(s => ThresholdAgreement.Contribute(s, peer))]));
            Assert.Equal(
                expected,
                Revealed(ThresholdAgreement.Combine(shared[0].Commitments, [.. shared.Skip(1).Select(s => ThresholdAgreement.Contribute(s, peer))])));
        }

        Assert.True(lifted > 5);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_contribution_tells_nothing_of_the_share_modulo_the_cofactor(string algorithm)
    {
        // On E + T for every T of small order the contribution is that on E.
        PrimeGroup group = Algorithm.Group(algorithm);
        GroupElement mixed = group.Decode(MixedOrder.Of(group));
        GroupElement clean = MixedOrder.PrimePart(mixed);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        foreach (DirectShare share in DirectShare.Split(group, key, 2, new SeededRandom("split")))
        {
            Assert.Equal(
                Octets(ThresholdAgreement.Contribute(share, clean)), Octets(ThresholdAgreement.Contribute(share, mixed)));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Ephemerals_and_contributions_of_small_or_mixed_order_are_refused(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        DirectShare share = DirectShare.Split(group, key, 2, new SeededRandom("split"))[0];
        GroupElement peer = group.BaseMultiple(Algorithm.Random(algorithm, "peer"));
        Assert.Equal(CryptoError.SmallOrder, Code(() => new AgreementContribution(peer, 1, MixedOrder.Of(group))));
        if (algorithm[0] == 'E')
        {
            GroupElement neutral = peer.Add(peer.Negate());
            Assert.Equal(CryptoError.SmallOrder, Code(() => new AgreementContribution(peer, 1, neutral.Encode())));
            foreach (JsonElement octets in Vectors.Case(File, $"enc-{algorithm}-low-orders").GetProperty("points").EnumerateArray())
            {
                Assert.Equal(CryptoError.SmallOrder, Code(() => ThresholdAgreement.ReadEphemeral(group, octets.Hex())));
                Assert.Equal(CryptoError.SmallOrder, Code(() => ThresholdAgreement.Contribute(share, group.Decode(octets.Hex()))));
            }
        }
        else
        {
            byte[] small = Vectors.Case(File, $"agree-direct-{algorithm}-low-order").GetProperty("ephemeral").Hex("publicSigned");
            Assert.Equal(CryptoError.SmallOrder, Code(() => ThresholdAgreement.ReadEphemeral(group, small)));
            Assert.Equal(CryptoError.SmallOrder, Code(() => ThresholdAgreement.ReadEphemeral(group, small.AsSpan(0, group.AgreementSize))));
            byte[] twist = Vectors.Case(File, $"enc-{algorithm}-twist").Hex("signed");
            Assert.Equal(CryptoError.InvalidPoint, Code(() => ThresholdAgreement.ReadEphemeral(group, twist)));
            Assert.Equal(CryptoError.InvalidPoint, Code(() => ThresholdAgreement.ReadEphemeral(group, twist.AsSpan(0, group.AgreementSize))));
            Assert.Equal(CryptoError.InvalidPoint, Code(() => new AgreementContribution(peer, 1, twist)));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_neutral_sum_is_no_agreement(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        GroupElement peer = group.BaseMultiple(Algorithm.Random(algorithm, "peer"));
        GroupElement value = group.BaseMultiple(Algorithm.Random(algorithm, "value"));
        AgreementContribution[] cancelling =
            [new AgreementContribution(peer, 1, value.Encode()), new AgreementContribution(peer, 2, value.Negate().Encode())];
        Assert.Equal(CryptoError.ZeroAgreement, Code(() => ThresholdAgreement.Combine(2, cancelling)));

        // lambda_1 = 2 and lambda_2 = -1 for holders 1 and 2.
        ShareCommitments commitments = KeySharing.Split(group, Algorithm.Random(algorithm, "key"), 2, 2, new SeededRandom("s"))[0].Commitments;
        cancelling[1] = new AgreementContribution(peer, 2, value.Add(value).Encode());
        Assert.Equal(CryptoError.ZeroAgreement, Code(() => ThresholdAgreement.Combine(commitments, cancelling)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Contributions_that_are_missing_or_do_not_belong_together_are_refused(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        IReadOnlyList<DirectShare> shares = DirectShare.Split(group, key, 3, new SeededRandom("split"));
        GroupElement peer = group.BaseMultiple(Algorithm.Random(algorithm, "peer"));
        GroupElement other = group.BaseMultiple(Algorithm.Random(algorithm, "other"));
        AgreementContribution[] c = [.. shares.Select(s => ThresholdAgreement.Contribute(s, peer))];
        Assert.Equal(CryptoError.InvalidShares, Code(() => ThresholdAgreement.Combine(3, c[..2])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => ThresholdAgreement.Combine(2, c)));
        Assert.Equal(CryptoError.InvalidShares, Code(() => ThresholdAgreement.Combine(2, c[1..])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => ThresholdAgreement.Combine(3, [c[0], c[1], c[1]])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => ThresholdAgreement.Combine(3, [c[0], c[1], ThresholdAgreement.Contribute(shares[2], other)])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => ThresholdAgreement.Combine(0, [])));

        // One wrong contribution among more than the threshold is noticed; the threshold alone cannot notice it.
        IReadOnlyList<KeyShare> shared = KeySharing.Split(group, key, 2, 3, new SeededRandom("split"));
        AgreementContribution[] k = [.. shared.Select(s => ThresholdAgreement.Contribute(s, peer))];
        k[1] = new AgreementContribution(peer, 2, other.Encode());
        Assert.Equal(CryptoError.InvalidShares, Code(() => ThresholdAgreement.Combine(shared[0].Commitments, k)));
        string family = algorithm.Contains("448", StringComparison.Ordinal) ? "X25519" : "X448";
        GroupElement foreign = Algorithm.Group(family).BaseMultiple(Algorithm.Random(family, "peer"));
        Assert.Equal(CryptoError.InvalidParameter, Code(() => ThresholdAgreement.Contribute(shares[0], foreign)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_proof_shows_who_answered_wrongly(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        GroupElement peer = group.BaseMultiple(Algorithm.Random(algorithm, "peer"));
        var random = new SeededRandom("proof");
        KeyShare share = KeySharing.Split(group, key, 2, 3, new SeededRandom("split"))[1];
        AgreementContribution proven = ThresholdAgreement.ContributeWithProof(share, peer, Context, random);
        Assert.Equal(ThresholdAgreement.ProofSize(group), proven.Proof.Length);
        Assert.Equal(Octets(ThresholdAgreement.Contribute(share, peer)), Octets(proven));
        Assert.True(ThresholdAgreement.Verify(proven, share.PublicKey, Context));

        // Another share, context, ephemeral or value, no proof, and any octet of the proof changed.
        Assert.False(ThresholdAgreement.Verify(proven, share.Commitments.SharePublicKey(1), Context));
        Assert.False(ThresholdAgreement.Verify(proven, share.PublicKey, [1, 2, 4]));
        Assert.False(ThresholdAgreement.Verify(proven, share.PublicKey, []));
        GroupElement wrong = group.BaseMultiple(Algorithm.Random(algorithm, "wrong"));
        Assert.False(ThresholdAgreement.Verify(With(ephemeral: wrong), share.PublicKey, Context));
        Assert.False(ThresholdAgreement.Verify(With(value: wrong.Encode()), share.PublicKey, Context));
        Assert.False(ThresholdAgreement.Verify(With(value: group.Decode(Octets(proven)).Negate().Encode()), share.PublicKey, Context));
        Assert.False(ThresholdAgreement.Verify(ThresholdAgreement.Contribute(share, peer), share.PublicKey, Context));
        for (int i = 0; i < proven.Proof.Length; i += 5)
        {
            byte[] proof = proven.Proof.ToArray();
            proof[i] ^= 1;
            Assert.False(ThresholdAgreement.Verify(With(proof: proof), share.PublicKey, Context));
        }

        // Scalars have one form, and two of them are a proof.
        Assert.False(ThresholdAgreement.Verify(With(proof: Algorithm.Unreduced(group, proven.Proof, 0)), share.PublicKey, Context));
        Assert.False(ThresholdAgreement.Verify(With(proof: Algorithm.Unreduced(group, proven.Proof, 1)), share.PublicKey, Context));
        Assert.Equal(CryptoError.InvalidLength, Code(() => With(proof: [.. proven.Proof, 0])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => With(proof: proven.Proof[1..].ToArray())));
        Assert.Throws<CryptoException>(() => ThresholdAgreement.ContributeWithProof(share, peer, new byte[65_536], random));
        Assert.Throws<CryptoException>(() => ThresholdAgreement.Verify(proven, share.PublicKey, new byte[65_536]));

        // A second proof of the same is another one, as the nonce is hedged.
        Assert.NotEqual(proven.Proof.ToArray(), ThresholdAgreement.ContributeWithProof(share, peer, Context, random).Proof.ToArray());
        DirectShare direct = DirectShare.Split(group, key, 2, new SeededRandom("split"))[1];
        AgreementContribution ofDirect = ThresholdAgreement.ContributeWithProof(direct, peer, Context, random);
        Assert.True(ThresholdAgreement.Verify(ofDirect, direct.SharePublicKeys[1], Context));
        Assert.False(ThresholdAgreement.Verify(ofDirect, direct.SharePublicKeys[0], Context));

        AgreementContribution With(GroupElement? ephemeral = null, byte[]? value = null, byte[]? proof = null) =>
            new(ephemeral ?? peer, 2, value ?? Octets(proven), proof ?? proven.Proof.ToArray());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_proof_is_bound_to_the_share_even_with_a_chosen_public_key(string algorithm)
    {
        // The challenge hashes the public key: a proof made for Y is none for Y' = Y + D with the response shifted to match.
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        KeyShare share = KeySharing.Split(group, key, 1, 1, new SeededRandom("split"))[0];
        GroupElement peer = group.BaseMultiple(Algorithm.Random(algorithm, "peer"));
        AgreementContribution proven = ThresholdAgreement.ContributeWithProof(share, peer, Context, new SeededRandom("proof"));
        using PrivateScalar shift = Algorithm.Random(algorithm, "shift");
        shift.CopyResidue(out GroupScalar d);
        Assert.True(group.TryRead(proven.Proof[..group.ScalarSize], out GroupScalar challenge));
        Assert.True(group.TryRead(proven.Proof[group.ScalarSize..], out GroupScalar response));

        // s + h d has the share d + s/h in the equations.
        group.MultiplyAdd(out response, challenge, d, response);
        byte[] proof = proven.Proof.ToArray();
        group.Write(response, proof.AsSpan(group.ScalarSize));
        group.MultiplyByCofactor(out GroupPoint hb, group.BaseMultiple(shift).Point);
        GroupElement shifted = share.PublicKey.Add(new GroupElement(group, hb));
        group.MultiplyByCofactor(out GroupPoint cleared, peer.Point);
        group.Multiply(out GroupPoint dq, d, cleared);
        byte[] value = group.Decode(Octets(proven)).Add(new GroupElement(group, dq)).Encode();
        Assert.False(ThresholdAgreement.Verify(new AgreementContribution(peer, 1, value, proof), shifted, Context));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_proof_for_a_share_key_with_a_part_of_small_order_is_refused(string algorithm)
    {
        // The part vanishes from the equations whenever the challenge is a multiple of its order.
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        GroupElement peer = group.BaseMultiple(Algorithm.Random(algorithm, "peer"));
        GroupElement spoiled = group.BaseMultiple(key).Add(MixedOrder.Torsion(group));
        key.CopyResidue(out GroupScalar share);
        group.DivideByCofactor(out share, share);
        group.MultiplyByCofactor(out GroupPoint cleared, peer.Point);
        group.Multiply(out GroupPoint value, share, cleared);
        for (int i = 0; i < 64; i++)
        {
            byte[] proof = ContributionProof.Make(spoiled, cleared, value, share, Context, new SeededRandom($"{i}"));
            var contribution = new AgreementContribution(peer, 1, new GroupElement(group, value).Encode(), proof);
            Assert.False(ThresholdAgreement.Verify(contribution, spoiled, Context));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void What_is_written_needs_a_destination_of_its_size(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "key");
        KeyShare share = KeySharing.Split(group, key, 2, 2, new SeededRandom("split"))[0];
        DirectShare direct = DirectShare.Split(group, key, 2, new SeededRandom("split"))[0];
        ShareRefresh refresh = ShareRefresh.Deal(share.Commitments, [1, 2], new SeededRandom("refresh"))[0];
        RepairPiece piece = share.StartRepair(3, [1, 2], new SeededRandom("repair"))[0];
        AgreementContribution contribution = ThresholdAgreement.Contribute(share, share.PublicKey);
        foreach (int change in (int[])[-1, 1])
        {
            byte[] scalar = new byte[group.ScalarSize + change];
            byte[] element = new byte[group.ElementSize + change];
            Assert.Equal(CryptoError.InvalidLength, Refusal(() => share.WriteTo(scalar)));
            Assert.Equal(CryptoError.InvalidLength, Refusal(() => direct.WriteTo(scalar)));
            Assert.Equal(CryptoError.InvalidLength, Refusal(() => refresh.WriteTo(scalar)));
            Assert.Equal(CryptoError.InvalidLength, Refusal(() => piece.WriteTo(scalar)));
            Assert.Equal(CryptoError.InvalidLength, Refusal(() => contribution.WriteTo(element)));
            Assert.Equal(CryptoError.InvalidLength, Refusal(() => key.WriteTo(scalar)));
        }

        static CryptoError Refusal(Action action) => Assert.Throws<CryptoException>(action).Code;
    }

    private static IReadOnlyList<DirectShare> Shares(string algorithm, byte[] key, byte[][] scalars)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        PrivateScalar[] residues = [.. scalars.Select(s => Algorithm.Reduced(algorithm, s))];
        GroupElement[] publicKeys = [.. residues.Select(group.BaseMultiple)];
        GroupElement publicKey = group.BaseMultiple(Algorithm.Reduced(algorithm, key));
        return [.. residues.Select((r, i) => new DirectShare(publicKey, publicKeys, i + 1, r))];
    }

    private static byte[] Combined(AgreementContribution[] contributions) =>
        Revealed(ThresholdAgreement.Combine(contributions.Length, contributions));

    private static byte[] Revealed(SecretBytes secret) => secret.Reveal().ToArray();

    private static byte[] Octets(AgreementContribution contribution)
    {
        byte[] octets = new byte[contribution.Group.ElementSize];
        contribution.WriteTo(octets);
        return octets;
    }

    private static CryptoError Code(Func<object> action) => Assert.Throws<CryptoException>(action).Code;
}
