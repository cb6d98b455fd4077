using System.Text.Json;
using Mesh.Cryptography.Tests.Groups;
using Mesh.Cryptography.Tests.Threshold;

namespace Mesh.Cryptography.Tests.Frost;

/// <summary>RFC 9591 appendix E and more sets of its form, octet for octet, through the functions that production calls.</summary>
public class FrostVectorTests
{
    private const string File = "frost-rfc9591.json";

    public static TheoryData<string> Signatures => Vectors.Ids(File, c => c.Text("kind") == "sign");

    public static TheoryData<string> Refused => Vectors.Ids(File, c => c.Text("kind") == "reject");

    public static TheoryData<string> Additive => Vectors.Ids("threshold.json", c => c.Text("group") == "sign-frost-additive");

    [Theory]
    [MemberData(nameof(Signatures))]
    public void Published_signatures_are_made(string id)
    {
        JsonElement c = Vectors.Case(File, id);
        JsonElement inputs = c.GetProperty("inputs");
        JsonElement derived = c.GetProperty("derived");
        string algorithm = c.Text("alg");
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        byte[] message = inputs.Hex("message");
        JsonElement[] published = [.. inputs.GetProperty("participant_shares").EnumerateArray()];
        IReadOnlyList<KeyShare> shares = Split(
            algorithm,
            inputs.Hex("group_secret_key"),
            [.. inputs.GetProperty("share_polynomial_coefficients").EnumerateArray().Select(e => e.Hex())],
            [.. published.Select(p => p.GetProperty("identifier").GetInt32())]);
        ShareCommitments key = shares[0].Commitments;
        Assert.Equal(inputs.Hex("group_public_key"), key.PublicKey.Encode());
        Assert.Equal(derived.GetProperty("vssCommitment").EnumerateArray().SelectMany(e => e.Hex()), key.Encode());
        for (int i = 0; i < shares.Count; i++)
        {
            Assert.Equal(published[i].Hex("participant_share"), Octets(suite, shares[i]));
        }

        foreach (JsonProperty share in derived.GetProperty("sharePublic").EnumerateObject())
        {
            Assert.Equal(share.Value.Hex(), key.SharePublicKey(int.Parse(share.Name, null)).Encode());
        }

        Signer[] signers = [.. c.GetProperty("round_one_outputs").GetProperty("outputs").EnumerateArray()
            .Join(
                c.GetProperty("round_two_outputs").GetProperty("outputs").EnumerateArray(),
                one => one.GetProperty("identifier").GetInt32(),
                two => two.GetProperty("identifier").GetInt32(),
                (one, two) => new Signer(
                    one.GetProperty("identifier").GetInt32(),
                    one.Hex("hiding_nonce_randomness"),
                    one.Hex("binding_nonce_randomness"),
                    one.Hex("hiding_nonce"),
                    one.Hex("binding_nonce"),
                    one.Hex("hiding_nonce_commitment"),
                    one.Hex("binding_nonce_commitment"),
                    one.Hex("binding_factor_input"),
                    one.Hex("binding_factor"),
                    derived.GetProperty("lagrange").Hex(one.GetProperty("identifier").GetInt32().ToString((IFormatProvider?)null)),
                    two.Hex("sig_share")))];
        Assert.Equal(inputs.GetProperty("participant_list").EnumerateArray().Select(e => e.GetInt32()), signers.Select(s => s.Identifier));
        Check(suite, shares, message, signers, derived.Hex("groupCommitment"), derived.Hex("challenge"), c.GetProperty("final_output").Hex("sig"));
    }

