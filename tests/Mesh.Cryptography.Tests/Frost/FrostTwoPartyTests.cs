using System.Reflection;
using System.Text.Json;
using Mesh.Cryptography.Tests.Differential;
using Mesh.Cryptography.Tests.Groups;
using Mesh.Cryptography.Tests.Threshold;

namespace Mesh.Cryptography.Tests.Frost;

/// <summary>A device and its service in one round trip (Mesh threshold, section 5.5; rulings 19), each of them hostile in turn.</summary>
public class FrostTwoPartyTests
{
    private const int Device = 1, Service = 2;

    private static readonly byte[] Message = "the exact signed data"u8.ToArray();

    public static TheoryData<string> Algorithms => Algorithm.Signing;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_octets_are_those_of_the_published_signature_of_two(string algorithm)
    {
        JsonElement c = Vectors.Case("threshold.json", $"sign-frost-additive-{algorithm}-2of2");
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        JsonElement[] signers = [.. c.GetProperty("signers").EnumerateArray()];
        PrivateScalar[] additive = [.. signers.Select(s => Algorithm.Reduced(algorithm, s.Hex("additive")))];
        GroupElement[] publicKeys = [.. additive.Select(suite.Group.BaseMultiple)];
        GroupElement key = suite.Group.Decode(c.Hex("groupPublic"));
        KeyShare[] shares = [.. additive.Select((scalar, i) => new DirectShare(key, publicKeys, i + 1, scalar).ToKeyShare())];
        FixedRandom[] random = [.. signers.Select(s => new FixedRandom([s.Hex("hidingRandom"), s.Hex("bindingRandom")]))];

        byte[] Commitment(int i)
        {
            byte[] identifier = new byte[suite.ScalarSize];
            identifier[0] = (byte)(i + 1);
            return [.. identifier, .. signers[i].Hex("hidingCommitment"), .. signers[i].Hex("bindingCommitment")];
        }

        byte[] message = c.Hex("message");
        using var session = new FrostDeviceSession(shares[0], Service, message, random[0]);
        byte[] request = session.Request.Encode();
        Assert.Equal((byte[])[.. Commitment(0), .. message], request);
        byte[] response = FrostService.Answer(shares[1], FrostRequest.Decode(suite, request), _ => { }, random[1]);
        Assert.Equal((byte[])[.. Commitment(1), .. signers[1].Hex("signatureShare")], response);
        Assert.Equal(c.GetProperty("expected").Hex("signature"), session.Finish(response));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_device_and_its_service_sign_in_one_round_trip(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        FrostSuite suite = quorum.Suite;
        var random = new SeededRandom("two " + algorithm);
        for (int round = 0; round < 5; round++)
        {
            byte[] message = random.Bytes(random.Next(500));
            using var session = new FrostDeviceSession(quorum.Share(Device), Service, message, random);
            byte[] request = session.Request.Encode();
            Assert.Equal((byte[])[.. session.Request.Commitment.Encode(), .. message], request);

            byte[]? seen = null;
            byte[] response = FrostService.Answer(
                quorum.Share(Service), FrostRequest.Decode(suite, request), r => seen = r.Message.ToArray(), random);
            Assert.Equal(message, seen);
            Assert.Equal(FrostService.ResponseSize(suite), response.Length);

            byte[] signature = session.Finish(response);
            Assert.True(quorum.Verify(message, signature));
            Assert.True(new BouncyCastlePeer().Verify(quorum.Key.PublicKey.Encode(), message, signature, []));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Keys_that_were_split_directly_or_generated_together_sign(string algorithm)
    {
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        using PrivateScalar key = Algorithm.Random(algorithm, "direct");
        KeyShare[] direct = [.. DirectShare.Split(suite.Group, key, 2, new SeededRandom("split")).Select(s => s.ToKeyShare())];
        KeyShare[] generated = FrostKeyGenerationTests.Generate(suite, 2, [Device, Service], new SeededRandom("generated"));
        foreach (KeyShare[] shares in new[] { direct, generated })
        {
            using var session = new FrostDeviceSession(shares[0], Service, Message, SystemRandom.Instance);
            byte[] signature = session.Finish(FrostService.Answer(shares[1], session.Request, _ => { }, SystemRandom.Instance));
            Assert.True(suite.Verify(shares[0].Commitments.PublicKey.Encode(), Message, signature));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    [Requirement("THR-02")]
    public void A_session_takes_the_first_response_only(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        FrostSuite suite = quorum.Suite;

        // Whatever came first: nothing, a wrong share, a share that is not one, a commitment outside of the group, a right one.
        byte[][] Firsts(FrostDeviceSession session)
        {
            byte[] good = Answer(quorum, session);
            byte[] wrongShare = [.. good];
            wrongShare[suite.CommitmentSize] ^= 1;
            byte[] large = [.. good];
            large[^1] = 0xFF;
            byte[] mixed = [.. good];
            MixedOrder.Of(suite.Group).CopyTo(mixed, suite.ScalarSize);
            return [[], good[1..], wrongShare, large, mixed, good];
        }

        for (int i = 0; i < 6; i++)
        {
            using var session = new FrostDeviceSession(quorum.Share(Device), Service, Message, quorum.Random);
            byte[] nonces = Nonces(session);
            byte[] first = Firsts(session)[i];
            if (i == 5)
            {
                Assert.True(quorum.Verify(Message, session.Finish(first)));
            }
            else
            {
                Assert.Throws<CryptoException>(() => session.Finish(first));
            }

            Assert.All(nonces, b => Assert.Equal(0, b));
            Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => session.Finish(Answer(quorum, session))));
        }

        using var disposed = new FrostDeviceSession(quorum.Share(Device), Service, Message, quorum.Random);
        byte[] late = Answer(quorum, disposed);
        disposed.Dispose();
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => disposed.Finish(late)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_device_computes_nothing_for_a_service_whose_share_is_wrong(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 3);
        FrostSuite suite = quorum.Suite;
        FrostDeviceSession Session() => new(quorum.Share(Device), Service, Message, quorum.Random);

        IReadOnlyList<int> Blamed(FrostDeviceSession session, byte[] response) =>
            Refusal.Culprits(CryptoError.InvalidShares, () => session.Finish(response));

        // A share for another message, for another request, of another holder, and a response of an earlier session.
        FrostDeviceSession session = Session();
        Assert.Equal([Service], Blamed(session, FrostService.Answer(
            quorum.Share(Service), new FrostRequest(session.Request.Commitment, [.. Message, 0]), _ => { }, quorum.Random)));
        byte[] earlier = Answer(quorum, Session());
        Assert.Equal([Service], Blamed(Session(), earlier));
        session = Session();
        Assert.Equal([Service], Blamed(session, FrostService.Answer(quorum.Share(3), session.Request, _ => { }, quorum.Random)));
        session = Session();
        Quorum another = Quorum.Deal(algorithm, 2, 2, "another key");
        Assert.Equal([Service], Blamed(session, Answer(another, session)));

        // The device's own commitment sent back.
        session = Session();
        byte[] own = session.Request.Commitment.Encode();
        byte[] share = Answer(quorum, session)[suite.CommitmentSize..];
        Assert.Equal([Service], Blamed(session, [.. own, .. share]));
        session = Session();
        byte[] renamed = session.Request.Commitment.Encode();
        renamed[0] = Service;
        Assert.Equal([Service], Blamed(session, [.. renamed, .. share]));

        // The share is judged before that of the device is read, which is gone here.
        session = Session();
        byte[] response = Answer(quorum, session);
        response[suite.CommitmentSize] ^= 1;
        FrostDeviceSession right = Session();
        byte[] rightResponse = Answer(quorum, right);
        quorum.Share(Device).Dispose();
        Assert.Equal([Service], Blamed(session, response));
        Assert.Throws<ObjectDisposedException>(() => right.Finish(rightResponse));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_signature_that_came_out_wrong_is_not_given_out(string algorithm)
    {
        // The share of the device is damaged in memory.
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        using var session = new FrostDeviceSession(quorum.Share(Device), Service, Message, quorum.Random);
        byte[] response = Answer(quorum, session);
        ((byte[])Field(Field(quorum.Share(Device), "_value"), "_octets"))[0] ^= 1;
        Assert.Equal([Device], Refusal.Culprits(CryptoError.InvalidShares, () => session.Finish(response)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void The_service_signs_what_its_policy_allows_and_keeps_nothing(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        FrostSuite suite = quorum.Suite;
        using var session = new FrostDeviceSession(quorum.Share(Device), Service, Message, quorum.Random);

        var unasked = new FixedRandom([]);
        Assert.Throws<UnauthorizedAccessException>(() => FrostService.Answer(
            quorum.Share(Service), session.Request, _ => throw new UnauthorizedAccessException(), unasked));

        // The same request twice: two answers that have nothing in common.
        byte[] first = Answer(quorum, session);
        byte[] second = Answer(quorum, session);
        Assert.NotEqual(first[suite.ScalarSize..suite.CommitmentSize], second[suite.ScalarSize..suite.CommitmentSize]);
        Assert.NotEqual(first[suite.CommitmentSize..], second[suite.CommitmentSize..]);
        Assert.True(quorum.Verify(Message, session.Finish(second)));

        // A request in the service's own name, with its own number.
        var ownName = new FrostRequest(quorum.Commit(Service)[0].Commitment, Message);
        Assert.Equal(CryptoError.InvalidShares, Refusal.Code(() => FrostService.Answer(quorum.Share(Service), ownName, _ => { }, quorum.Random)));
        Quorum foreign = Quorum.Deal(algorithm == "Ed448" ? "Ed25519" : "Ed448", 2, 2);
        var otherSuite = new FrostRequest(foreign.Commit(Device)[0].Commitment, Message);
        Assert.Equal(
            CryptoError.InvalidParameter, Refusal.Code(() => FrostService.Answer(quorum.Share(Service), otherSuite, _ => { }, quorum.Random)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Other_thresholds_and_numbers_are_refused(string algorithm)
    {
        Quorum two = Quorum.Deal(algorithm, 2, 3);
        CryptoError Device(KeyShare share, int service) =>
            Refusal.Code(() => new FrostDeviceSession(share, service, Message, two.Random));

        Assert.Equal(CryptoError.InvalidParameter, Device(two.Share(1), 1));
        Assert.Equal(CryptoError.InvalidParameter, Device(two.Share(1), 0));
        Assert.Equal(CryptoError.InvalidParameter, Device(two.Share(1), 65_536));
        using var session = new FrostDeviceSession(two.Share(1), 2, Message, two.Random);
        foreach (int threshold in new[] { 1, 3 })
        {
            Quorum other = Quorum.Deal(algorithm, threshold, 3);
            Assert.Equal(CryptoError.InvalidParameter, Device(other.Share(1), 2));
            Assert.Equal(
                CryptoError.InvalidParameter, Refusal.Code(() => FrostService.Answer(other.Share(2), session.Request, _ => { }, other.Random)));
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Malformed_requests_are_refused(string algorithm)
    {
        Quorum quorum = Quorum.Deal(algorithm, 2, 2);
        FrostSuite suite = quorum.Suite;
        byte[] commitment = quorum.Commit(1)[0].Commitment.Encode();
        Assert.Empty(FrostRequest.Decode(suite, commitment).Message.ToArray());
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => FrostRequest.Decode(suite, [])));
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => FrostRequest.Decode(suite, commitment.AsSpan(1))));
        byte[] longest = [.. commitment, .. new byte[FrostRequest.MaximumMessage]];
        Assert.Equal(FrostRequest.MaximumMessage, FrostRequest.Decode(suite, longest).Message.Length);
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => FrostRequest.Decode(suite, [.. longest, 0])));
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(
            () => new FrostDeviceSession(quorum.Share(1), 2, new byte[FrostRequest.MaximumMessage + 1], quorum.Random)));
        FrostCommitment read = FrostCommitment.Decode(suite, commitment);
        Assert.Equal(CryptoError.InvalidLength, Refusal.Code(() => new FrostRequest(read, new byte[FrostRequest.MaximumMessage + 1])));
        commitment[0] = 0;
        Assert.Equal(CryptoError.InvalidParameter, Refusal.Code(() => FrostRequest.Decode(suite, commitment)));
    }

    private static byte[] Answer(Quorum quorum, FrostDeviceSession session) =>
        FrostService.Answer(quorum.Share(Service), session.Request, _ => { }, quorum.Random);

    private static byte[] Nonces(FrostDeviceSession session) => (byte[])Field(Field(Field(session, "_nonces"), "_secrets"), "_octets");

    private static object Field(object of, string name) =>
        of.GetType().GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(of)!;
}
