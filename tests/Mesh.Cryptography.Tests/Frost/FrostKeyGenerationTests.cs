using System.Reflection;
using System.Text.Json;
using Mesh.Cryptography.Tests.Differential;
using Mesh.Cryptography.Tests.Groups;
using Mesh.Cryptography.Tests.Threshold;

namespace Mesh.Cryptography.Tests.Frost;

/// <summary>Key generation without a dealer, for both suites, with hostile participants.</summary>
public class FrostKeyGenerationTests
{
    public static TheoryData<string> Algorithms => Algorithm.Signing;

    public static TheoryData<string> Cases => Vectors.Ids("frost-rfc9591.json", c => c.Text("kind") == "dkg");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Published_key_generations_are_carried_out(string id)
    {
        JsonElement c = Vectors.Case("frost-rfc9591.json", id);
        JsonElement inputs = c.GetProperty("inputs");
        FrostSuite suite = Quorum.SuiteOf(c.Text("alg"));
        JsonElement Participant(int i) => inputs.GetProperty(i.ToString((IFormatProvider?)null));

        FrostAnnouncement Published(int i)
        {
            byte[] identifier = new byte[suite.ScalarSize];
            suite.WriteIdentifier(i, identifier);
            byte[] octets =
            [
                .. identifier,
                .. Participant(i).GetProperty("vss_commitments").EnumerateArray().SelectMany(e => e.Hex()),
                .. Participant(i).Hex("proof_of_knowledge"),
            ];
            FrostAnnouncement announcement = FrostAnnouncement.Decode(suite, octets);
            Assert.Equal(octets, announcement.Encode());
            Assert.True(announcement.VerifyProof());
            return announcement;
        }

        int[] all = [1, 2, 3];
        FrostShareExchange[] exchanges = [.. all.Select(i =>
        {
            byte[][] coefficients = [Participant(i).Hex("signing_key"), Participant(i).Hex("coefficient")];
            var random = new FixedRandom(
                [.. coefficients.Select(a => (byte[])[.. a, .. new byte[suite.Group.WideSize - a.Length]]), new SeededRandom(id).Bytes(32)]);
            using var start = new FrostKeyGeneration(suite, i, c.GetProperty("config").GetProperty("MIN_PARTICIPANTS").GetInt32(), all, random);
            Assert.Equal(Published(i).Commitments, start.Announcement.Commitments);
            Assert.True(start.Announcement.VerifyProof());
            return start.Accept([start.Announcement, .. all.Where(j => j != i).Select(Published)]);
        })];

        foreach (int j in all)
        {
            foreach (JsonProperty from in Participant(j).GetProperty("signing_shares").EnumerateObject())
            {
                FrostSecretShare share = exchanges[int.Parse(from.Name, null) - 1].Shares.Single(s => s.To == j);
                Assert.Equal(from.Value.Hex(), Octets(share));
            }

            using KeyShare result = exchanges[j - 1].Finish(Received(exchanges, j));
            byte[] octets = new byte[suite.Group.ScalarSize];
            result.WriteTo(octets);
            Assert.Equal(Algorithm.Unpadded(Participant(j).Hex("signing_share")), octets);
            Assert.Equal(Participant(j).Hex("verifying_share"), result.PublicKey.Encode());
            Assert.Equal(inputs.Hex("verifying_key"), result.Commitments.PublicKey.Encode());
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void All_end_with_the_same_key_and_any_quorum_signs_with_it(string algorithm)
    {
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        var random = new SeededRandom("generation " + algorithm);
        for (int round = 0; round < 6; round++)
        {
            int threshold = 2 + random.Next(3);
            int count = threshold + random.Next(3);
            int[] participants = [.. Enumerable.Range(0, count).Select(i => 1 + (i * 7_919) + random.Next(7_000))];
            KeyShare[] shares = Generate(suite, threshold, participants, random);
            ShareCommitments key = shares[0].Commitments;
            Assert.All(shares, s => Assert.Equal(key, s.Commitments));
            Assert.Equal(threshold, key.Threshold);
            Assert.Equal(participants, shares.Select(s => s.Identifier));

            KeyShare[] signers = [.. shares.OrderBy(_ => random.Next(1000)).Take(threshold)];
            FrostNonces[] nonces = [.. signers.Select(s => FrostSigning.Commit(s, random))];
            FrostCommitment[] commitments = [.. nonces.Select(n => n.Commitment)];
            byte[] message = random.Bytes(random.Next(100));
            byte[] signature = FrostSigning.Aggregate(key, message, commitments, [.. nonces.Select(n => FrostSigning.Sign(n, message, commitments))]);
            Assert.True(suite.Verify(key.PublicKey.Encode(), message, signature));
            Assert.True(new BouncyCastlePeer().Verify(key.PublicKey.Encode(), message, signature, []));

            // What was put together never existed before: it is the sum of all contributions.
            using PrivateScalar whole = KeySharing.Recover(signers);
            Assert.Equal(key.PublicKey, suite.Group.BaseMultiple(whole));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Impossible_generations_are_refused(string algorithm)
    {
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        CryptoError Code(int identifier, int threshold, params int[] participants) =>
            Refusal.Code(() => new FrostKeyGeneration(suite, identifier, threshold, participants, new SeededRandom("g")));

        Assert.Equal(CryptoError.InvalidParameter, Code(1, 1, 1, 2, 3));
        Assert.Equal(CryptoError.InvalidParameter, Code(1, 0, 1, 2, 3));
        Assert.Equal(CryptoError.InvalidParameter, Code(1, 4, 1, 2, 3));
        Assert.Equal(CryptoError.InvalidParameter, Code(4, 2, 1, 2, 3));
        Assert.Equal(CryptoError.InvalidParameter, Code(0, 2, 0, 1, 2));
        Assert.Equal(CryptoError.InvalidParameter, Code(1, 2, 1, 65_536));
        Assert.Equal(CryptoError.InvalidShares, Code(1, 2, 1, 2, 2));
        Assert.Equal(CryptoError.InvalidParameter, Code(1, 2, [.. Enumerable.Range(1, FrostKeyGeneration.MaximumParticipants + 1)]));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Whoever_announces_wrongly_is_named(string algorithm)
    {
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        int[] all = [1, 2, 3, 4];
        FrostKeyGeneration[] starts = Start(suite, 3, all, new SeededRandom("start"));
        FrostAnnouncement[] good = [.. starts.Select(s => s.Announcement)];

        IReadOnlyList<int> Blamed(params FrostAnnouncement[] given) =>
            Refusal.Culprits(CryptoError.InvalidShares, () => starts[0].Accept(given));

        FrostAnnouncement Other(int identifier, int threshold, string seed) =>
            Start(suite, threshold, all, new SeededRandom(seed))[identifier - 1].Announcement;

        FrostAnnouncement Changed(int identifier, int at)
        {
            byte[] octets = good[identifier - 1].Encode();
            octets[at < 0 ? octets.Length + at : at] ^= 1;
            return FrostAnnouncement.Decode(suite, octets);
        }

        // Missing, twice, foreign.
        Assert.Equal([2, 4], Blamed(good[0], good[2]));
        Assert.Equal([3], Blamed([.. good, good[2]]));
        Assert.Equal([3], Blamed([.. good, Other(3, 3, "again")]));
        FrostAnnouncement stranger = Start(suite, 3, [7, 8, 9], new SeededRandom("x"))[0].Announcement;
        Assert.Equal([7], Blamed([.. good, stranger]));

        // The own announcement changed on the way.
        Assert.Equal([1], Blamed(Other(1, 3, "not mine"), good[1], good[2], good[3]));
        suite.Group.Random(new SeededRandom("start"), out GroupScalar secret);
        FrostAnnouncement otherProof = FrostAnnouncement.Make(
            suite, 1, secret, good[0].Commitments.Elements.ToArray(), new SeededRandom("another proof"));
        Assert.True(otherProof.VerifyProof());
        Assert.Equal([1], Blamed(otherProof, good[1], good[2], good[3]));

        // A polynomial of a lower or higher degree; another suite.
        Assert.Equal([2], Blamed(good[0], Other(2, 2, "low"), good[2], good[3]));
        Assert.Equal([2, 4], Blamed(good[0], Other(2, 4, "high"), good[2], Other(4, 2, "low")));
        FrostSuite otherSuite = suite == FrostSuite.Ed448 ? FrostSuite.Ed25519 : FrostSuite.Ed448;
        Assert.Equal([3], Blamed(good[0], good[1], Start(otherSuite, 3, all, new SeededRandom("o"))[2].Announcement, good[3]));

        // A proof that is not right: in its scalar, in its R, of another constant, of another participant.
        Assert.Equal([4], Blamed(good[0], good[1], good[2], Changed(4, -suite.ScalarSize)));
        Assert.Equal([4], Blamed(good[0], good[1], good[2], Changed(4, -suite.ScalarSize - suite.ElementSize)));
        Assert.Equal([2], Blamed(good[0], Join(suite, 2, Other(2, 3, "another"), good[1]), good[2], good[3]));
        Assert.Equal([2, 3], Blamed(good[0], Join(suite, 2, good[2], good[2]), Join(suite, 3, good[1], good[1]), good[3]));

        // After all that the right ones are accepted, and accepted once.
        using FrostShareExchange exchange = starts[0].Accept([.. good.Reverse()]);
        Assert.Equal([2, 3, 4], exchange.Shares.Select(s => s.To));
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => starts[0].Accept(good)));
        starts[1].Dispose();
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => starts[1].Accept(good)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Whoever_sends_a_wrong_share_is_named(string algorithm)
    {
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        FrostShareExchange[] exchanges = Exchange(suite, 2, [1, 2, 3, 4], new SeededRandom("start"));
        FrostSecretShare[] good = Received(exchanges, 1);

        IReadOnlyList<int> Blamed(params FrostSecretShare[] given) =>
            Refusal.Culprits(CryptoError.InvalidShares, () => exchanges[0].Finish(given));

        byte[] changed = Octets(good[1]);
        changed[5] ^= 0x10;
        Assert.Equal([3], Blamed(good[0], new FrostSecretShare(suite, 3, 1, changed), good[2]));
        Assert.Equal([2, 3], Blamed(
            new FrostSecretShare(suite, 2, 1, Octets(good[1])), new FrostSecretShare(suite, 3, 1, Octets(good[0])), good[2]));
        Assert.Equal([4], Blamed(good[0], good[1], exchanges[3].Shares.Single(s => s.To == 2)));
        Assert.Equal([4], Blamed(good[0], good[1], new FrostSecretShare(suite, 4, 2, Octets(good[2]))));
        Assert.Equal([2, 4], Blamed(good[1]));
        Assert.Equal([3], Blamed([.. good, good[1]]));
        Assert.Equal([1], Blamed([.. good, exchanges[0].Shares[0]]));
        Assert.Equal([9], Blamed([.. good, new FrostSecretShare(suite, 9, 1, Octets(good[0]))]));

        // The right number, or any other, as a share of the other suite.
        FrostSuite other = suite == FrostSuite.Ed448 ? FrostSuite.Ed25519 : FrostSuite.Ed448;
        byte[] number = new byte[other.ScalarSize];
        number[0] = 1;
        if (other == FrostSuite.Ed448)
        {
            Octets(good[0]).CopyTo(number, 0);
        }

        Assert.Equal([2], Blamed(new FrostSecretShare(other, 2, 1, number), good[1], good[2]));

        using KeyShare share = exchanges[0].Finish([.. good.Reverse()]);
        Assert.Equal(1, share.Identifier);
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => exchanges[0].Finish(good)));
        exchanges[1].Dispose();
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => exchanges[1].Finish(Received(exchanges, 2))));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_contribution_chosen_from_the_others_has_no_proof(string algorithm)
    {
        // The published attack: the adversary knows the scalar of the sum, and that is all it knows.
        JsonElement c = Vectors.Case("threshold.json", "attack-rogue-key-" + algorithm);
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        PrimeGroup group = suite.Group;
        GroupElement rogue = group.DecodePrimeOrder(c.Hex("rogueContribution"));
        using PrivateScalar known = Algorithm.Reduced(algorithm, c.Hex("attackerScalar"));
        Assert.Equal(c.Hex("aggregate"), rogue.Add(group.DecodePrimeOrder(c.Hex("victimPublic"))).Encode());
        Assert.Equal(c.Hex("aggregate"), group.BaseMultiple(known).Encode());

        // Against an honest participant: X - C_0 announced last, with every proof that the adversary can make.
        using var victim = new FrostKeyGeneration(suite, 1, 2, [1, 2], new SeededRandom("victim"));
        FrostAnnouncement honest = victim.Announcement;
        GroupElement steered = group.BaseMultiple(known).Add(honest.Commitments.PublicKey.Negate());
        known.CopyResidue(out GroupScalar scalar);
        GroupElement[] commitments = [steered, group.BaseMultiple(Algorithm.Random(algorithm, "coefficient"))];
        FrostAnnouncement[] attempts =
        [
            FrostAnnouncement.Make(suite, 2, scalar, commitments, new SeededRandom("proof")),
            Join(suite, 2, FrostAnnouncement.Make(suite, 2, scalar, commitments, new SeededRandom("proof")), honest),
            Join(
                suite,
                2,
                FrostAnnouncement.Make(suite, 2, scalar, commitments, new SeededRandom("proof")),
                FrostAnnouncement.Make(suite, 2, scalar, [group.BaseMultiple(known), commitments[1]], new SeededRandom("proof"))),
        ];
        foreach (FrostAnnouncement attempt in attempts)
        {
            Assert.Equal(group.BaseMultiple(known), attempt.Commitments.PublicKey.Add(honest.Commitments.PublicKey));
            Assert.Equal([2], Refusal.Culprits(CryptoError.InvalidShares, () => victim.Accept([honest, attempt])));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Announcements_that_differ_from_one_to_another_show_in_the_hash(string algorithm)
    {
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        int[] all = [1, 2, 3];
        FrostKeyGeneration[] starts = Start(suite, 2, all, new SeededRandom("start"));
        FrostAnnouncement[] good = [.. starts.Select(s => s.Announcement)];
        FrostAnnouncement other = Start(suite, 2, all, new SeededRandom("other"))[2].Announcement;
        byte[] first = starts[0].Accept(good).AnnouncementsHash.ToArray();
        byte[] second = starts[1].Accept([good[0], good[1], other]).AnnouncementsHash.ToArray();
        byte[] third = starts[2].Accept([good[2], good[0], good[1]]).AnnouncementsHash.ToArray();
        Assert.Equal(first, third);
        Assert.NotEqual(first, second);

        byte[] input = [.. System.Text.Encoding.ASCII.GetBytes(suite.ContextString + "announcements"), .. good.SelectMany(a => a.Encode())];
        byte[] expected = new byte[suite.HashSize];
        suite.Group.Hash(input, expected);
        Assert.Equal(expected, first);
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Malformed_octets_are_refused(string algorithm)
    {
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        FrostAnnouncement announcement = Start(suite, 2, [1, 2], new SeededRandom("start"))[0].Announcement;
        byte[] good = announcement.Encode();
        Assert.Equal(announcement, FrostAnnouncement.Decode(suite, good));
        Assert.Equal((2 * suite.ElementSize) + suite.ScalarSize + suite.SignatureSize, good.Length);

        CryptoError Code(byte[] octets) => Refusal.Code(() => FrostAnnouncement.Decode(suite, octets));

        Assert.Equal(CryptoError.InvalidLength, Code([]));
        Assert.Equal(CryptoError.InvalidLength, Code(good[1..]));
        Assert.Equal(CryptoError.InvalidLength, Code([.. good, 0]));
        Assert.Equal(CryptoError.InvalidLength, Code(good[..(suite.ScalarSize + suite.SignatureSize)]));
        Assert.Equal(CryptoError.InvalidLength, Code(new byte[suite.ScalarSize + suite.SignatureSize + (256 * suite.ElementSize)]));
        Assert.Equal(CryptoError.InvalidParameter, Code([0, .. good[1..]]));
        Assert.Equal(CryptoError.InvalidScalar, Code([.. good[..^1], 0x80]));
        for (int element = 0; element < 2; element++)
        {
            byte[] mixed = [.. good];
            MixedOrder.Of(suite.Group).CopyTo(mixed, suite.ScalarSize + (element * suite.ElementSize));
            Assert.Equal(CryptoError.SmallOrder, Code(mixed));
        }

        Assert.Equal(CryptoError.InvalidScalar, Refusal.Code(() => new FrostSecretShare(suite, 1, 2, new byte[suite.ScalarSize])));
        byte[] high = new byte[suite.ScalarSize];
        high[^1] = 0x80;
        Assert.Equal(CryptoError.InvalidScalar, Refusal.Code(() => new FrostSecretShare(suite, 1, 2, high)));
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => new FrostSecretShare(suite, 1, 2, new byte[suite.ScalarSize - 1])));
        high[^1] = 0;
        high[0] = 1;
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => new FrostSecretShare(suite, 0, 2, high)));
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => new FrostSecretShare(suite, 1, 65_536, high)));
        using var share = new FrostSecretShare(suite, 1, 2, high);
        Assert.Equal(high, Octets(share));
        Assert.Equal(CryptoError.InvalidLength, Assert.Throws<CryptoException>(() => share.WriteTo(new byte[suite.ScalarSize + 1])).Code);
        Assert.Equal($"FrostSecretShare({suite}, 1 to 2)", share.ToString());
    }

    [Fact]
    public void A_proof_with_a_neutral_R_is_none()
    {
        // z = a_0 c with k = 0 fits the equation; it would also tell a_0.
        FrostSuite suite = FrostSuite.Ed25519;
        using PrivateScalar key = Algorithm.Random("Ed25519", "key");
        key.CopyResidue(out GroupScalar a0);
        byte[] publicKey = suite.Group.BaseMultiple(key).Encode();
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        suite.ProofChallenge(1, publicKey, neutral, out GroupScalar z);
        suite.Group.Multiply(out z, z, a0);
        byte[] octets = new byte[32 * 4];
        octets[0] = 1;
        publicKey.CopyTo(octets, 32);
        neutral.CopyTo(octets, 64);
        suite.Write(z, octets.AsSpan(96));
        Assert.False(FrostAnnouncement.Decode(suite, octets).VerifyProof());
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Secrets_are_zeroed(string algorithm)
    {
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        FrostKeyGeneration[] starts = Start(suite, 2, [1, 2], new SeededRandom("start"));
        byte[][] polynomial = [.. Secrets(Field(Field(starts[0], "_polynomial")!, "_coefficients")!)];
        Assert.Equal(2, polynomial.Length);
        Assert.All(polynomial, p => Assert.Contains(p, b => b != 0));
        FrostShareExchange[] exchanges = [.. starts.Select(s => s.Accept([.. starts.Select(x => x.Announcement)]))];
        Assert.All(polynomial, p => Assert.All(p, b => Assert.Equal(0, b)));

        byte[] own = Secret(Field(Field(exchanges[0], "_own")!, "_value")!);
        byte[] sent = Secret(Field(exchanges[0].Shares[0], "_value")!);
        exchanges[0].Finish(Received(exchanges, 1)).Dispose();
        Assert.All(own, b => Assert.Equal(0, b));
        Assert.Contains(sent, b => b != 0);
        exchanges[0].Dispose();
        Assert.All(sent, b => Assert.Equal(0, b));

        byte[] unfinished = Secret(Field(Field(exchanges[1], "_own")!, "_value")!);
        exchanges[1].Dispose();
        Assert.All(unfinished, b => Assert.Equal(0, b));
    }

    internal static KeyShare[] Generate(FrostSuite suite, int threshold, int[] participants, IRandomSource random)
    {
        FrostShareExchange[] exchanges = Exchange(suite, threshold, participants, random);
        return [.. participants.Select((identifier, i) => exchanges[i].Finish(Received(exchanges, identifier)))];
    }

    private static FrostKeyGeneration[] Start(FrostSuite suite, int threshold, int[] participants, IRandomSource random) =>
        [.. participants.Select(identifier => new FrostKeyGeneration(suite, identifier, threshold, participants, random))];

    private static FrostShareExchange[] Exchange(FrostSuite suite, int threshold, int[] participants, IRandomSource random)
    {
        FrostKeyGeneration[] starts = Start(suite, threshold, participants, random);
        FrostAnnouncement[] announcements = [.. starts.Select(s => FrostAnnouncement.Decode(suite, s.Announcement.Encode()))];
        return [.. starts.Select(s => s.Accept(announcements))];
    }

    // What participant `to` got, as read from octets.
    private static FrostSecretShare[] Received(FrostShareExchange[] exchanges, int to) =>
    [
        .. exchanges.SelectMany(e => e.Shares).Where(s => s.To == to).Select(s => new FrostSecretShare(s.Suite, s.From, s.To, Octets(s))),
    ];

    // The commitments of one announcement with the proof of another.
    private static FrostAnnouncement Join(FrostSuite suite, int identifier, FrostAnnouncement commitments, FrostAnnouncement proof)
    {
        byte[] number = new byte[suite.ScalarSize];
        suite.WriteIdentifier(identifier, number);
        return FrostAnnouncement.Decode(suite, [.. number, .. commitments.Commitments.Encode(), .. proof.Encode()[^suite.SignatureSize..]]);
    }

    private static byte[] Octets(FrostSecretShare share)
    {
        byte[] octets = new byte[share.Suite.ScalarSize];
        share.WriteTo(octets);
        return octets;
    }

    private static IEnumerable<byte[]> Secrets(object secrets) => ((SecretBytes[])secrets).Select(Secret);

    private static byte[] Secret(object secret) => (byte[])Field(secret, "_octets")!;

    private static object? Field(object of, string name) =>
        of.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(of);
}
