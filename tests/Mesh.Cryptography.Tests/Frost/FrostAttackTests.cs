using System.Reflection;
using System.Text.Json;
using Mesh.Cryptography.Tests.Groups;

namespace Mesh.Cryptography.Tests.Frost;

/// <summary>
/// The attacks of the vector file on threshold signatures (Mesh threshold, section 5.2): each is carried out as published, so that it is seen to
/// work, and then against the functions of this library.
/// </summary>
public class FrostAttackTests
{
    private const string File = "threshold.json";

    public static TheoryData<string> Algorithms => Algorithm.Signing;

    public static TheoryData<string> OneNonce =>
        Vectors.Ids(File, c => c.Text("group") is "sign-direct" or "sign-shamir" && c.Has("aggregate"));

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_coefficient_from_the_caller_would_forge_and_there_is_none(string algorithm)
    {
        JsonElement c = Vectors.Case(File, "attack-coefficient-" + algorithm);
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        PrimeGroup group = suite.Group;
        byte[] publicKey = c.Hex("groupPublic");
        byte[] benign = c.Hex("benignMessage");
        byte[] forged = c.Hex("forgedMessage");
        byte[] signature = c.Hex("forgedSignature");
        byte[] r = signature[..suite.ElementSize];

        // z = r + c k s with the coefficient c that the caller chose, for the benign message, answers for the other one.
        Assert.True(suite.Verify(publicKey, forged, signature));
        suite.Challenge(r, publicKey, benign, out GroupScalar k);
        group.Multiply(out GroupScalar weight, k, Read(suite, c.Hex("suppliedCoefficient")));
        group.MultiplyAdd(out GroupScalar honest, weight, Read(suite, c.Hex("honestShare")), Read(suite, c.Hex("honestNonce")));
        Assert.Equal(c.Hex("honestResponse"), Octets(suite, honest));
        suite.Challenge(r, publicKey, forged, out GroupScalar forgedK);
        group.MultiplyAdd(out GroupScalar rest, forgedK, Read(suite, c.Hex("adversaryShare")), Read(suite, c.Hex("adversaryNonce")));
        group.Add(out GroupScalar sum, honest, rest);
        Assert.Equal(signature[suite.ElementSize..], Octets(suite, sum));

        // A signer of this library is given a message and the commitments. It finds its coefficient in the list of signers, and its answer to the
        // benign message is none to the other one, whatever the adversary adds.
        (KeyShare mine, KeyShare theirs) = Shares(c, algorithm);
        using FrostNonces nonces = FrostSigning.Commit(mine, new SeededRandom("honest"));
        using FrostNonces adversary = FrostSigning.Commit(theirs, new SeededRandom("adversary"));
        FrostCommitment[] list = [nonces.Commitment, adversary.Commitment];
        FrostSignatureShare answer = FrostSigning.Sign(nonces, benign, list);
        FrostSignatureShare theirAnswer = FrostSigning.Sign(adversary, forged, list);
        ShareCommitments key = mine.Commitments;
        Assert.Equal(publicKey, key.PublicKey.Encode());
        Assert.True(FrostSigning.VerifyShare(key, benign, list, answer));
        Assert.False(FrostSigning.VerifyShare(key, forged, list, answer));
        Assert.Equal([1], Refusal.Culprits(CryptoError.InvalidShares, () => FrostSigning.Aggregate(key, forged, list, [answer, theirAnswer])));

        Type[] given = [.. typeof(FrostSigning).GetMethod(nameof(FrostSigning.Sign))!.GetParameters().Select(p => p.ParameterType)];
        Assert.Equal([typeof(FrostNonces), typeof(ReadOnlySpan<byte>), typeof(IReadOnlyCollection<FrostCommitment>)], given);
        Assert.Single(typeof(FrostSigning).GetMember(nameof(FrostSigning.Sign), BindingFlags.Public | BindingFlags.Static));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Two_answers_from_one_nonce_would_tell_the_share_and_there_is_no_second(string algorithm)
    {
        JsonElement c = Vectors.Case(File, "attack-nonce-reuse-" + algorithm);
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        PrimeGroup group = suite.Group;
        byte[] publicKey = c.Hex("groupPublic");
        byte[][] messages = [.. c.GetProperty("messages").EnumerateArray().Select(e => e.Hex())];
        byte[][] responses = [.. c.GetProperty("responses").EnumerateArray().Select(e => e.Hex())];
        suite.Challenge(c.Hex("R"), publicKey, messages[0], out GroupScalar k0);
        suite.Challenge(c.Hex("R"), publicKey, messages[1], out GroupScalar k1);
        group.Subtract(out GroupScalar dz, Read(suite, responses[0]), Read(suite, responses[1]));
        group.Subtract(out GroupScalar dk, k0, k1);
        group.InvertPublic(out dk, dk);
        group.Multiply(out GroupScalar share, dz, dk);
        Assert.Equal(c.Hex("recoveredShare"), Octets(suite, share));

        (KeyShare mine, KeyShare theirs) = Shares(Vectors.Case(File, "attack-coefficient-" + algorithm), algorithm);
        Assert.Equal(publicKey, mine.Commitments.PublicKey.Encode());
        FrostNonces nonces = FrostSigning.Commit(mine, new SeededRandom("honest"));
        FrostCommitment[] list = [nonces.Commitment, FrostSigning.Commit(theirs, new SeededRandom("adversary")).Commitment];
        FrostSigning.Sign(nonces, messages[0], list);
        Assert.Equal(CryptoError.OutOfOrder, Refusal.Code(() => FrostSigning.Sign(nonces, messages[1], list)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_nonce_that_hangs_on_the_message_alone_would_tell_the_key_and_none_does(string algorithm)
    {
        JsonElement c = Vectors.Case(File, "attack-empty-prefix-" + algorithm);
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        PrimeGroup group = suite.Group;
        byte[] message = c.Hex("message");
        byte[] bad = c.Hex("badSignature");
        Assert.True(suite.Verify(c.Hex("public"), message, bad));

        // r = H(message) is known to everybody, and so is (S - r)/k.
        GroupScalar nonce;
        if (algorithm == "Ed448")
        {
            byte[] wide = new byte[suite.HashSize];
            Shake256Hash.HashData([.. "SigEd448\0\0"u8, .. message], wide);
            group.ReduceWide(wide, out nonce);
        }
        else
        {
            group.ReduceWide(System.Security.Cryptography.SHA512.HashData(message), out nonce);
        }

        suite.Challenge(bad.AsSpan(0, suite.ElementSize), c.Hex("public"), message, out GroupScalar k);
        group.InvertPublic(out k, k);
        group.Subtract(out GroupScalar difference, Read(suite, bad[suite.ElementSize..]), nonce);
        group.Multiply(out GroupScalar key, difference, k);
        Assert.Equal(c.Hex("scalar"), Octets(suite, key));

        // Signatures of one message by the same holders never have the same R, nor that one.
        using PrivateScalar secret = Algorithm.Reduced(algorithm, c.Hex("scalar"));
        IReadOnlyList<KeyShare> shares = KeySharing.Split(group, secret, 1, 1, new SeededRandom("split"));
        var seen = new HashSet<string> { Convert.ToHexString(bad[..suite.ElementSize]) };
        for (int i = 0; i < 8; i++)
        {
            FrostNonces nonces = FrostSigning.Commit(shares[0], SystemRandom.Instance);
            byte[] signature = FrostSigning.Aggregate(
                shares[0].Commitments, message, [nonces.Commitment], [FrostSigning.Sign(nonces, message, [nonces.Commitment])]);
            Assert.True(suite.Verify(c.Hex("public"), message, signature));
            Assert.True(seen.Add(Convert.ToHexString(signature[..suite.ElementSize])));
        }
    }

    [Theory]
    [MemberData(nameof(OneNonce))]
    public void Published_signatures_of_the_scheme_with_one_nonce_have_the_right_numbers(string id)
    {
        // The scheme itself is not built (Mesh threshold, section 5.2); its vectors test the challenge and the arithmetic.
        JsonElement c = Vectors.Case(File, id);
        FrostSuite suite = Quorum.SuiteOf(c.Text("alg"));
        PrimeGroup group = suite.Group;
        JsonElement expected = c.GetProperty("expected");
        byte[] publicKey = c.GetProperty("aggregate").Hex("public");
        byte[] message = c.Hex("message");
        suite.Challenge(expected.Hex("R"), publicKey, message, out GroupScalar k);
        Assert.Equal(expected.Hex("k"), Octets(suite, k));
        byte[][] weighted, nonces;
        if (c.Has("weighted"))
        {
            weighted = [.. c.GetProperty("weighted").EnumerateArray().Select(e => e.Hex())];
            nonces = [.. c.GetProperty("r").EnumerateArray().Select(e => e.Hex())];
        }
        else
        {
            weighted = [.. c.GetProperty("signers").EnumerateArray().Select(e => e.Hex("scalar"))];
            nonces = [.. c.GetProperty("signers").EnumerateArray().Select(e => e.Hex("r"))];
        }

        byte[][] shares = [.. expected.GetProperty("shares").EnumerateArray().Select(e => e.Hex())];
        GroupScalar sum = default;
        GroupPoint r = group.Neutral;
        for (int i = 0; i < shares.Length; i++)
        {
            GroupScalar nonce = Reduced(suite, nonces[i]);
            group.MultiplyAdd(out GroupScalar share, k, Reduced(suite, weighted[i]), nonce);
            Assert.Equal(shares[i], Octets(suite, share));
            group.Add(out sum, sum, share);
            group.MultiplyBase(out GroupPoint point, nonce);
            group.Add(out r, r, point);
        }

        Assert.Equal(expected.Hex("R"), new GroupElement(group, r).Encode());
        Assert.Equal(expected.Hex("signature"), (byte[])[.. expected.Hex("R"), .. Octets(suite, sum)]);
        Assert.True(suite.Verify(publicKey, message, expected.Hex("signature")));
    }

    // The honest and the adversary's additive shares of a vector.
    private static (KeyShare Mine, KeyShare Theirs) Shares(JsonElement c, string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        PrivateScalar[] scalars = [Algorithm.Reduced(algorithm, c.Hex("honestShare")), Algorithm.Reduced(algorithm, c.Hex("adversaryShare"))];
        GroupElement[] publicKeys = [.. scalars.Select(group.BaseMultiple)];
        GroupElement key = group.Decode(c.Hex("groupPublic"));
        return (
            new DirectShare(key, publicKeys, 1, scalars[0]).ToKeyShare(),
            new DirectShare(key, publicKeys, 2, scalars[1]).ToKeyShare());
    }

    private static GroupScalar Read(FrostSuite suite, byte[] octets)
    {
        suite.Read("A scalar", octets, out GroupScalar scalar);
        return scalar;
    }

    private static GroupScalar Reduced(FrostSuite suite, byte[] octets)
    {
        suite.Group.ReduceWide(octets, out GroupScalar scalar);
        return scalar;
    }

    private static byte[] Octets(FrostSuite suite, in GroupScalar scalar)
    {
        byte[] octets = new byte[suite.ScalarSize];
        suite.Write(scalar, octets);
        return octets;
    }
}
