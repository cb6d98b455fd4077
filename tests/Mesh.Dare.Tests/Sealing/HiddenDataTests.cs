using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare.Tests;

/// <summary>Cloaked headers and annotations (DARE 2.7 and 2.8, D-07, D-22).</summary>
public class HiddenDataTests
{
    private static readonly byte[] Hidden = new ContentMeta { Filename = "secret plans.txt" }.ToOctets();
    private static readonly ReadOnlyMemory<byte>[] Notes = ["one"u8.ToArray(), "two"u8.ToArray(), Array.Empty<byte>()];

    [Theory]
    [InlineData(BodyCipher.A256Gcm)]
    [InlineData(BodyCipher.A256GcmS64K)]
    public void Hidden_metadata_and_annotations_come_back_and_do_not_show(BodyCipher cipher)
    {
        UnverifiedEnvelope envelope = Seal(cipher);
        string json = System.Text.Encoding.UTF8.GetString(envelope.ToJson());
        Assert.DoesNotContain(Base64UrlText.Encode(Hidden), json, StringComparison.Ordinal);
        Assert.DoesNotContain(Base64UrlText.Encode(Notes[0].Span), json, StringComparison.Ordinal);
        OpenedEnvelope opened = EnvelopeOpener.Open(envelope, TestKeys.Open());
        Assert.Equal("secret plans.txt", opened.ReadContentMeta().Filename);
        Assert.Equal(Notes.Select(n => n.ToArray()), opened.Annotations.Select(a => a.ToArray()));

        using var file = new MemoryStream(envelope.ToJson());
        OpenedFile asFile = EnvelopeFileOpener.Open(file, Stream.Null, TestKeys.Open());
        Assert.Equal(opened.ContentMetaData.ToArray(), asFile.ContentMetaData.ToArray());
        Assert.Equal(Notes.Select(n => n.ToArray()), asFile.Annotations.Select(a => a.ToArray()));
    }

