using Mesh.Cryptography.Tests.Differential;
using Mesh.Cryptography.Tests.Groups;
using Mesh.Cryptography.Tests.Threshold;

namespace Mesh.Cryptography.Tests.Frost;

/// <summary>Signing with hostile coordinators and hostile signers, for both suites (RFC 9591 5; Mesh threshold, section 5).</summary>
public class FrostSigningTests
{
    private static readonly byte[] Message = "what all agreed to"u8.ToArray();

    public static TheoryData<string> Algorithms => Algorithm.Signing;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Any_holders_from_the_threshold_on_sign_for_any_verifier(string algorithm)
    {
        var random = new SeededRandom("quorums " + algorithm);
        for (int round = 0; round < 12; round++)
        {
            int threshold = 1 + random.Next(4);
            int count = threshold + random.Next(3);
            int[] identifiers = [.. Distinct(random, count)];
            Quorum quorum = Quorum.Deal(algorithm, threshold, identifiers, $"{algorithm} {round}");
            for (int subset = 0; subset < 3; subset++)
            {
                int[] signers = [.. identifiers.OrderBy(_ => random.Next(1000)).Take(threshold + random.Next(count - threshold + 1))];
                byte[] message = random.Bytes(random.Next(300));
                byte[] signature = quorum.Sign(message, signers);
                Assert.Equal(quorum.Suite.SignatureSize, signature.Length);
                Assert.True(quorum.Verify(message, signature));
                Assert.True(new BouncyCastlePeer().Verify(quorum.Key.PublicKey.Encode(), message, signature, []));
                Assert.False(quorum.Verify([.. message, 0], signature));
            }
        }
    }

    [LibCryptoTheory]
    [MemberData(nameof(Algorithms))]
    public void OpenSSL_accepts_the_signatures(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 3);
        byte[] publicKey = quorum.Key.PublicKey.Encode();
        byte[] signature = quorum.Sign(Message, 3, 1);
        Assert.True(new OpenSslPeer().Verify(publicKey, Message, signature, []));
        Assert.False(new OpenSslPeer().Verify(publicKey, [.. Message, 0], signature, []));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_signer_whose_own_commitment_is_missing_or_changed_does_not_sign(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 4);
        FrostCommitment[] others = [.. quorum.Commit(2, 3).Select(n => n.Commitment)];
        FrostCommitment another = quorum.Commit(1)[0].Commitment;

        FrostNonces Own(out FrostCommitment own)
        {
            FrostNonces nonces = quorum.Commit(1)[0];
            own = nonces.Commitment;
            return nonces;
        }

        FrostNonces missing = Own(out _);
        Assert.Equal(CryptoError.InvalidShares, Refusal.Code(() => FrostSigning.Sign(missing, Message, others)));

        FrostNonces replaced = Own(out _);
        Assert.Equal(CryptoError.InvalidShares, Refusal.Code(() => FrostSigning.Sign(replaced, Message, [another, .. others])));

        FrostNonces hiding = Own(out FrostCommitment own);
        var otherHiding = new FrostCommitment(quorum.Suite, 1, another.Hiding, own.Binding);
        Assert.Equal(CryptoError.InvalidShares, Refusal.Code(() => FrostSigning.Sign(hiding, Message, [otherHiding, .. others])));

        FrostNonces binding = Own(out own);
        var otherBinding = new FrostCommitment(quorum.Suite, 1, own.Hiding, another.Binding);
        Assert.Equal(CryptoError.InvalidShares, Refusal.Code(() => FrostSigning.Sign(binding, Message, [otherBinding, .. others])));

        // Under the number of another holder the own elements do not count either.
        FrostNonces moved = Own(out own);
        var otherNumber = new FrostCommitment(quorum.Suite, 4, own.Hiding, own.Binding);
        Assert.Equal(CryptoError.InvalidShares, Refusal.Code(() => FrostSigning.Sign(moved, Message, [otherNumber, .. others])));

