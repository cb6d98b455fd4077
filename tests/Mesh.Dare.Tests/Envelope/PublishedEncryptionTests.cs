using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare.Tests;

/// <summary>
/// Encrypted envelopes of the drafts and of the reference's examples. Their recipients are Ed25519 keys used for key agreement, so the
/// agreement is brought along, as for any key that is not held as a whole.
/// </summary>
public class PublishedEncryptionTests
{
    public static TheoryData<string> Encrypted =>
        [.. Vectors.DareOf("envelope-encrypted", "envelope-encrypted-eds", "envelope-signed-encrypted")
            .Where(v => v.GetProperty("checks").GetProperty("payload_decrypts").GetBoolean()).Select(v => v.Id())];

    public static TheoryData<string> Overwritten =>
        [.. Vectors.DareOf("envelope-encrypted", "envelope-encrypted-eds", "envelope-signed-encrypted")
            .Where(v => !v.GetProperty("checks").GetProperty("payload_decrypts").GetBoolean()).Select(v => v.Id())];

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

    [Fact]
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

    private static OpenedEnvelope Open(JsonElement vector, LegacyReading legacy) =>
        Open(vector, UnverifiedEnvelope.Read(vector.Expected().GetProperty("envelope")), legacy);

    private static OpenedEnvelope Open(JsonElement vector, UnverifiedEnvelope envelope, LegacyReading legacy)
    {
        DareRecipient recipient = Assert.Single(envelope.Header.Recipients!);
        using Ed25519Seed seed = Ed25519Seed.FromOctets(vector.Inputs().Hex("alice_decrypt_seed"));
        byte[] point = EphemeralKey.Read(recipient.EphemeralKey!.Value)!.Value.Octets;
        using SecretBytes agreement = Edwards25519Agreement.Agree(seed, point);
        Assert.Equal(vector.Expected().Text("agreement"), Vectors.Hex(agreement.Reveal()));
        return EnvelopeOpener.Open(envelope, new OpenRequest
        {
            Agreements = new Dictionary<string, SecretBytes> { [recipient.KeyIdentifier] = agreement },
            Legacy = legacy,
        });
    }
}
