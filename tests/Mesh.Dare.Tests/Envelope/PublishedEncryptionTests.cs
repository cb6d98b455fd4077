using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>
/// Encrypted envelopes of the drafts and of the reference's examples. Their recipients are Ed25519 keys used for key agreement.
/// </summary>
public class PublishedEncryptionTests
{
    public static TheoryData<string> Encrypted =>
        [.. Vectors.DareOf("envelope-encrypted", "envelope-encrypted-eds", "envelope-signed-encrypted")
            .Where(v => v.GetProperty("checks").GetProperty("payload_decrypts").GetBoolean()).Select(v => v.Id())];

    public static TheoryData<string> Overwritten =>
        [.. Vectors.DareOf("envelope-encrypted", "envelope-encrypted-eds", "envelope-signed-encrypted")
            .Where(v => !v.GetProperty("checks").GetProperty("payload_decrypts").GetBoolean()).Select(v => v.Id())];

    public static TheoryData<string> Sessions =>
        [.. Vectors.DareOf("sequence-list").Select(v => v.Id()).Where(id => id.EndsWith("-encrypted-session", StringComparison.Ordinal))];

    public static TheoryData<string> Signed => Vectors.DareIds("envelope-signed", "envelope-signed-encrypted");

    public static TheoryData<string> SignedAndEncrypted =>
        [.. Vectors.DareOf("envelope-signed-encrypted").Where(v => v.GetProperty("checks").GetProperty("witness").GetBoolean()).Select(v => v.Id())];

    [Theory]
    [MemberData(nameof(Encrypted))]
    public void Published_body_and_annotations_decrypt_where_the_caller_permits_it(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        OpenedEnvelope opened = Open(vector, LegacyReading.UnsignedCbc);
        Assert.Equal(vector.Inputs().OptionalText("plaintext") ?? vector.Expected().Text("plaintext"), Utf8(opened.Plaintext));
        if (vector.Expected().TryGetProperty("eds_plaintext", out JsonElement items))
        {
            Assert.Equal(items.EnumerateArray().Select(e => e.GetString()), opened.Annotations.Select(Utf8));
        }

        Assert.False(opened.MetadataIsBound);
        Assert.True(opened.Level <= VerificationLevel.Digest);
    }

    [Theory]
    [MemberData(nameof(Encrypted))]
    [Requirement("CRY-11")]
    public void Cbc_is_refused_unless_the_caller_permits_it(string id)
    {
        foreach (LegacyReading legacy in new[] { LegacyReading.None, LegacyReading.SignedCbc })
        {
            DareException e = Assert.Throws<DareException>(() => Open(Vectors.Dare(id), legacy));
            Assert.Equal(DareError.UnsupportedAlgorithm, e.Code);
        }
    }

    [Theory]
    [MemberData(nameof(Overwritten))]
    public void Envelopes_whose_header_was_overwritten_by_their_writer_do_not_decrypt(string id)
    {
        DareException e = Assert.Throws<DareException>(() => Open(Vectors.Dare(id), LegacyReading.UnsignedCbc));
        Assert.Equal(DareError.Decryption, e.Code);
    }

    [Theory]
    [InlineData("A256GCM")]
    [InlineData("A128CBC")]
    [InlineData("A256CBC-HS512")]
    public void A_misnamed_body_is_read_as_cbc_only_on_request(string name)
    {
        JsonElement vector = Vectors.Dare("env-12-encrypted");
        DareHeader header = UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope")).Header;
        string json = Utf8(header.Octets).Replace("A256CBC", name, StringComparison.Ordinal);
        var misnamed = new UnverifiedEnvelope(
            DareHeader.Parse(System.Text.Encoding.UTF8.GetBytes(json)), vector.Expected().Hex("ciphertext"), DareTrailer.Empty);
        Assert.Equal(
            vector.Inputs().Text("plaintext"),
            Utf8(Open(vector, misnamed, LegacyReading.UnsignedCbc | LegacyReading.MisnamedCbc).Plaintext));
        Assert.Throws<DareException>(() => Open(vector, misnamed, LegacyReading.UnsignedCbc));
        Assert.Throws<DareException>(() => Open(vector, misnamed, LegacyReading.MisnamedCbc));
    }

