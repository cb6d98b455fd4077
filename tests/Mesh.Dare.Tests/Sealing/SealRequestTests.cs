using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

public class SealRequestTests
{
    private static readonly StorePlace Place = new(new byte[16], 4);

    public static TheoryData<string> Names => [.. Requests.Keys];

    private static Dictionary<string, SealRequest> Requests => new()
    {
        ["a cipher that is only read"] = new() { Recipients = [TestKeys.Reader.Public], Cipher = BodyCipher.A256Cbc },
        ["a plain manifest over an encrypted body"] = new() { Recipients = [TestKeys.Reader.Public], Signers = [TestKeys.Signer], PlainManifest = true },
        ["a plain manifest without a signer"] = new() { PlainManifest = true },
        ["a plain manifest in a catalog"] = new() { Signers = [TestKeys.Signer], PlainManifest = true, Place = Place, ContentMetaData = Meta(Place) },
        ["a digest that is only read"] = new() { Signers = [TestKeys.Signer], Digest = DareDigest.Find("SHA2")! },
        ["a plain manifest over the digest of files"] = new() { Signers = [TestKeys.Signer], PlainManifest = true, Digest = DareDigest.S256 },
        ["an entry of a catalog with the digest of files"] =
            new() { Signers = [TestKeys.Signer], Place = Place, ContentMetaData = Meta(Place), Digest = DareDigest.S256 },
        ["a key that signs twice"] = new() { Signers = [TestKeys.Signer, TestKeys.Signer] },
        ["a place that the metadata do not state"] = new() { Signers = [TestKeys.Signer], Place = Place },
        ["another place than the metadata state"] = new() { Signers = [TestKeys.Signer], Place = Place, ContentMetaData = Meta(new StorePlace(new byte[16], 5)) },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Contradictory_requests_are_refused(string name)
    {
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => TestKeys.Sealer().Seal("body"u8, Requests[name])));
        Assert.Equal(
            DareError.InvalidRequest,
            TestKeys.ErrorOf(() => TestKeys.Sealer().SealFile(new MemoryStream(), 0, Stream.Null, Requests[name])));
    }

    [Fact]
    public void A_recipient_that_is_named_twice_counts_once()
    {
        using var secret = new SecretBytes(new byte[32]);
        UnverifiedEnvelope envelope = TestKeys.Sealer().Seal("body"u8, new SealRequest
        {
            Recipients = [TestKeys.Reader.Public, TestKeys.OtherReader.Public, TestKeys.Reader.Public],
            SymmetricRecipients = [secret, secret],
        });
        Assert.Equal(3, envelope.Header.Recipients!.Count);
        Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(UnverifiedEnvelope.Parse(envelope.ToJson()), TestKeys.Open()).Plaintext.ToArray());
    }

    [Fact]
    public void Recipients_and_signers_on_25519_serve_as_well()
    {
        using AgreementPrivateKey reader = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, new SeededRandom("x25519"));
        using SignaturePrivateKey signer = SignaturePrivateKey.Generate(KeyAlgorithm.Ed25519, new SeededRandom("ed25519"));
        UnverifiedEnvelope envelope = TestKeys.Sealer().Seal("body"u8, new SealRequest
        {
            Recipients = [reader.Public, TestKeys.Reader.Public],
            Signers = [signer],
        });
        Assert.Equal("ED25519", Assert.Single(envelope.Trailer.Signatures).Algorithm);
        SignerPolicy policy = SignerPolicy.AllOf(signer.Public);
        Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(envelope, TestKeys.Open(policy)).Plaintext.ToArray());
        using var ring = new Keyring();
        ring.Add(AgreementPrivateKey.Generate(KeyAlgorithm.X25519, new SeededRandom("x25519")));
        Assert.Equal(
            "body"u8.ToArray(),
            EnvelopeOpener.Open(envelope, new OpenRequest { Keys = ring, Signers = policy }).Plaintext.ToArray());
    }

    [Fact]
    public void Nothing_is_encrypted_to_a_key_that_is_only_read()
    {
        using AgreementPrivateKey old = AgreementPrivateKey.ForReading(new byte[32]);
        Assert.Equal(
            DareError.InvalidRequest,
            TestKeys.ErrorOf(() => TestKeys.Sealer().Seal("body"u8, new SealRequest { Recipients = [old.Public] })));
    }

    [Fact]
    public void Every_sealing_draws_a_seed_a_salt_and_an_ephemeral_key_of_its_own()
    {
        EnvelopeSealer sealer = TestKeys.Sealer();
        var request = new SealRequest { Recipients = [TestKeys.Reader.Public, TestKeys.OtherReader.Public] };
        DareHeader[] headers = [.. Enumerable.Range(0, 8).Select(_ => sealer.Seal("body"u8, request).Header)];
        Assert.Equal(8, headers.Select(h => Vectors.Hex(h.Salt!.Value.Span)).Distinct().Count());
        Assert.Equal(8, headers.Select(h => h.KeyIdentifier).Distinct().Count());
        Assert.Equal(8, headers.Select(h => Vectors.Hex(h.KeyCommit!.Value.Span)).Distinct().Count());
        Assert.Equal(16, headers.SelectMany(h => h.Recipients!).Select(r => Vectors.Hex(r.EphemeralKey!.Value.Span)).Distinct().Count());
    }

    [Fact]
    public void A_body_beyond_64_mib_is_not_sealed_in_one_call() => Assert.Equal(
        DareError.LimitExceeded,
        TestKeys.ErrorOf(() => TestKeys.Sealer().Seal(new byte[DareLimits.SingleBody + 1], new SealRequest())));

    [Fact]
    public void A_header_that_nobody_would_read_is_not_written() => Assert.Equal(
        DareError.LimitExceeded,
        TestKeys.ErrorOf(() => TestKeys.Sealer().Seal("body"u8, new SealRequest { ContentMetaData = new byte[DareLimits.Header] })));

    [Fact]
    public void Unsigned_envelopes_have_no_digest_unless_it_is_asked_for()
    {
        Assert.Equal("[{},\"Ym9keQ\"]", System.Text.Encoding.UTF8.GetString(TestKeys.Sealer().Seal("body"u8, new SealRequest()).ToJson()));
        Assert.NotNull(TestKeys.Sealer().Seal("body"u8, new SealRequest { WithDigest = true }).Trailer.PayloadDigest);
    }

    [Fact]
    public void The_digest_of_files_is_that_of_the_body_and_under_tag_and_signature()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealer().Seal(
            "body"u8, new SealRequest { Recipients = [TestKeys.Reader.Public], Signers = [TestKeys.Signer], Digest = DareDigest.S256 });
        OpenRequest asked = TestKeys.Open(SignerPolicy.AllOf(TestKeys.Signer.Public));
        Assert.Equal(SHA256.HashData(envelope.Body.Span), envelope.Trailer.PayloadDigest!.Value.ToArray());
        Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(envelope, asked).Plaintext.ToArray());

        // The same body with the digest that another name asks for: nobody signed that, and the tag is not over it.
        var trailer = new DareTrailer
        {
            PayloadDigest = SHA512.HashData(envelope.Body.Span),
            PayloadTag = envelope.Trailer.PayloadTag,
            Signatures = envelope.Trailer.Signatures,
        };
        UnverifiedEnvelope other = UnverifiedEnvelope.Parse(new UnverifiedEnvelope(envelope.Header, envelope.Body, trailer).ToJson())
            .Changed("\"dig\":\"S256\"", "\"dig\":\"S512\"");
        Assert.Equal(DareError.SignatureInvalid, TestKeys.ErrorOf(() => EnvelopeOpener.Open(other, asked)));
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(other, TestKeys.Open())));
    }

    private static byte[] Meta(StorePlace place) => new ContentMeta { Origin = place.Origin, Index = place.Index }.ToOctets();
}
