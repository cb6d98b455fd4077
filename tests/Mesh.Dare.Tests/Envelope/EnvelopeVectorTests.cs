using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

public class EnvelopeVectorTests
{
    public static TheoryData<string> Sealed => Vectors.SealingIds("envelope");

    public static TheoryData<string> Signed => Vectors.SealingIds("signature-signed-data");

    public static TheoryData<string> Refused => Vectors.SealingIds("envelope-refused");

    [Theory]
    [MemberData(nameof(Sealed))]
    [Requirement("CRY-12")]
    public void Sealed_envelope_is_that_of_the_vector_and_every_recipient_opens_it(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        UnverifiedEnvelope envelope = Seal(vector, withDigest: vector.Inputs().OptionalText("dig") is not null);
        Assert.Equal(vector.Expected().Text("envelope"), System.Text.Encoding.UTF8.GetString(envelope.ToJson()));
        foreach (string recipient in RecipientIds(vector))
        {
            using Keyring ring = VectorKeys.Ring(recipient);
            OpenedEnvelope opened = EnvelopeOpener.Open(
                UnverifiedEnvelope.Parse(vector.Expected().Utf8("envelope")), new OpenRequest { Keys = ring });
            Assert.Equal(vector.Inputs().Text("plaintext"), Vectors.Hex(opened.Plaintext.Span));
            Assert.Equal(vector.Inputs().OptionalUtf8("ContentMetaData"), opened.ContentMetaData.ToArray());
            Assert.Equal(VerificationLevel.Digest, opened.Level);
            Assert.Empty(opened.Signatures);
            Assert.True(opened.MetadataIsBound);
        }
    }

    [Fact]
    public void Envelope_to_a_shared_secret_is_that_of_the_vector_and_opens()
    {
        JsonElement vector = Vectors.Sealing("env-gcm-symmetric");
        using var secret = new SecretBytes(vector.Inputs().Hex("symmetric_key"));
        var sealer = new EnvelopeSealer(new KnownRandom(vector.Inputs().Hex("seed"), vector.Inputs().Hex("Salt")), TimeProvider.System);
        UnverifiedEnvelope envelope = sealer.Seal(vector.Inputs().Hex("plaintext"), new SealRequest
        {
            ContentMetaData = vector.Inputs().Utf8("ContentMetaData"),
            SymmetricRecipients = [secret],
        });
        Assert.Equal(vector.Expected().Text("envelope"), System.Text.Encoding.UTF8.GetString(envelope.ToJson()));
        OpenedEnvelope opened = EnvelopeOpener.Open(envelope, new OpenRequest { SymmetricKeys = [secret] });
        Assert.Equal(vector.Inputs().Text("plaintext"), Vectors.Hex(opened.Plaintext.Span));
    }

    [Theory]
    [MemberData(nameof(Signed))]
    [Requirement("CRY-12")]
    public void Signed_envelope_is_that_of_the_vector_and_verifies(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        JsonElement inputs = vector.Inputs();
        UnverifiedEnvelope envelope = Seal(vector, withDigest: false);
        Assert.Equal(vector.Expected().Text("envelope"), System.Text.Encoding.UTF8.GetString(envelope.ToJson()));

        UnverifiedEnvelope read = UnverifiedEnvelope.Parse(vector.Expected().Utf8("envelope"));
        SignerPolicy signers = VectorKeys.Policy(inputs);
        Assert.Equal(inputs.GetProperty("signers").GetArrayLength(), EnvelopeVerifier.Verify(read, signers, Place(inputs)).Signatures.Count);
        using Keyring ring = VectorKeys.Ring([.. RecipientIds(vector)]);
        OpenedEnvelope opened = EnvelopeOpener.Open(read, new OpenRequest { Keys = ring, Signers = signers, Place = Place(inputs) });
        Assert.Equal(inputs.OptionalText("plaintext") ?? inputs.Text("body"), Vectors.Hex(opened.Plaintext.Span));
        Assert.Equal(VerificationLevel.Signed, opened.Level);
        Assert.All(opened.Signatures, s => Assert.Equal(SignatureForms.SignedData, s.Form));
        Assert.All(opened.Signatures, s => Assert.Equal(inputs.Text("Created"), MeshTime.Format(s.Created!.Value)));
    }

