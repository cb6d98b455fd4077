using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Bodies of published sequences as streams, and the rules for those under A256CBC (D-04).</summary>
public class PublishedOpeningTests
{
    public static TheoryData<string> Encrypted =>
    [
        .. Vectors.DareOf("sequence-list")
            .Where(v => v.Expected().TryGetProperty("base_seeds", out _) && v.Expected().OptionalText("bytes") is not null)
            .Select(v => v.Id()),
    ];

    [Theory]
    [MemberData(nameof(Encrypted))]
    public void Every_frame_of_an_encrypted_sequence_opens_as_a_stream_in_either_direction(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        PublishedSequence sequence = Read(vector);
        using var ring = new OneKey(AgreementPrivateKey.ForReading(vector.Inputs().Hex("alice_decrypt_seed")));
        var request = new OpenRequest { Keys = ring, Legacy = LegacyReading.UnsignedCbc };
        foreach (PublishedFrame frame in sequence.Forward().Concat(sequence.Backward()))
        {
            using PublishedContent opened = sequence.Open(frame, request);
            byte[] plaintext = ReadAll(opened.Content);
            Assert.Equal(frame.Index == 0 ? 0 : 300, plaintext.Length);
            Assert.All(plaintext.Index(), b => Assert.Equal(b.Index % 256, b.Item));
            Assert.False(opened.MetadataIsBound);
        }

        Assert.Equal(
            DareError.UnsupportedAlgorithm,
            TestKeys.ErrorOf(() => sequence.Open(sequence.Frame(1), new OpenRequest { Keys = ring, Legacy = LegacyReading.SignedCbc })));
        Assert.Equal(
            DareError.Decryption,
            TestKeys.ErrorOf(() => sequence.Open(sequence.Frame(1), new OpenRequest { Keys = TestKeys.Ring, Legacy = LegacyReading.UnsignedCbc })));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(65_519)]
    [InlineData(65_520)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(200_000)]
    public void A_stream_under_cbc_has_the_plaintext_of_any_length(int length)
    {
        var random = new SeededRandom("cbc stream");
        byte[] plaintext = random.Bytes(length);
        byte[] key = random.Bytes(32);
        byte[] iv = random.Bytes(16);
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.SetKey(key);
        byte[] ciphertext = aes.EncryptCbc(plaintext, iv);
        using (var stream = new CbcStream(new MemoryOctets(ciphertext), key, [.. iv]))
        {
            Assert.Equal(plaintext, ReadAll(stream));
        }

        // Padding that is wrong comes out as the one error, after what stands before it.
        byte[] wrong = [.. ciphertext];
        wrong[^1] ^= 1;
        foreach (byte[] bad in new[] { wrong, ciphertext[..^1], [] })
        {
            Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() =>
            {
                using var stream = new CbcStream(new MemoryOctets(bad), key, [.. iv]);
                ReadAll(stream);
            }));
        }
    }

    [Fact]
    public void An_empty_body_that_says_it_is_encrypted_is_no_payload()
    {
        // file-append-list has no such frame, so one is made: a deletion by a writer that states enc all the same (D-26).
        byte[] octets = Frame.Encode("{\"enc\":\"A256CBC\",\"Salt\":\"AAECAwQFBgcICQoLDA0ODw\",\"recipients\":[]}"u8, [], []);
        PublishedSequence sequence = PublishedSequence.Read(new MemoryOctets(octets));
        using PublishedContent opened = sequence.Open(sequence.Frame(0), new OpenRequest { Legacy = LegacyReading.SignedCbc });
        Assert.Empty(ReadAll(opened.Content));
        Assert.Equal(DareError.UnsupportedAlgorithm, TestKeys.ErrorOf(() => sequence.Open(sequence.Frame(0), new OpenRequest())));
    }

    [Fact]
    public void Frames_of_our_own_ciphers_open_too_and_their_tags_are_verified()
    {
        byte[] plaintext = new SeededRandom("two segments").Bytes(70_000);
        foreach (BodyCipher cipher in new[] { BodyCipher.A256Gcm, BodyCipher.A256GcmS64K })
        {
            UnverifiedEnvelope envelope = TestKeys.Sealer().Seal(plaintext, new SealRequest { Recipients = [TestKeys.Reader.Public], Cipher = cipher });
            byte[] octets = Frame.Encode(envelope.Header.Octets.Span, envelope.Body.Span, envelope.Trailer.Octets.Span);
            PublishedSequence sequence = PublishedSequence.Read(new MemoryOctets(octets));
            using (PublishedContent opened = sequence.Open(sequence.Frame(0), TestKeys.Open()))
            {
                Assert.Equal(plaintext, ReadAll(opened.Content));
                Assert.True(opened.MetadataIsBound);
            }

            octets[^300] ^= 1;
            PublishedSequence changed = PublishedSequence.Read(new MemoryOctets(octets));
            Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => changed.Open(changed.Frame(0), TestKeys.Open())));
        }
    }

    internal static byte[] ReadAll(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all, 777);
        return all.ToArray();
    }

    private static PublishedSequence Read(JsonElement vector) =>
        PublishedSequence.Read(new MemoryOctets(Convert.FromBase64String(vector.Expected().Text("bytes"))));

    /// <summary>One key under every name.</summary>
    private sealed class OneKey(AgreementPrivateKey key) : IDecryptionKeyring, IDisposable
    {
        public AgreementPrivateKey? Find(string kid) => key;

        public void Dispose() => key.Dispose();
    }
}
