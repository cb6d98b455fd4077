using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare.Tests;

/// <summary>Envelopes that share a seed (DARE 2.2), and those that only seem to.</summary>
public class RelatedSealerTests
{
    private static readonly SealRequest To = new() { Recipients = [TestKeys.Reader.Public] };

    [Theory]
    [InlineData(BodyCipher.A256Gcm)]
    [InlineData(BodyCipher.A256GcmS64K)]
    public void A_related_envelope_opens_with_the_header_of_the_first_alone(BodyCipher cipher)
    {
        using RelatedSealer sealer = TestKeys.Sealer().Relate(To);
        UnverifiedEnvelope first = sealer.SealFirst("first"u8);
        UnverifiedEnvelope second = sealer.Seal("second"u8, new SealRequest { Cipher = cipher, Signers = [TestKeys.Signer] });
        Assert.Null(second.Header.Recipients);
        Assert.Equal("first"u8.ToArray(), EnvelopeOpener.Open(first, TestKeys.Open()).Plaintext.ToArray());
        var request = new OpenRequest { Keys = TestKeys.Ring, Exchange = first.Header, Signers = SignerPolicy.AllOf(TestKeys.Signer.Public) };
        Assert.Equal("second"u8.ToArray(), EnvelopeOpener.Open(second, request).Plaintext.ToArray());

        // As a file as well.
        using var output = new MemoryStream();
        EnvelopeFileOpener.Open(new MemoryStream(second.ToJson()), output, request);
        Assert.Equal("second"u8.ToArray(), output.ToArray());

        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(second, TestKeys.Open())));
        DareHeader stranger = TestKeys.Sealer("stranger").Seal("x"u8, To).Header;
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(second, new OpenRequest { Keys = TestKeys.Ring, Exchange = stranger })));
    }

    [Fact]
    public void Every_envelope_has_keys_of_its_own()
    {
        using RelatedSealer sealer = TestKeys.Sealer().Relate(To);
        UnverifiedEnvelope[] all = [sealer.SealFirst("same"u8), sealer.SealFirst("same"u8), sealer.Seal("same"u8, new SealRequest()), sealer.Seal("same"u8, new SealRequest())];
        Assert.Single(all.Select(e => e.Header.KeyIdentifier).Distinct());
        foreach (Func<UnverifiedEnvelope, ReadOnlyMemory<byte>> part in new Func<UnverifiedEnvelope, ReadOnlyMemory<byte>>[]
            { e => e.Header.Salt!.Value, e => e.Header.KeyCommit!.Value, e => e.Body })
        {
            Assert.Equal(all.Length, all.Select(e => Base64UrlText.Encode(part(e).Span)).Distinct().Count());
        }
    }

    [Fact]
    public void Bodies_cannot_be_exchanged_between_them()
    {
        using RelatedSealer sealer = TestKeys.Sealer().Relate(To);
        UnverifiedEnvelope first = sealer.SealFirst("first!"u8);
        UnverifiedEnvelope second = sealer.Seal("second"u8, new SealRequest());
        var mixed = new UnverifiedEnvelope(second.Header, first.Body, first.Claims);
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(mixed, new OpenRequest { Keys = TestKeys.Ring, Exchange = first.Header })));
    }

    [Fact]
    public void Recipients_are_those_of_the_first()
    {
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => TestKeys.Sealer().Relate(new SealRequest())));
        using RelatedSealer sealer = TestKeys.Sealer().Relate(To);
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => sealer.Seal("x"u8, To)));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => sealer.Seal("x"u8, new SealRequest { Signers = [TestKeys.Signer], PlainManifest = true })));
        sealer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sealer.SealFirst("x"u8));
    }
}