    [Fact]
    public void Annotations_in_clear_keep_their_numbers()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealer().Seal("body"u8, new SealRequest { Annotations = Notes });
        Assert.Equal(["8801008803" + "6f6e65", "8801018803" + "74776f", "8801028800"], envelope.Header.Annotations.Select(a => Vectors.Hex(a.Span)));
        Assert.Equal(
            Notes.Select(n => n.ToArray()), EnvelopeOpener.Open(envelope, new OpenRequest()).Annotations.Select(a => a.ToArray()));
    }

    [Fact]
    public void Every_prefix_is_used_once()
    {
        UnverifiedEnvelope envelope = Seal(BodyCipher.A256Gcm);
        string cloaked = Text(envelope.Header.Cloaked!.Value);
        string first = Text(envelope.Header.Annotations[0]);
        string second = Text(envelope.Header.Annotations[1]);
        foreach ((string old, string now) in new[] { (second, first), (first, cloaked) })
        {
            Assert.Equal(
                DareError.Malformed,
                TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope.Changed(old, now), TestKeys.Open())));
        }
    }

    [Fact]
    public void Annotations_of_another_envelope_do_not_open()
    {
        UnverifiedEnvelope envelope = Seal(BodyCipher.A256Gcm);
        UnverifiedEnvelope other = Seal(BodyCipher.A256Gcm, "other");
        UnverifiedEnvelope mixed = envelope.Changed(Text(envelope.Header.Annotations[0]), Text(other.Header.Annotations[0]));
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(mixed, TestKeys.Open())));
    }

    [Theory]
    [InlineData("enc")]
    [InlineData("Salt")]
    [InlineData("KeyCommit")]
    [InlineData("recipients")]
    [InlineData("dig")]
    [InlineData("SequenceInfo")]
    [InlineData("PayloadDigest")]
    [InlineData("signatures")]
    [InlineData("cloaked")]
    public void A_cloaked_header_says_nothing_again_that_the_body_depends_on(string name)
    {
        using JsonDocument header = JsonDocument.Parse($"{{\"ContentMetaData\":\"AA\",\"{name}\":\"x\"}}");
        byte[] item = EncodedDataSequence.Plain(0, System.Text.Encoding.UTF8.GetBytes(header.RootElement.GetRawText()));
        var envelope = new UnverifiedEnvelope(new DareHeader { Cloaked = item }, default, DareTrailer.Empty);
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope, new OpenRequest())));
    }

    // A recipient knows the seed, and could hide something else under the signature of another: the signed metadata commit to what is hidden.
    [Theory]
    [InlineData(BodyCipher.A256Gcm)]
    [InlineData(BodyCipher.A256GcmS64K)]
    public void What_is_hidden_cannot_be_exchanged_under_a_signature(BodyCipher cipher)
    {
        using RelatedSealer sealer = TestKeys.Sealer().Relate(Hiding(Hidden, cipher));
        UnverifiedEnvelope envelope = sealer.SealFirst("body"u8);
        OpenRequest request = TestKeys.Open(SignerPolicy.AllOf(TestKeys.Signer.Public));
        Assert.Equal("secret plans.txt", EnvelopeOpener.Open(envelope, request).ReadContentMeta().Filename);
        Assert.Matches("^{\"CloakedDigest\":\"[^\"]{43}\"}$", System.Text.Encoding.UTF8.GetString(envelope.Header.ContentMetaData.Span));

        byte[] other = OtherCloak(envelope, new ContentMeta { Filename = "harmless.txt" }.ToOctets());
        foreach (DareError[] expected in new[] { new[] { DareError.DigestMismatch }, [DareError.Malformed] })
        {
            string old = $"\"cloaked\":\"{Text(envelope.Header.Cloaked!.Value)}\",";
            string now = expected[0] == DareError.Malformed ? "" : $"\"cloaked\":\"{Base64UrlText.Encode(other)}\",";
            UnverifiedEnvelope changed = envelope.Changed(old, now);
            Assert.Equal(expected[0], TestKeys.ErrorOf(() => EnvelopeOpener.Open(changed, request)));
            using var file = new MemoryStream(changed.ToJson());
            Assert.Equal(expected[0], TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(file, Stream.Null, request)));
        }
    }

    private static SealRequest Hiding(byte[] hidden, BodyCipher cipher) => new()
    {
        Recipients = [TestKeys.Reader.Public],
        Signers = [TestKeys.Signer],
        Cipher = cipher,
        CloakedContentMetaData = hidden,
    };

    // As a recipient makes it, who has the seed.
    private static byte[] OtherCloak(UnverifiedEnvelope envelope, byte[] hidden)
    {
        ProtectedBody form = ProtectedBody.Read(envelope.Header, envelope.Claims, LegacyReading.None)!;
        using OpenKeys keys = OpenKeys.Find(envelope.Header, form, TestKeys.Open());
        using Mesh.Cryptography.SecretBytes seed = keys.CopySeed();
        return EncodedDataSequence.Seal(0, seed.Reveal(), envelope.Header, EnvelopeSealer.CloakedHeader(hidden));
    }

    [Fact]
    public void Only_an_encrypted_envelope_can_hide_anything() => Assert.Equal(
        DareError.InvalidRequest,
        TestKeys.ErrorOf(() => TestKeys.Sealer().Seal("body"u8, new SealRequest { CloakedContentMetaData = Hidden })));

    private static string Text(ReadOnlyMemory<byte> octets) => Base64UrlText.Encode(octets.Span);

    private static UnverifiedEnvelope Seal(BodyCipher cipher, string seed = "hidden") => TestKeys.Sealer(seed).Seal("body"u8, new SealRequest
    {
        Recipients = [TestKeys.Reader.Public],
        Cipher = cipher,
        ContentMetaData = new ContentMeta { ContentType = "application/octet-stream" }.ToOctets(),
        CloakedContentMetaData = Hidden,
        Annotations = Notes,
    });
}
