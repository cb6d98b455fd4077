using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

public class ProtectedBodyTests
{
    [Theory]
    [InlineData("[{\"Salt\":\"AAAAAAAAAAAAAAAAAAAAAA\"},\"AA\"]")]
    [InlineData("[{\"KeyCommit\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"},\"AA\"]")]
    [InlineData("[{\"recipients\":[]},\"AA\"]")]
    [InlineData("[{},\"AA\",{\"PayloadTag\":\"AAAAAAAAAAAAAAAAAAAAAA\"}]")]
    [InlineData("[{\"PayloadTag\":\"AAAAAAAAAAAAAAAAAAAAAA\"},\"AA\"]")]
    [InlineData("[{},\"AA\",{\"WitnessValue\":\"AA\"}]")]
    [InlineData("[{},\"AA\",{\"signatures\":[{\"kid\":\"A\",\"signature\":\"AA\",\"witness\":\"AA\"}]}]")]
    [InlineData("[{\"enc\":\"none\",\"recipients\":[]},\"AA\"]")]
    public void Members_of_an_encrypted_envelope_without_enc_are_refused(string json)
    {
        UnverifiedEnvelope envelope = UnverifiedEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope, TestKeys.Open())));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => EnvelopeVerifier.Check(envelope)));
        Assert.Equal(
            DareError.Malformed,
            TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(new MemoryStream(envelope.ToJson()), Stream.Null, TestKeys.Open())));
    }

    [Fact]
    public void A_recipient_under_another_suite_of_wrapping_is_passed_over()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealed().Changed("\"wmk\":", "\"kwd\":\"dare-kek-2\",\"wmk\":");
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope, TestKeys.Open())));
    }

    [Fact]
    public void An_ephemeral_key_of_another_kind_or_curve_is_passed_over()
    {
        foreach ((string old, string now) in new[] { ("\"X448\"", "\"X25519\""), ("PublicKeyECDH", "PublicKeyRSA"), ("\"Public\":", "\"Other\":") })
        {
            UnverifiedEnvelope envelope = TestKeys.Sealed().Changed(old, now);
            Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope, TestKeys.Open())));
        }
    }

    [Fact]
    public void A_block_that_does_not_open_does_not_hide_the_one_that_does()
    {
        using SecretBytes secret = new([.. Enumerable.Repeat((byte)9, 32)]);
        UnverifiedEnvelope envelope = TestKeys.Sealer().Seal("plaintext"u8, new SealRequest
        {
            Recipients = [TestKeys.OtherReader.Public, TestKeys.Reader.Public],
            SymmetricRecipients = [secret],
        });
        DareRecipient wrong = envelope.Header.Recipients![0];
        using SecretBytes wrongAgreement = new(new byte[56]);
        var request = new OpenRequest
        {
            Keys = TestKeys.Ring,
            Agreements = new Dictionary<string, SecretBytes> { [wrong.KeyIdentifier] = wrongAgreement },
        };
        Assert.Equal("plaintext"u8.ToArray(), EnvelopeOpener.Open(envelope, request).Plaintext.ToArray());
        Assert.Equal(
            "plaintext"u8.ToArray(),
            EnvelopeOpener.Open(envelope, new OpenRequest { SymmetricKeys = [secret] }).Plaintext.ToArray());
    }

    [Fact]
    public void A_strangers_block_with_another_seed_is_passed_over_by_its_commitment()
    {
        // The block of another envelope unwraps soundly, but to a seed that KeyCommit does not know.
        UnverifiedEnvelope envelope = TestKeys.Sealer().Seal("plaintext"u8, new SealRequest { Recipients = [TestKeys.Reader.Public] });
        UnverifiedEnvelope stranger = TestKeys.Sealer("stranger").Seal("x"u8, new SealRequest { Recipients = [TestKeys.OtherReader.Public] });
        using var ring = new Keyring();
        ring.Add(AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("reader")));
        ring.Add(AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("other reader")));
        DareHeader header = envelope.Header;
        var mixed = new UnverifiedEnvelope(
            new DareHeader
            {
                EncryptionAlgorithm = header.EncryptionAlgorithm,
                Salt = header.Salt,
                KeyCommit = header.KeyCommit,
                Recipients = [stranger.Header.Recipients![0], header.Recipients![0]],
            },
            envelope.Body,
            envelope.Trailer);
        Assert.Equal("plaintext"u8.ToArray(), EnvelopeOpener.Open(mixed, new OpenRequest { Keys = ring }).Plaintext.ToArray());
    }

    [Fact]
    public void A_frame_without_recipients_takes_those_of_its_exchange()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealed();
        DareHeader header = envelope.Header;
        var detached = new UnverifiedEnvelope(
            new DareHeader
            {
                EncryptionAlgorithm = header.EncryptionAlgorithm,
                Salt = header.Salt,
                KeyCommit = header.KeyCommit,
                ContentMetaData = header.ContentMetaData,
            },
            envelope.Body,
            envelope.Trailer);
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(detached, TestKeys.Open())));
        OpenedEnvelope opened = EnvelopeOpener.Open(detached, new OpenRequest { Keys = TestKeys.Ring, Exchange = header });
        Assert.Equal("plaintext"u8.ToArray(), opened.Plaintext.ToArray());
    }

    [Fact]
    public void A_stated_digest_that_is_wrong_is_refused_before_decrypting()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealer().Seal(
            "plaintext"u8, new SealRequest { Recipients = [TestKeys.Reader.Public], WithDigest = true });
        var wrong = new UnverifiedEnvelope(
            envelope.Header,
            envelope.Body,
            new DareTrailer { PayloadDigest = new byte[64], PayloadTag = envelope.Trailer.PayloadTag });
        Assert.Equal(DareError.DigestMismatch, TestKeys.ErrorOf(() => EnvelopeOpener.Open(wrong, TestKeys.Open())));
        Assert.Equal(DareError.DigestMismatch, TestKeys.ErrorOf(() => EnvelopeVerifier.Check(wrong)));
        Assert.Equal(VerificationLevel.Digest, EnvelopeVerifier.Check(envelope));
    }

    [Fact]
    [Requirement("CRY-13")]
    public void An_unknown_digest_is_refused()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealed(signers: TestKeys.Signer).Changed("\"dig\":\"S512\"", "\"dig\":\"s512\"");
        Assert.Equal(DareError.UnsupportedAlgorithm, TestKeys.ErrorOf(() => EnvelopeVerifier.Check(envelope)));
    }
}
