using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Envelopes for peers that read dialect B and nothing else.</summary>
public class CompatSealerTests
{
    private static readonly SignaturePrivateKey Signer25519 = SignaturePrivateKey.Generate(KeyAlgorithm.Ed25519, new SeededRandom("signer 25519"));

    public static TheoryData<string> PublishedBodies =>
    [
        .. Vectors.DareOf("envelope-encrypted", "envelope-encrypted-eds", "envelope-signed-encrypted")
            .Where(v => v.GetProperty("checks").GetProperty("payload_decrypts").GetBoolean()).Select(v => v.Id()),
    ];

    [Theory]
    [MemberData(nameof(PublishedBodies))]
    public void Published_bodies_annotations_and_witnesses_are_made_octet_for_octet(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        UnverifiedEnvelope envelope = UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope"));
        byte[] salt = envelope.Header.Salt!.Value.ToArray();
        using var seed = new SecretBytes(vector.Expected().Hex("base_seed"));
        using var keys = new LegacyBody(seed, salt);
        byte[] plaintext = System.Text.Encoding.UTF8.GetBytes(vector.Inputs().OptionalText("plaintext") ?? vector.Expected().Text("plaintext"));
        Assert.Equal(envelope.Body.ToArray(), keys.Seal(plaintext));

        using var streamed = new MemoryStream();
        keys.SealStream(new MemoryStream(plaintext), octets => streamed.Write(octets.Span));
        Assert.Equal(envelope.Body.ToArray(), streamed.ToArray());

        if (vector.Expected().TryGetProperty("eds_plaintext", out JsonElement items))
        {
            // Numbers from 1 with an empty tag are those of the drafts up to -09; ours are as in the later ones.
            foreach ((int k, JsonElement item) in items.EnumerateArray().Index())
            {
                EncodedDataSequence published = EncodedDataSequence.Parse(envelope.Header.Annotations[k].Span);
                byte[] made = keys.SealItem(published.SaltPrefix.Span[0], System.Text.Encoding.UTF8.GetBytes(item.GetString()!), salt);
                Assert.StartsWith(Vectors.Hex(made), Vectors.Hex(envelope.Header.Annotations[k].Span), StringComparison.Ordinal);
                Assert.InRange(envelope.Header.Annotations[k].Length - made.Length, 0, 2);
            }
        }

        if (vector.Expected().OptionalText("manifest") is { } manifest)
        {
            Assert.Equal(manifest, Vectors.Hex(SignatureLabels.PlainManifest("S512", DareDigest.S512.Compute(envelope.Body.Span))));
            Assert.Equal(vector.Expected().Hex("witness"), keys.Witness(Convert.FromHexString(manifest)));
        }
    }

    [Fact]
    public void A_signed_and_encrypted_envelope_has_the_members_of_dialect_B_and_opens()
    {
        UnverifiedEnvelope envelope = Seal("plaintext", [TestKeys.Signer, Signer25519], [TestKeys.Reader.Public]);
        using JsonDocument json = JsonDocument.Parse(envelope.ToJson());
        Assert.Equal(
            ["EnvelopeId", "dig", "enc", "kid", "Salt", "recipients", "annotations", "ContentMetaData"],
            json.RootElement[0].EnumerateObject().Select(m => m.Name));
        Assert.Equal("A256CBC", json.RootElement[0].Text("enc"));
        Assert.Equal(["kid", "epk", "wmk"], json.RootElement[0].GetProperty("recipients")[0].EnumerateObject().Select(m => m.Name));
        Assert.Equal(["PayloadDigest", "signatures", "WitnessValue"], json.RootElement[2].EnumerateObject().Select(m => m.Name));
        Assert.Equal(["ED448", "ED25519"], json.RootElement[2].GetProperty("signatures").EnumerateArray().Select(s => s.Text("alg")));
        Assert.All(
            json.RootElement[2].GetProperty("signatures").EnumerateArray(),
            s => Assert.Equal(["kid", "alg", "signature"], s.EnumerateObject().Select(m => m.Name)));

        OpenedEnvelope opened = EnvelopeOpener.Open(envelope, Request());
        Assert.Equal("plaintext", System.Text.Encoding.UTF8.GetString(opened.Plaintext.Span));
        Assert.Equal((VerificationLevel.Signed, 2, false), (opened.Level, opened.Signatures.Count, opened.MetadataIsBound));
        Assert.Equal(["one", "two"], opened.Annotations.Select(a => System.Text.Encoding.UTF8.GetString(a.Span)));
    }