        FrostNonces unchanged = Own(out own);
        Assert.Equal(1, FrostSigning.Sign(unchanged, Message, [own, .. others]).Identifier);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Sets_of_signers_that_cannot_be_are_refused_by_everybody(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 3, 4);
        FrostNonces[] nonces = quorum.Commit(1, 2, 3);
        FrostCommitment[] good = [.. nonces.Select(n => n.Commitment)];
        FrostSignatureShare share = FrostSigning.Sign(nonces[0], Message, good);
        FrostCommitment[] many = [.. good, .. Enumerable.Range(4, FrostSigning.MaximumSigners - 2)
            .Select(i => new FrostCommitment(quorum.Suite, i, good[0].Hiding, good[0].Binding))];
        Quorum stranger = Quorum.Deal(algorithm == "Ed448" ? "Ed25519" : "Ed448", 3, 4);
        (FrostCommitment[] Set, CryptoError Code)[] impossible =
        [
            ([], CryptoError.InvalidShares),
            (good[..2], CryptoError.InvalidShares),
            ([.. good, good[1]], CryptoError.InvalidShares),
            (many, CryptoError.InvalidShares),
            ([.. good, stranger.Commit(4)[0].Commitment], CryptoError.InvalidParameter),
        ];
        foreach ((FrostCommitment[] set, CryptoError code) in impossible)
        {
            FrostNonces fresh = quorum.Commit(1)[0];
            FrostCommitment[] own = [.. set.Select(c => c.Identifier == 1 ? fresh.Commitment : c)];
            Assert.Equal(code, Refusal.Code(() => FrostSigning.Sign(fresh, Message, own)));
            Assert.Equal(code, Refusal.Code(() => FrostSigning.VerifyShare(quorum.Key, Message, set, share)));
            Assert.Equal(code, Refusal.Code(() => FrostSigning.Aggregate(quorum.Key, Message, set, [share])));
        }