    [Fact]
    public void Assertion_signed_by_the_plain_manifest_is_that_of_the_vector_and_verifies()
    {
        JsonElement vector = Vectors.Sealing("sig-plain-manifest");
        JsonElement inputs = vector.Inputs();
        using SignaturePrivateKey signer = VectorKeys.Signer(inputs.Text("signer"));
        UnverifiedEnvelope envelope = new EnvelopeSealer(new KnownRandom(), TimeProvider.System).Seal(inputs.Hex("body"), new SealRequest
        {
            EnvelopeId = inputs.Text("EnvelopeId"),
            ContentMetaData = inputs.Utf8("ContentMetaData"),
            Signers = [signer],
            PlainManifest = true,
        });
        Assert.Equal(vector.Expected().Text("envelope"), System.Text.Encoding.UTF8.GetString(envelope.ToJson()));
        Assert.Equal(
            vector.Expected().Text("manifest"),
            Vectors.Hex(SignatureLabels.PlainManifest(inputs.Text("dig"), vector.Expected().Hex("PayloadDigest"))));
        SignerPolicy policy = SignerPolicy.AllOf(signer.Public);
        SignedEnvelope verified = EnvelopeVerifier.Verify(envelope, policy.With(SignatureForms.PlainManifest));
        Assert.Equal(SignatureForms.PlainManifest, Assert.Single(verified.Signatures).Form);
        DareException e = Assert.Throws<DareException>(() => EnvelopeVerifier.Verify(envelope, policy));
        Assert.Equal(DareError.SignatureInvalid, e.Code);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    [Requirement("CRY-09", "CRY-10", "CRY-13")]
    public void Wrong_envelopes_are_refused(string id)
    {
        JsonElement inputs = Vectors.Sealing(id).Inputs();
        using Keyring ring = VectorKeys.Ring(inputs.Text("open_with"));
        var request = new OpenRequest { Keys = ring, Signers = VectorKeys.Policy(inputs), Place = VectorKeys.Place(inputs) };
        DareException e = Assert.Throws<DareException>(
            () => EnvelopeOpener.Open(UnverifiedEnvelope.Parse(inputs.Utf8("envelope")), request));
        Assert.Contains(e.Code, ErrorsOf(id));
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Wrong_envelopes_are_refused_as_files(string id)
    {
        JsonElement inputs = Vectors.Sealing(id).Inputs();
        using Keyring ring = VectorKeys.Ring(inputs.Text("open_with"));
        var request = new OpenRequest { Keys = ring, Signers = VectorKeys.Policy(inputs), Place = VectorKeys.Place(inputs) };
        using var file = new MemoryStream(inputs.Utf8("envelope"));
        DareException e = Assert.Throws<DareException>(() => EnvelopeFileOpener.Open(file, Stream.Null, request));
        Assert.Contains(e.Code, ErrorsOf(id));
    }

    [Fact]
    public void Every_failed_decryption_has_the_same_message()
    {
        HashSet<string> messages = [];
        foreach (JsonElement vector in Vectors.SealingOf("envelope-refused"))
        {
            JsonElement inputs = vector.Inputs();
            using Keyring ring = VectorKeys.Ring(inputs.Text("open_with"));
            var request = new OpenRequest { Keys = ring, Signers = VectorKeys.Policy(inputs), Place = VectorKeys.Place(inputs) };
            DareException e = Assert.Throws<DareException>(
                () => EnvelopeOpener.Open(UnverifiedEnvelope.Parse(inputs.Utf8("envelope")), request));
            if (e.Code == DareError.Decryption)
            {
                messages.Add(e.Message);
            }
        }

        Assert.Single(messages);
    }

    // The step that must refuse each one: an error of another step would hide that the check is gone.
    private static DareError[] ErrorsOf(string id) => id switch
    {
        "neg-env-a128gcm" or "neg-env-a256cbc" or "neg-env-enc-lower-case" => [DareError.UnsupportedAlgorithm],
        "neg-env-enc-absent" or "neg-env-payloadtag-absent" or "neg-env-payloadtag-12" or "neg-env-s64k-named-a256gcm" =>
            [DareError.Malformed],
        // In segments there is no PayloadTag, which the file shows only after the body.
        "neg-env-enc-swapped-name" => [DareError.Malformed, DareError.Decryption],
        "neg-env-keycommit-absent" or "neg-env-keycommit-31" or "neg-env-salt-15" or "neg-env-salt-17" => [DareError.Malformed],
        "neg-env-sig-other-place" or "neg-env-sig-other-origin" => [DareError.WrongPlace],
        "neg-env-sig-wrong-signer" => [DareError.SignatureMissing],
        "neg-env-sig-witness-wrong" or "neg-env-sig-copied-witness-own-signer" => [DareError.Decryption],
        _ when id.StartsWith("neg-env-sig-", StringComparison.Ordinal) => [DareError.SignatureInvalid],
        _ => [DareError.Decryption],
    };

    private static StorePlace? Place(JsonElement inputs) =>
        inputs.OptionalHex("Origin") is { } origin ? new StorePlace(origin, inputs.GetProperty("Index").GetInt64()) : null;

    private static JsonElement[] RecipientBlocks(JsonElement vector) =>
        vector.Inputs().TryGetProperty("recipients", out JsonElement list) ? [.. list.EnumerateArray()] : [];

    private static IEnumerable<string> RecipientIds(JsonElement vector) => RecipientBlocks(vector).Select(r => r.Text("recipient"));

    private static UnverifiedEnvelope Seal(JsonElement vector, bool withDigest)
    {
        JsonElement inputs = vector.Inputs();
        List<byte[]> draws = inputs.OptionalHex("seed") is { } seed ? [seed, inputs.Hex("Salt")] : [];
        draws.AddRange(RecipientBlocks(vector).Select(r => r.Hex("ephemeral_private")));
        string[] signers = inputs.TryGetProperty("signers", out JsonElement list)
            ? [.. list.EnumerateArray().Select(s => s.GetString()!)]
            : [];
        DateTimeOffset time = inputs.OptionalText("Created") is { } created ? Vectors.Time(created) : DateTimeOffset.UnixEpoch;
        var random = new KnownRandom([.. draws]);
        UnverifiedEnvelope envelope = new EnvelopeSealer(random, new FixedTime(time)).Seal(
            inputs.OptionalHex("plaintext") ?? inputs.Hex("body"),
            new SealRequest
            {
                ContentMetaData = inputs.OptionalUtf8("ContentMetaData"),
                Recipients = [.. RecipientIds(vector).Select(VectorKeys.Recipient)],
                Cipher = BodyCipherNames.Find(inputs.OptionalText("enc") ?? "A256GCM"),
                Signers = [.. signers.Select(VectorKeys.Signer)],
                Place = Place(inputs),
                WithDigest = withDigest,
            });
        Assert.Equal(0, random.Remaining);
        return envelope;
    }
}