    [Fact]
    public void Nothing_of_ours_reads_it_unless_told_to()
    {
        UnverifiedEnvelope envelope = Seal("plaintext", [TestKeys.Signer, Signer25519], [TestKeys.Reader.Public]);
        Assert.Equal(DareError.UnsupportedAlgorithm, TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope, TestKeys.Open())));
        Assert.Equal(
            DareError.UnsupportedAlgorithm,
            TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope, new OpenRequest { Keys = TestKeys.Ring, Legacy = LegacyReading.SignedCbc })));
        UnverifiedEnvelope ours = TestKeys.Sealed("plaintext", TestKeys.Signer);
        Assert.NotEqual("A256CBC", ours.Header.EncryptionAlgorithm);
        Assert.Null(ours.Trailer.WitnessValue);
    }

    [Fact]
    public void What_is_changed_is_refused()
    {
        UnverifiedEnvelope envelope = Seal("plaintext", [TestKeys.Signer, Signer25519], [TestKeys.Reader.Public]);
        for (int bit = 0; bit < envelope.Body.Length * 8; bit += 3)
        {
            byte[] body = envelope.Body.ToArray();
            body[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(
                DareError.DigestMismatch,
                TestKeys.ErrorOf(() => EnvelopeOpener.Open(new UnverifiedEnvelope(envelope.Header, body, envelope.Trailer), Request())));
        }

        // A body that someone else encrypted, under a digest and signatures of one's own: the witness tells.
        byte[] foreign = Seal("something else", [TestKeys.Signer, Signer25519], [TestKeys.Reader.Public]).Body.ToArray();
        byte[] digest = DareDigest.S512.Compute(foreign);
        var random = new SeededRandom("foreign");
        var claimed = new UnverifiedEnvelope(envelope.Header, foreign, new DareTrailer
        {
            PayloadDigest = digest,
            Signatures = [EnvelopeSigner.SignManifest(TestKeys.Signer, digest, random), EnvelopeSigner.SignManifest(Signer25519, digest, random)],
            WitnessValue = envelope.Trailer.WitnessValue,
        });
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(claimed, Request())));
    }

    [Fact]
    public void It_signs_what_it_encrypts_unless_the_request_says_otherwise()
    {
        var sealer = new CompatSealer(new SeededRandom("unsigned"));
        var unsigned = new CompatRequest { Recipients = [TestKeys.Reader.Public] };
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => sealer.Seal("x"u8, unsigned)));
        UnverifiedEnvelope envelope = sealer.Seal("x"u8, new CompatRequest { Recipients = [TestKeys.Reader.Public], WithoutProof = true });
        Assert.Null(envelope.Trailer.WitnessValue);
        OpenedEnvelope opened = EnvelopeOpener.Open(envelope, new OpenRequest { Keys = TestKeys.Ring, Legacy = LegacyReading.UnsignedCbc });
        Assert.Equal((VerificationLevel.Digest, "x"), (opened.Level, System.Text.Encoding.UTF8.GetString(opened.Plaintext.Span)));

        UnverifiedEnvelope clear = sealer.Seal("x"u8, new CompatRequest { Signers = [TestKeys.Signer] });
        Assert.Null(clear.Header.Salt);
        Assert.Equal(
            SignatureForms.PlainManifest,
            Assert.Single(EnvelopeVerifier.Verify(clear, SignerPolicy.AllOf(TestKeys.Signer.Public).With(SignatureForms.PlainManifest)).Signatures).Form);
    }

    [Fact]
    public void Recipients_of_both_curves_and_shared_secrets_open()
    {
        using AgreementPrivateKey small = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, new SeededRandom("reader 25519"));
        using SecretBytes secret = new(new SeededRandom("secret").Bytes(32));
        UnverifiedEnvelope envelope = new CompatSealer(new SeededRandom("recipients")).Seal("x"u8, new CompatRequest
        {
            Recipients = [TestKeys.Reader.Public, small.Public, small.Public],
            SymmetricRecipients = [secret],
            WithoutProof = true,
        });
        Assert.Equal(3, envelope.Header.Recipients!.Count);
        foreach (OpenRequest request in new[]
        {
            new OpenRequest { Keys = TestKeys.Ring, Legacy = LegacyReading.UnsignedCbc },
            new OpenRequest { Keys = new Keyring().Add(AgreementPrivateKey.Generate(KeyAlgorithm.X25519, new SeededRandom("reader 25519"))), Legacy = LegacyReading.UnsignedCbc },
            new OpenRequest { SymmetricKeys = [secret], Legacy = LegacyReading.UnsignedCbc },
        })
        {
            Assert.Equal(1, EnvelopeOpener.Open(envelope, request).Plaintext.Length);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(15, false)]
    [InlineData(16, true)]
    [InlineData(65_535, true)]
    [InlineData(65_536, false)]
    [InlineData(65_536, true)]
    [InlineData(200_001, true)]
    public void A_file_streams_by_and_opens(int length, bool known)
    {
        byte[] plaintext = new SeededRandom("file").Bytes(length);
        using var file = new MemoryStream();
        new CompatSealer(new SeededRandom("file sealer")).SealFile(
            new MemoryStream(plaintext),
            known ? length : null,
            file,
            new CompatRequest { Recipients = [TestKeys.Reader.Public], Signers = [TestKeys.Signer, Signer25519] });
        file.Position = 0;
        using var opened = new MemoryStream();
        OpenedFile result = EnvelopeFileOpener.Open(file, opened, Request());
        Assert.Equal(plaintext, opened.ToArray());
        Assert.Equal(VerificationLevel.Signed, result.Level);
    }

    [Fact]
    public void A_file_of_another_length_than_was_said_is_no_file()
    {
        var sealer = new CompatSealer(new SeededRandom("wrong length"));
        var request = new CompatRequest { Recipients = [TestKeys.Reader.Public], WithoutProof = true };
        foreach (long said in new long[] { 84, 116 })
        {
            Assert.Equal(
                DareError.InvalidRequest, TestKeys.ErrorOf(() => sealer.SealFile(new MemoryStream(new byte[100]), said, new MemoryStream(), request)));
        }
    }

    [Fact]
    public void Snapshot_of_an_envelope() => Snapshot.Matches(
        "compat-envelope", Seal("plaintext", [TestKeys.Signer, Signer25519], [TestKeys.Reader.Public]).ToJson());

    private static UnverifiedEnvelope Seal(string plaintext, SignaturePrivateKey[] signers, AgreementPublicKey[] recipients) =>
        new CompatSealer(new SeededRandom("compat " + plaintext)).Seal(System.Text.Encoding.UTF8.GetBytes(plaintext), new CompatRequest
        {
            EnvelopeId = "MAAA",
            Signers = signers,
            Recipients = recipients,
            Annotations = ["one"u8.ToArray(), "two"u8.ToArray()],
            ContentMetaData = new ContentMeta { ContentType = "text/plain" }.ToOctets(),
        });

    private static OpenRequest Request() => new()
    {
        Keys = TestKeys.Ring,
        Signers = SignerPolicy.AllOf(TestKeys.Signer.Public, Signer25519.Public).With(SignatureForms.PlainManifest),
        Legacy = LegacyReading.SignedCbc,
    };
}
