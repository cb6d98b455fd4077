using Mesh.Keys;

namespace Mesh.Dare.Tests;

public class SignerPolicyTests
{
    private static readonly SignaturePublicKey A = TestKeys.Signer.Public;
    private static readonly SignaturePublicKey B = TestKeys.OtherSigner.Public;

    [Fact]
    public void All_or_any_of_the_keys_must_have_signed()
    {
        UnverifiedEnvelope byA = TestKeys.Sealed(signers: TestKeys.Signer);
        Assert.Single(Open(byA, SignerPolicy.AllOf(A)).Signatures);
        Assert.Single(Open(byA, SignerPolicy.AnyOf(A, B)).Signatures);
        Assert.Equal(DareError.SignatureMissing, TestKeys.ErrorOf(() => Open(byA, SignerPolicy.AllOf(A, B))));
        Assert.Equal(DareError.SignatureMissing, TestKeys.ErrorOf(() => Open(byA, SignerPolicy.AnyOf(B))));
        Assert.Equal(2, Open(TestKeys.Sealed("x", TestKeys.Signer, TestKeys.OtherSigner), SignerPolicy.AllOf(B, A)).Signatures.Count);
    }

    [Fact]
    public void Nobody_asked_for_gives_no_signature()
    {
        OpenedEnvelope opened = Open(TestKeys.Sealed(signers: TestKeys.Signer), SignerPolicy.None);
        Assert.Empty(opened.Signatures);
        Assert.Equal(VerificationLevel.Digest, opened.Level);
    }

