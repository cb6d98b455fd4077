using System.Text.Json;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Envelopes of the drafts and of the reference's examples.</summary>
public class PublishedEnvelopeTests
{
    private static readonly string[] All =
    [
        "envelope-plain", "envelope-plain-eds", "envelope-encrypted", "envelope-encrypted-eds", "envelope-signed",
        "envelope-signed-encrypted", "catalog-entry", "spool-entry",
    ];

    public static TheoryData<string> Envelopes => Vectors.DareIds(All);

    public static TheoryData<string> Plain => Vectors.DareIds("envelope-plain", "envelope-plain-eds");

    public static TheoryData<string> Entries => Vectors.DareIds("catalog-entry", "spool-entry");

    public static TheoryData<string> Files => Vectors.DareIds("envelope-file");

    public static TheoryData<string> SignedByEd448 =>
        [.. Vectors.DareOf("spool-entry").Where(v => HasSigner(v, "Ed448")).Select(v => v.Id())];

    [Theory]
    [MemberData(nameof(Envelopes))]
    public void Published_envelope_is_read_and_written_again_with_the_same_values(string id)
    {
        JsonElement envelope = Vectors.Dare(id).Expected().GetProperty("envelope");
        UnverifiedEnvelope read = UnverifiedEnvelope.Read(envelope);
        using JsonDocument written = JsonDocument.Parse(read.ToJson());
        JsonElement[] parts = [.. envelope.EnumerateArray()];
        bool emptyTrailer = parts.Length == 3 && parts[2].GetPropertyCount() == 0;
        Assert.Equal(parts.Length - (emptyTrailer ? 1 : 0), written.RootElement.GetArrayLength());
        Assert.All(parts.Take(2).Zip(written.RootElement.EnumerateArray()), p => Assert.True(JsonElement.DeepEquals(p.First, p.Second)));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Published_envelope_in_clear_opens(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        OpenedEnvelope opened = EnvelopeOpener.Open(
            UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope")), new OpenRequest());
        Assert.Equal(vector.Inputs().Utf8("payload"), opened.Plaintext.ToArray());
        Assert.Equal(VerificationLevel.None, opened.Level);
        Assert.False(opened.MetadataIsBound);
        if (vector.Inputs().TryGetProperty("eds", out JsonElement items))
        {
            Assert.Equal(
                items.EnumerateArray().Select(e => e.GetString()),
                opened.Annotations.Select(a => System.Text.Encoding.UTF8.GetString(a.Span)));
        }

        if (vector.Inputs().OptionalText("content_type") is { } type)
        {
            Assert.Equal(type, opened.ReadContentMeta().ContentType);
        }
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Published_entry_is_read(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        UnverifiedEnvelope envelope = UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope"));
        ContentMeta meta = ContentMeta.Parse(envelope.Header.ContentMetaData);
        JsonElement expected = vector.Expected().GetProperty("content_meta");
        Assert.Equal(expected.OptionalText("UniqueId"), meta.UniqueId);
        Assert.Equal(expected.OptionalText("MessageType"), meta.MessageType);
        Assert.Equal(expected.OptionalText("cty"), meta.ContentType);
        Assert.Equal(expected.OptionalText("Event"), meta.Event);
        JsonElement index = vector.Expected().GetProperty("index");
        Assert.Equal(index.ValueKind == JsonValueKind.Null ? null : index.GetInt64(), envelope.Header.SequenceInfo?.Index);
        bool digested = envelope.Header.Early.PayloadDigest is not null || envelope.Trailer.PayloadDigest is not null;
        Assert.Equal(
            digested ? VerificationLevel.Digest : VerificationLevel.None,
            EnvelopeVerifier.Check(envelope, legacy: LegacyReading.UnsignedCbc));
    }

    [Theory]
    [MemberData(nameof(SignedByEd448))]
    public void Published_signature_by_ed448_verifies_in_its_own_form_alone(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        UnverifiedEnvelope envelope = UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope"));
        // The example of 2024 names its signer by another kid than the fingerprint of the key under which it verifies.
        SignaturePublicKey key = Signer(vector);
        SignerPolicy signer = SignerPolicy.AllOf(key).WithName(Assert.Single(envelope.Claims.Signatures).KeyIdentifier!, key);
        SignatureForms form = vector.GetProperty("checks").Text("ed448_signature_over") == "manifest"
            ? SignatureForms.PlainManifest
            : SignatureForms.PayloadDigest;
        Assert.Equal(form, Assert.Single(EnvelopeVerifier.Verify(envelope, signer.With(form)).Signatures).Form);
        foreach (SignatureForms other in new[] { SignatureForms.SignedData, SignatureForms.PlainManifest, SignatureForms.PayloadDigest })
        {
            if (other != form)
            {
                DareException e = Assert.Throws<DareException>(() => EnvelopeVerifier.Verify(envelope, signer.With(other)));
                Assert.Equal(DareError.SignatureInvalid, e.Code);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Published_file_is_read(string id)
    {
        JsonElement expected = Vectors.Dare(id).Expected();
        using var file = new MemoryStream(Convert.FromBase64String(expected.Text("bytes")));
        var reader = new EnvelopeFileReader(file);
        Assert.Equal(expected.GetProperty("header").Text("kid"), reader.Header.KeyIdentifier);
        Assert.Equal(expected.GetProperty("header").GetProperty("recipients").GetArrayLength(), reader.Header.Recipients!.Count);
        byte[] body = new byte[4096];
        int length = reader.ReadBody(body);
        Assert.Equal(expected.Text("body"), Vectors.Hex(body.AsSpan(0, length)));
        Assert.Equal(0, reader.ReadBody(body));
        DareTrailer trailer = reader.ReadTrailer();
        Assert.Equal(DareDigest.S512.Compute(body.AsSpan(0, length)), trailer.PayloadDigest!.Value.ToArray());
    }

    [Fact]
    public void Manifest_is_that_of_the_vector()
    {
        JsonElement vector = Vectors.Dare("manifest-envelope");
        Assert.Equal(
            vector.Expected().Text("manifest"),
            Vectors.Hex(SignatureLabels.PlainManifest(vector.Inputs().Text("dig"), vector.Inputs().Hex("payload_digest"))));
    }

    private static bool HasSigner(JsonElement vector, string curve) =>
        vector.Inputs().GetProperty("signer") is { ValueKind: JsonValueKind.Object } signer
        && signer.Text("crv") == curve
        && vector.GetProperty("checks").TryGetProperty("ed448_signature_over", out _);

    private static SignaturePublicKey Signer(JsonElement vector) => SignaturePublicKey.FromOctets(
        KeyAlgorithm.Ed448, Mesh.Encoding.Base64UrlText.Decode(vector.Inputs().GetProperty("signer").Text("Public")));
}