    [Theory]
    [MemberData(nameof(Encrypted))]
    public void An_agreement_that_was_computed_elsewhere_serves_as_well(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        UnverifiedEnvelope envelope = UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope"));
        using var agreement = new SecretBytes(vector.Expected().Hex("agreement"));
        var request = new OpenRequest
        {
            Agreements = new Dictionary<string, SecretBytes> { [Assert.Single(envelope.Header.Recipients!).KeyIdentifier] = agreement },
            Legacy = LegacyReading.UnsignedCbc,
        };
        Assert.Equal(
            vector.Inputs().OptionalText("plaintext") ?? vector.Expected().Text("plaintext"),
            Utf8(EnvelopeOpener.Open(envelope, request).Plaintext));
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public void Frames_of_a_session_open_with_the_recipients_of_their_exchange(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        PublishedSequence sequence = PublishedSequence.Read(
            new MemoryOctets(Convert.FromBase64String(vector.Expected().Text("bytes"))));
        using var ring = new OneKey(AgreementPrivateKey.ForReading(vector.Inputs().Hex("alice_decrypt_seed")));
        foreach (PublishedFrame frame in sequence.Forward())
        {
            OpenedEnvelope opened = EnvelopeOpener.Open(
                sequence.Envelope(frame),
                new OpenRequest { Keys = ring, Exchange = sequence.Exchange(frame), Legacy = LegacyReading.UnsignedCbc });
            Assert.Equal(frame.Index == 0 ? 0 : 300, opened.Plaintext.Length);
            Assert.All(opened.Plaintext.ToArray().Index(), b => Assert.Equal(b.Index % 256, b.Item));
        }
    }

    [Theory]
    [MemberData(nameof(Signed))]
    public void Published_signature_by_ed25519_verifies_in_its_own_form(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        UnverifiedEnvelope envelope = UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope"));
        bool manifest = Form(vector).Contains("manifest", StringComparison.Ordinal);
        SignatureForms form = manifest ? SignatureForms.PlainManifest : SignatureForms.PayloadDigestEmptyContext;
        SignerPolicy signer = Policy(vector, envelope);
        VerifiedSignature verified = Assert.Single(
            EnvelopeVerifier.Verify(envelope, signer.With(form), legacy: LegacyReading.SignedCbc).Signatures);
        Assert.Equal(form, verified.Form);

        // The empty context is accepted only where it is named, and the other forms not at all.
        foreach (SignatureForms other in new[]
        {
            SignatureForms.SignedData, SignatureForms.PayloadDigest,
            manifest ? SignatureForms.PayloadDigestEmptyContext : SignatureForms.PlainManifest,
        })
        {
            Assert.Equal(
                DareError.SignatureInvalid,
                TestKeys.ErrorOf(() => EnvelopeVerifier.Verify(envelope, signer.With(other), legacy: LegacyReading.SignedCbc)));
        }
    }

    [Theory]
    [MemberData(nameof(SignedAndEncrypted))]
    public void Cbc_under_a_verified_signature_opens_and_its_witness_is_checked(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        UnverifiedEnvelope envelope = UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope"));
        using var ring = new OneKey(AgreementPrivateKey.ForReading(vector.Inputs().Hex("alice_decrypt_seed")));
        var request = new OpenRequest
        {
            Keys = ring,
            Legacy = LegacyReading.SignedCbc,
            Signers = Policy(vector, envelope).With(SignatureForms.PlainManifest | SignatureForms.PayloadDigestEmptyContext),
        };
        OpenedEnvelope opened = EnvelopeOpener.Open(envelope, request);
        Assert.Equal(vector.Inputs().Text("plaintext"), Utf8(opened.Plaintext));
        Assert.Equal(VerificationLevel.Signed, opened.Level);
        Assert.False(opened.MetadataIsBound);

        string witness = Mesh.Encoding.Base64UrlText.Encode(vector.Expected().Hex("witness"));
        UnverifiedEnvelope wrong = envelope.Changed(witness, Mesh.Encoding.Base64UrlText.Encode(new byte[32]));
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(wrong, request)));
    }

    [Fact]
    [Requirement("CRY-11")]
    public void A_changed_cbc_body_gives_the_one_error_of_decryption()
    {
        JsonElement vector = Vectors.Dare("env-12-encrypted");
        UnverifiedEnvelope whole = UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope"));
        byte[] padding = whole.Body.ToArray();
        padding[^17] ^= 1;
        foreach (byte[] body in new[] { padding, whole.Body.ToArray()[..^1], [] })
        {
            DareException e = Assert.Throws<DareException>(
                () => Open(vector, new UnverifiedEnvelope(whole.Header, body, DareTrailer.Empty), LegacyReading.UnsignedCbc));
            Assert.Equal(DareError.Decryption, e.Code);
        }
    }

    private static string Utf8(ReadOnlyMemory<byte> octets) => System.Text.Encoding.UTF8.GetString(octets.Span);

    private static string Form(JsonElement vector) =>
        vector.GetProperty("checks").GetProperty("signature_form").EnumerateArray().Single().GetString()!;

    // The drafts up to -08 and the examples of 2024 make other fingerprints than those between, so the kid is taken as it stands.
    private static SignerPolicy Policy(JsonElement vector, UnverifiedEnvelope envelope)
    {
        using SignaturePrivateKey key = SignaturePrivateKey.FromOctets(
            KeyAlgorithm.Ed25519, PrivateKeyForm.Ordinary, vector.Inputs().Hex("sign_seed"));
        return SignerPolicy.AllOf(key.Public).WithName(Assert.Single(envelope.Claims.Signatures).KeyIdentifier!, key.Public);
    }

    private static OpenedEnvelope Open(JsonElement vector, LegacyReading legacy) =>
        Open(vector, UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope")), legacy);

    private static OpenedEnvelope Open(JsonElement vector, UnverifiedEnvelope envelope, LegacyReading legacy)
    {
        using var ring = new OneKey(AgreementPrivateKey.ForReading(vector.Inputs().Hex("alice_decrypt_seed")));
        return EnvelopeOpener.Open(envelope, new OpenRequest { Keys = ring, Legacy = legacy });
    }

    /// <summary>One key under every name.</summary>
    private sealed class OneKey(AgreementPrivateKey key) : IDecryptionKeyring, IDisposable
    {
        public AgreementPrivateKey? Find(string kid) => key;

        public void Dispose() => key.Dispose();
    }
}