    [Fact]
    public void Known_keys_are_reported_where_they_signed_and_refuse_where_they_did_so_wrongly()
    {
        SignerPolicy known = SignerPolicy.WhereKnown([A]);
        Assert.Single(Open(TestKeys.Sealed(signers: TestKeys.Signer), known).Signatures);
        Assert.Empty(Open(TestKeys.Sealed(signers: TestKeys.OtherSigner), known).Signatures);
        Assert.Empty(Open(TestKeys.Sealed(), known).Signatures);
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Open(Broken(A), known)));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => EnvelopeVerifier.Verify(TestKeys.Sealed(), known)));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => EnvelopeVerifier.Verify(TestKeys.Sealed(), SignerPolicy.None)));
    }

    [Fact]
    public void A_wrong_signature_counts_only_when_its_key_is_asked_for()
    {
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Open(Broken(A), SignerPolicy.AnyOf(A, B))));
        Assert.Single(Open(Broken(A), SignerPolicy.AnyOf(B)).Signatures);
    }

    [Fact]
    public void Another_name_of_a_key_counts_for_the_older_forms_alone()
    {
        SignerPolicy named = SignerPolicy.AllOf(A).WithName("old name", A);
        Assert.Single(Open(TestKeys.Sealed(signers: TestKeys.Signer), named).Signatures);
        UnverifiedEnvelope renamed = TestKeys.Sealed(signers: TestKeys.Signer).Changed(
            $"\"signatures\":[{{\"kid\":\"{A.Kid}\"", "\"signatures\":[{\"kid\":\"old name\"");
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Open(renamed, named)));
    }

    [Fact]
    public void A_second_wrong_entry_by_the_same_key_refuses_the_envelope()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealed(signers: TestKeys.Signer);
        DareSignature good = Assert.Single(envelope.Trailer.Signatures);
        byte[] value = good.Value!.Value.ToArray();
        value[5] ^= 1;
        var bad = new DareSignature
        {
            KeyIdentifier = good.KeyIdentifier,
            Algorithm = good.Algorithm,
            SignedData = good.SignedData,
            Value = value,
            Witness = good.Witness,
        };
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Open(With(envelope, good, bad), SignerPolicy.AllOf(A))));
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Open(With(envelope, bad, good), SignerPolicy.AllOf(A))));
    }

    [Fact]
    public void A_signature_needs_the_digest_in_the_header_and_not_only_in_the_trailer()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealed(signers: TestKeys.Signer).Changed("\"dig\":\"S512\",\"enc\"", "\"enc\"");
        envelope = envelope.Changed("{\"PayloadDigest\"", "{\"dig\":\"S512\",\"PayloadDigest\"");
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Open(envelope, SignerPolicy.AllOf(A))));
        envelope = TestKeys.Sealed(signers: TestKeys.Signer).Changed("\"dig\":\"S512\",\"enc\"", "\"dig\":\"none\",\"enc\"");
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Open(envelope, SignerPolicy.AllOf(A))));
        envelope = TestKeys.Sealed(signers: TestKeys.Signer).Changed("\"dig\":\"S512\",\"enc\"", "\"dig\":\"SHA2\",\"enc\"");
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => Open(envelope, SignerPolicy.AllOf(A))));
    }

    [Fact]
    public void Signed_data_without_a_digest_of_the_header_is_refused_even_when_it_says_so_itself()
    {
        // Made by a signer who leaves dig out everywhere but in the trailer.
        var header = new DareHeader();
        byte[] body = "body"u8.ToArray();
        byte[] digest = DareDigest.S512.Compute(body);
        byte[] signedData = EnvelopeStatement.Of(A.Kid, header, digest, null, null, MeshTime.Format(TestKeys.Now)).ToOctets();
        DareSignature signature = EnvelopeSigner.Sign(TestKeys.Signer, signedData, null, new SeededRandom("no dig"));
        var envelope = new UnverifiedEnvelope(
            header, body, new DareTrailer { DigestAlgorithm = "S512", PayloadDigest = digest, Signatures = [signature] });
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => EnvelopeVerifier.Verify(envelope, SignerPolicy.AllOf(A))));
    }

    [Fact]
    public void The_older_forms_do_not_sign_what_we_seal_even_where_they_are_permitted()
    {
        UnverifiedEnvelope plain = TestKeys.Sealer().Seal(
            "body"u8, new SealRequest { Recipients = [TestKeys.Reader.Public], WithDigest = true });
        byte[] digest = plain.Trailer.PayloadDigest!.Value.ToArray();
        SignerPolicy policy = SignerPolicy.AllOf(A).With(
            SignatureForms.SignedData | SignatureForms.PlainManifest | SignatureForms.PayloadDigest);
        DareSignature manifest = EnvelopeSigner.SignManifest(TestKeys.Signer, digest, new SeededRandom("manifest"));
        var bare = new DareSignature
        {
            KeyIdentifier = A.Kid,
            Algorithm = "S512",
            Value = TestKeys.Signer.Sign(digest, new SeededRandom("bare")),
        };
        foreach (DareSignature signature in new[] { manifest, bare })
        {
            var clear = new UnverifiedEnvelope(
                new DareHeader { DigestAlgorithm = "S512" }, plain.Body, new DareTrailer { PayloadDigest = digest, Signatures = [signature] });
            Assert.Single(EnvelopeVerifier.Verify(clear, policy).Signatures);
            Assert.Equal(
                DareError.SignatureInvalid, TestKeys.ErrorOf(() => EnvelopeVerifier.Verify(With(plain, signature), policy)));
        }
    }

    [Fact]
    public void A_place_asks_for_a_signature_that_states_it()
    {
        var place = new StorePlace(new byte[16], 3);
        byte[] meta = new ContentMeta { Origin = place.Origin, Index = 3 }.ToOctets();
        UnverifiedEnvelope Seal(StorePlace? signedPlace, bool manifest = false) => TestKeys.Sealer().Seal(
            "body"u8,
            new SealRequest { Signers = [TestKeys.Signer], ContentMetaData = meta, Place = signedPlace, PlainManifest = manifest });
        SignerPolicy signer = SignerPolicy.AllOf(A);
        Assert.Single(EnvelopeVerifier.Verify(Seal(place), signer, place).Signatures);
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => EnvelopeVerifier.Verify(Seal(null), signer, place)));
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => EnvelopeVerifier.Verify(Seal(place), signer)));
        SignerPolicy assertion = signer.With(SignatureForms.PlainManifest);
        Assert.Equal(
            DareError.SignatureInvalid, TestKeys.ErrorOf(() => EnvelopeVerifier.Verify(Seal(null, manifest: true), assertion, place)));
        Assert.Single(EnvelopeVerifier.Verify(Seal(null, manifest: true), assertion).Signatures);
    }

    [Fact]
    public void A_policy_that_asks_needs_a_key()
    {
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => SignerPolicy.AllOf()));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => SignerPolicy.AnyOf()));
    }

    [Fact]
    public void Agreement_keys_do_not_sign() =>
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => SignatureLabels.Algorithm(KeyAlgorithm.X448)));

    private static OpenedEnvelope Open(UnverifiedEnvelope envelope, SignerPolicy policy) =>
        EnvelopeOpener.Open(UnverifiedEnvelope.Parse(envelope.ToJson()), TestKeys.Open(policy));

    private static UnverifiedEnvelope With(UnverifiedEnvelope envelope, params DareSignature[] signatures) => new(
        envelope.Header,
        envelope.Body,
        new DareTrailer
        {
            PayloadDigest = envelope.Trailer.PayloadDigest,
            PayloadTag = envelope.Trailer.PayloadTag,
            Signatures = signatures,
        });

    // Signed by both, the signature of one of them broken.
    private static UnverifiedEnvelope Broken(SignaturePublicKey key)
    {
        UnverifiedEnvelope envelope = TestKeys.Sealed("x", TestKeys.Signer, TestKeys.OtherSigner);
        return With(envelope, [.. envelope.Trailer.Signatures.Select(s => s.KeyIdentifier != key.Kid ? s : new DareSignature
        {
            KeyIdentifier = s.KeyIdentifier,
            Algorithm = s.Algorithm,
            SignedData = s.SignedData,
            Value = new byte[114],
            Witness = s.Witness,
        })]);
    }
}