        // The largest set that is allowed is one smaller.
        FrostNonces last = quorum.Commit(1)[0];
        Assert.Equal(1, FrostSigning.Sign(last, Message, [last.Commitment, .. many[1..^1]]).Identifier);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Commitments_that_cancel_each_other_out_are_refused(string algorithm)
    {
        // Nobody can aim at a neutral sum, as the binding factors hash all commitments: here they are given.
        Quorum quorum = Quorum.Deal(algorithm, 1, 1);
        FrostNonces nonces = quorum.Commit(1)[0];
        GroupElement binding = nonces.Commitment.Binding;
        FrostCommitment[] opposite = [new FrostCommitment(quorum.Suite, 1, binding.Negate(), binding)];
        Assert.Equal(
            CryptoError.NeutralPoint,
            Refusal.Code(() => FrostGroupCommitment.Sum(quorum.Suite, opposite, [quorum.Suite.Group.FromInteger(1)])));
        Assert.Equal(binding.Encode(), FrostGroupCommitment.Sum(quorum.Suite, opposite, [quorum.Suite.Group.FromInteger(2)]));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Commitments_outside_of_the_group_are_refused(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        FrostSuite suite = quorum.Suite;
        byte[] octets = quorum.Commit(1)[0].Commitment.Encode();
        Assert.Equal(octets, FrostCommitment.Decode(suite, octets).Encode());
        GroupElement good = FrostCommitment.Decode(suite, octets).Hiding;
        byte[] neutral = suite.Group.BaseMultiple(Algorithm.Random(algorithm, "x")).Add(
            suite.Group.BaseMultiple(Algorithm.Random(algorithm, "x")).Negate()).Encode();
        byte[][] bad = [MixedOrder.Of(suite.Group), neutral, .. SmallOrder(suite.Group)];
        foreach (byte[] element in bad)
        {
            for (int at = suite.ScalarSize; at < octets.Length; at += suite.ElementSize)
            {
                byte[] changed = (byte[])octets.Clone();
                element.CopyTo(changed, at);
                Assert.Equal(CryptoError.SmallOrder, Refusal.Code(() => FrostCommitment.Decode(suite, changed)));
            }

            GroupElement point = suite.Group.Decode(element);
            Assert.Equal(CryptoError.SmallOrder, Refusal.Code(() => new FrostCommitment(suite, 1, point, good)));
            Assert.Equal(CryptoError.SmallOrder, Refusal.Code(() => new FrostCommitment(suite, 1, good, point)));
        }

        byte[] notOnCurve = [.. octets];
        Array.Fill(notOnCurve, (byte)0xFF, suite.ScalarSize, suite.ElementSize);
        Assert.Equal(CryptoError.InvalidPoint, Refusal.Code(() => FrostCommitment.Decode(suite, notOnCurve)));
        GroupElement foreign = Quorum.Deal(algorithm == "Ed448" ? "Ed25519" : "Ed448", 1, 1).Key.PublicKey;
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => new FrostCommitment(suite, 1, foreign, good)));
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => new FrostCommitment(suite, 1, good, foreign)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Malformed_octets_are_refused(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        FrostSuite suite = quorum.Suite;
        byte[] octets = quorum.Commit(1)[0].Commitment.Encode();
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => FrostCommitment.Decode(suite, [])));
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => FrostCommitment.Decode(suite, octets.AsSpan(1))));
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => FrostCommitment.Decode(suite, [.. octets, 0])));
        octets[0] = 0;
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => FrostCommitment.Decode(suite, octets)));
        for (int i = 2; i < suite.ScalarSize; i++)
        {
            byte[] large = [.. octets];
            large[0] = 1;
            large[i] = 1;
            Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => FrostCommitment.Decode(suite, large)));
        }

        GroupElement element = quorum.Key.PublicKey;
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => new FrostCommitment(suite, 0, element, element)));
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => new FrostCommitment(suite, 65_536, element, element)));
        octets[0] = octets[1] = 0xFF;
        Assert.Equal(65_535, FrostCommitment.Decode(suite, octets).Identifier);

        byte[] order = new byte[suite.ScalarSize];
        suite.Group.Negate(out GroupScalar minusOne, suite.Group.FromInteger(1));
        suite.Write(minusOne, order);
        order[0]++;
        Assert.Equal(CryptoError.InvalidScalar, Refusal.Code(() => FrostSignatureShare.Decode(suite, 1, order)));
        order[0]--;
        Assert.Equal(order, FrostSignatureShare.Decode(suite, 1, order).Encode());
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => FrostSignatureShare.Decode(suite, 1, order.AsSpan(1))));
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => FrostSignatureShare.Decode(suite, 1, [.. order, 0])));
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => FrostSignatureShare.Decode(suite, 0, order)));
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => FrostSignatureShare.Decode(suite, 65_536, order)));
        byte[] top = new byte[suite.ScalarSize];
        top[^1] = 0x80;
        Assert.Equal(CryptoError.InvalidScalar, Refusal.Code(() => FrostSignatureShare.Decode(suite, 1, top)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Whoever_sent_a_wrong_share_is_named(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 3, 5);
        FrostNonces[] nonces = quorum.Commit(1, 2, 4, 5);
        FrostCommitment[] commitments = [.. nonces.Select(n => n.Commitment)];
        FrostSignatureShare[] shares = [.. nonces.Select(n => FrostSigning.Sign(n, Message, commitments))];
        byte[] Octets(int index) => shares[index].Encode();

        FrostSignatureShare Given(int identifier, byte[] octets) => FrostSignatureShare.Decode(quorum.Suite, identifier, octets);

        IReadOnlyList<int> Blamed(params FrostSignatureShare[] given) => Refusal.Culprits(
            CryptoError.InvalidShares, () => FrostSigning.Aggregate(quorum.Key, Message, commitments, given));

        // A bit changed; the share of another signer; zero; a share for another message; one of a holder who does not sign.
        byte[] changed = Octets(2);
        changed[3] ^= 4;
        FrostSignatureShare wrong = Given(4, changed);
        Assert.Equal([4], Blamed(shares[0], shares[1], wrong, shares[3]));
        Assert.False(FrostSigning.VerifyShare(quorum.Key, Message, commitments, wrong));
        Assert.Equal([5], Blamed(shares[0], shares[1], shares[2], Given(5, Octets(0))));
        Assert.Equal([2], Blamed(shares[0], Given(2, new byte[quorum.Suite.ScalarSize]), shares[2], shares[3]));

        FrostNonces[] fresh = quorum.Commit(1, 2, 4);
        FrostCommitment[] list = [.. fresh.Select(n => n.Commitment)];
        FrostSignatureShare[] apart = [.. fresh.Select((n, i) => FrostSigning.Sign(n, i == 1 ? [] : Message, list))];
        Assert.Equal([2], Refusal.Culprits(CryptoError.InvalidShares, () => FrostSigning.Aggregate(quorum.Key, Message, list, apart)));
        Assert.Equal([1, 4], Refusal.Culprits(CryptoError.InvalidShares, () => FrostSigning.Aggregate(quorum.Key, [], list, apart)));

        FrostSignatureShare stranger = Given(3, Octets(0));
        Assert.Equal([3], Blamed([.. shares, stranger]));
        Assert.False(FrostSigning.VerifyShare(quorum.Key, Message, commitments, stranger));
        Assert.Equal([5], Blamed([.. shares, shares[3]]));
        Assert.Equal([2, 5], Blamed(shares[0], shares[2]));
        Assert.Equal([1, 2, 4, 5], Blamed());

        // The right number, or any other, as a share of the other suite.
        FrostSuite other = quorum.Suite == FrostSuite.Ed448 ? FrostSuite.Ed25519 : FrostSuite.Ed448;
        byte[] number = new byte[other.ScalarSize];
        if (other == FrostSuite.Ed448)
        {
            Octets(3).CopyTo(number, 0);
        }

        var otherSuite = FrostSignatureShare.Decode(other, 5, number);
        Assert.False(FrostSigning.VerifyShare(quorum.Key, Message, commitments, otherSuite));
        Assert.Equal([5], Blamed(shares[0], shares[1], shares[2], otherSuite));

        // Swapped shares have the same sum: nothing is wrong with the signature, only with who is said to have sent which.
        FrostSignatureShare[] swapped = [Given(1, Octets(3)), shares[1], shares[2], Given(5, Octets(0))];
        Assert.True(quorum.Verify(Message, FrostSigning.Aggregate(quorum.Key, Message, commitments, swapped)));
        Assert.False(FrostSigning.VerifyShare(quorum.Key, Message, commitments, swapped[0]));
        Assert.False(FrostSigning.VerifyShare(quorum.Key, Message, commitments, swapped[3]));

        Assert.All(shares, share => Assert.True(FrostSigning.VerifyShare(quorum.Key, Message, commitments, share)));
        Assert.True(quorum.Verify(Message, FrostSigning.Aggregate(quorum.Key, Message, commitments, [.. shares.Reverse()])));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_share_fits_one_message_and_one_list_of_commitments_only(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 3);
        FrostNonces[] nonces = quorum.Commit(1, 2, 3);
        FrostCommitment[] commitments = [.. nonces.Select(n => n.Commitment)];
        FrostSignatureShare share = FrostSigning.Sign(nonces[0], Message, commitments);
        Assert.True(FrostSigning.VerifyShare(quorum.Key, Message, commitments, share));
        Assert.False(FrostSigning.VerifyShare(quorum.Key, [], commitments, share));
        Assert.False(FrostSigning.VerifyShare(quorum.Key, Message, commitments[..2], share));
        Assert.False(FrostSigning.VerifyShare(quorum.Key, Message, [.. commitments[..2], quorum.Commit(3)[0].Commitment], share));
        Quorum another = Quorum.Deal(algorithm, 2, 3, "another");
        Assert.False(FrostSigning.VerifyShare(another.Key, Message, commitments, share));
    }

    [Fact]
    public void Keys_of_agreement_do_not_sign()
    {
        foreach (string algorithm in new[] { "X25519", "X448" })
        {
            using PrivateScalar key = Algorithm.Random(algorithm, "key");
            IReadOnlyList<KeyShare> shares = KeySharing.Split(Algorithm.Group(algorithm), key, 1, 1, new SeededRandom("split"));
            Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => FrostSigning.Commit(shares[0], new SeededRandom("nonces"))));
            Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => FrostSigning.Aggregate(shares[0].Commitments, [], [], [])));
        }
    }

    private static HashSet<int> Distinct(SeededRandom random, int count)
    {
        HashSet<int> identifiers = [];
        while (identifiers.Count < count)
        {
            identifiers.Add(1 + random.Next(random.Next(2) == 0 ? 12 : 65_535));
        }

        return identifiers;
    }

    // The parts of small order of the points that are not in the group: [L]P.
    private static IEnumerable<byte[]> SmallOrder(PrimeGroup group)
    {
        GroupElement mixed = group.Decode(MixedOrder.Of(group));
        group.Negate(out GroupScalar minusOne, group.FromInteger(1));
        group.Multiply(out GroupPoint small, minusOne, mixed.Point);
        for (GroupElement point = new GroupElement(group, small).Add(mixed); !point.IsNeutral; point = point.Add(point))
        {
            Assert.True(point.IsSmallOrder);
            yield return point.Encode();
        }
    }
}