    [Theory]
    [MemberData(nameof(Additive))]
    public void Additive_shares_sign_with_the_inverse_of_their_coefficient(string id)
    {
        JsonElement c = Vectors.Case("threshold.json", id);
        string algorithm = c.Text("alg");
        FrostSuite suite = Quorum.SuiteOf(algorithm);
        JsonElement[] published = [.. c.GetProperty("signers").EnumerateArray()];
        PrivateScalar[] additive = [.. c.GetProperty("additiveShares").EnumerateArray().Select(e => Algorithm.Reduced(algorithm, e.Hex()))];
        GroupElement[] publicKeys = [.. additive.Select(suite.Group.BaseMultiple)];
        GroupElement key = suite.Group.Decode(c.Hex("groupPublic"));
        KeyShare[] shares = [.. additive.Select((scalar, i) => new DirectShare(key, publicKeys, i + 1, scalar).ToKeyShare())];
        for (int i = 0; i < published.Length; i++)
        {
            Assert.Equal(published[i].Hex("secretShare"), Octets(suite, shares[i]));
            Assert.Equal(published[i].Hex("sharePublic"), shares[i].PublicKey.Encode());
        }

        Signer[] signers = [.. published.Select(p => new Signer(
            p.GetProperty("identifier").GetInt32(),
            p.Hex("hidingRandom"),
            p.Hex("bindingRandom"),
            p.Hex("hidingNonce"),
            p.Hex("bindingNonce"),
            p.Hex("hidingCommitment"),
            p.Hex("bindingCommitment"),
            p.Hex("bindingFactorInput"),
            p.Hex("bindingFactor"),
            p.Hex("lagrange"),
            p.Hex("signatureShare")))];
        JsonElement expected = c.GetProperty("expected");
        Check(suite, shares, c.Hex("message"), signers, expected.Hex("R"), expected.Hex("challenge"), expected.Hex("signature"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Published_bad_elements_are_refused(string id)
    {
        JsonElement c = Vectors.Case(File, id);
        FrostSuite suite = Quorum.SuiteOf(c.Text("alg"));
        byte[] good = suite.Group.BaseMultiple(Algorithm.Random(c.Text("alg"), "good")).Encode();
        byte[] identifier = new byte[suite.ScalarSize];
        identifier[0] = 1;
        byte[] bad = c.Hex("element");
        Assert.Equal(1, FrostCommitment.Decode(suite, [.. identifier, .. good, .. good]).Identifier);
        Assert.Equal(CryptoError.SmallOrder, Refusal.Code(() => FrostCommitment.Decode(suite, [.. identifier, .. bad, .. good])));
        Assert.Equal(CryptoError.SmallOrder, Refusal.Code(() => FrostCommitment.Decode(suite, [.. identifier, .. good, .. bad])));
    }

    private static void Check(
        FrostSuite suite, IReadOnlyList<KeyShare> shares, byte[] message, Signer[] signers, byte[] r, byte[] challenge, byte[] signature)
    {
        ShareCommitments key = shares[0].Commitments;
        FrostNonces[] nonces = [.. signers.Select(s => FrostSigning.Commit(
            shares.Single(share => share.Identifier == s.Identifier), new FixedRandom([s.HidingRandom, s.BindingRandom])))];
        FrostCommitment[] commitments = [.. nonces.Select(n => n.Commitment)];
        var group = new FrostGroupCommitment(key, message, commitments);
        Assert.Equal(r, group.R);
        Assert.Equal(challenge, Octets(suite, group.Challenge));
        var signatureShares = new FrostSignatureShare[signers.Length];
        for (int i = 0; i < signers.Length; i++)
        {
            Signer signer = signers[i];
            nonces[i].Share.Read(out GroupScalar y);
            suite.Nonce(y, new FixedRandom([signer.HidingRandom]), out GroupScalar hiding);
            suite.Nonce(y, new FixedRandom([signer.BindingRandom]), out GroupScalar binding);
            Assert.Equal(signer.HidingNonce, Octets(suite, hiding));
            Assert.Equal(signer.BindingNonce, Octets(suite, binding));
            Assert.Equal(signer.HidingCommitment, commitments[i].Hiding.Encode());
            Assert.Equal(signer.BindingCommitment, commitments[i].Binding.Encode());

            byte[] identifier = new byte[suite.ScalarSize];
            suite.WriteIdentifier(signer.Identifier, identifier);
            Assert.Equal(signer.BindingFactorInput, (byte[])[.. group.BindingFactorPrefix, .. identifier]);
            Assert.Equal(signer.BindingFactor, Octets(suite, group.BindingFactor(signer.Identifier)));
            int[] identifiers = [.. signers.Select(s => s.Identifier)];
            Assert.Equal(signer.Lagrange, Octets(suite, Holders.Lagrange(suite.Group, identifiers, signer.Identifier)));

            signatureShares[i] = FrostSigning.Sign(nonces[i], message, commitments);
            Assert.Equal(signer.Share, signatureShares[i].Encode());
            Assert.True(FrostSigning.VerifyShare(key, message, commitments, signatureShares[i]));
        }

        Assert.Equal(signature, FrostSigning.Aggregate(key, message, commitments, signatureShares));
        Assert.True(suite.Verify(key.PublicKey.Encode(), message, signature));
    }

    private static IReadOnlyList<KeyShare> Split(string algorithm, byte[] key, byte[][] coefficients, int[] identifiers)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        using PrivateScalar secret = Algorithm.Reduced(algorithm, key);
        var random = new FixedRandom(coefficients.Select(c => (byte[])[.. c, .. new byte[group.WideSize - c.Length]]));
        return KeySharing.Split(group, secret, coefficients.Length + 1, identifiers, random);
    }

    private static byte[] Octets(FrostSuite suite, KeyShare share)
    {
        share.Read(out GroupScalar value);
        return Octets(suite, value);
    }

    private static byte[] Octets(FrostSuite suite, in GroupScalar scalar)
    {
        byte[] octets = new byte[suite.ScalarSize];
        suite.Write(scalar, octets);
        return octets;
    }

    private sealed record Signer(
        int Identifier,
        byte[] HidingRandom,
        byte[] BindingRandom,
        byte[] HidingNonce,
        byte[] BindingNonce,
        byte[] HidingCommitment,
        byte[] BindingCommitment,
        byte[] BindingFactorInput,
        byte[] BindingFactor,
        byte[] Lagrange,
        byte[] Share);
}
