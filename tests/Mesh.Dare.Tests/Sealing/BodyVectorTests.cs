using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>
/// Bodies of sealing.json through the sealer and the opener, with a shared secret as recipient, so that the only octets drawn are seed and
/// salt.
/// </summary>
public class BodyVectorTests
{
    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)0x5A, 32)];

    public static TheoryData<string> Bodies => Vectors.SealingIds("body", "body-segmented");

    public static TheoryData<string> Refused => Vectors.SealingIds("body-refused");

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_is_that_of_the_vector_and_opens(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        JsonElement expected = vector.Expected();
        UnverifiedEnvelope envelope = Seal(vector);
        if (expected.OptionalText("body") is { } body)
        {
            Assert.Equal(body, Vectors.Hex(envelope.Body.Span));
        }
        else
        {
            Assert.Equal(expected.Text("body_sha256"), Vectors.Hex(SHA256.HashData(envelope.Body.Span)));
        }

        Assert.Equal(expected.OptionalText("PayloadTag"), envelope.Trailer.PayloadTag is { } tag ? Vectors.Hex(tag.Span) : null);
        Assert.Equal(VectorPlaintext.Of(vector.Inputs()), Open(envelope).Plaintext.ToArray());
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Segments_come_out_the_same_when_they_stream(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        if (vector.Inputs().Text("enc") != "A256GCM-S64K")
        {
            Assert.Equal("body", vector.GetProperty("kind").GetString());
            return;
        }

        byte[] plaintext = VectorPlaintext.Of(vector.Inputs());
        foreach (long? length in new long?[] { plaintext.Length, null })
        {
            using var file = new MemoryStream();
            new EnvelopeSealer(Draws(vector.Inputs()), TimeProvider.System)
                .SealFile(new MemoryStream(plaintext), length, file, Request(vector.Inputs()));
            file.Position = 0;
            var reader = new EnvelopeFileReader(file);
            byte[] body = ReadAll(reader);
            Assert.Equal(vector.Expected().Text("body_sha256"), Vectors.Hex(SHA256.HashData(body)));
            Assert.Equal(Seal(vector).Header.Octets.ToArray(), reader.Header.Octets.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Wrong_bodies_are_refused_in_memory_as_a_stream_and_at_any_place(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        UnverifiedEnvelope whole = Seal(Vectors.Sealing(vector.Inputs().Text("body_of")));
        byte[] body = VectorPlaintext.Mutate(whole.Body.ToArray(), vector.Inputs().GetProperty("mutation"));
        Assert.Equal(vector.Expected().Text("body_sha256"), Vectors.Hex(SHA256.HashData(body)));
        UnverifiedEnvelope wrong = Change(whole, body, vector.Inputs());
        DareError[] errors = [DareError.Decryption, DareError.Malformed];
        Assert.Contains(Assert.Throws<DareException>(() => Open(wrong)).Code, errors);

        using var file = new MemoryStream();
        var writer = new EnvelopeFileWriter(file, wrong.Header, body.Length);
        writer.WriteBody(body);
        writer.End(wrong.Trailer);
        file.Position = 0;
        Assert.Contains(
            Assert.Throws<DareException>(() => EnvelopeFileOpener.Open(file, Stream.Null, OpenRequest())).Code, errors);

        if (wrong.Header.EncryptionAlgorithm == "A256GCM-S64K")
        {
            Assert.Contains(Assert.Throws<DareException>(() => ReadEverywhere(wrong)).Code, errors);
        }
    }

    [Fact]
    public void Body_is_read_at_any_place()
    {
        foreach (string id in new[] { "access-s64k-200000", "access-s64k-boundary" })
        {
            JsonElement vector = Vectors.Sealing(id);
            UnverifiedEnvelope envelope = Seal(Vectors.Sealing(vector.Inputs().Text("body_of")));
            using SegmentedBody body = EnvelopeOpener.OpenSegments(
                envelope.Header, envelope.Trailer, new MemoryOctets(envelope.Body), OpenRequest());
            byte[] part = new byte[vector.Inputs().GetProperty("read_length").GetInt32()];
            Assert.Equal(part.Length, body.Read(vector.Inputs().GetProperty("read_offset").GetInt64(), part));
            Assert.Equal(vector.Expected().Text("plaintext"), Vectors.Hex(part));
            Assert.Equal(200_000, body.Length);
            Assert.Equal(0, body.Read(200_000, part));
            Assert.Equal(3, body.Read(199_997, part));
        }
    }

    [Fact]
    public void Reading_at_any_place_verifies_no_signature_and_says_so()
    {
        UnverifiedEnvelope envelope = Seal(Vectors.Sealing(Vectors.Sealing("access-s64k-boundary").Inputs().Text("body_of")));
        var request = new OpenRequest
        {
            SymmetricKeys = [new SecretBytes(Secret)],
            Signers = SignerPolicy.AllOf(TestKeys.Signer.Public),
        };
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => EnvelopeOpener.OpenSegments(
            envelope.Header, envelope.Trailer, new MemoryOctets(envelope.Body), request)));
    }

    [Fact]
    public void The_last_segment_is_authenticated_before_any_other()
    {
        JsonElement vector = Vectors.Sealing("access-s64k-200000-cut");
        UnverifiedEnvelope envelope = Seal(Vectors.Sealing(vector.Inputs().Text("body_of")));
        byte[] body = VectorPlaintext.Mutate(envelope.Body.ToArray(), vector.Inputs().GetProperty("mutation"));
        DareException e = Assert.Throws<DareException>(() => EnvelopeOpener.OpenSegments(
            envelope.Header, envelope.Trailer, new MemoryOctets(body), OpenRequest()));
        Assert.Equal(DareError.Decryption, e.Code);
    }

    [Fact]
    public void Reading_at_any_place_holds_one_segment_and_opens_those_it_needs()
    {
        JsonElement vector = Vectors.Sealing("access-s64k-boundary");
        UnverifiedEnvelope envelope = Seal(Vectors.Sealing(vector.Inputs().Text("body_of")));
        var source = new CountingOctets(envelope.Body);
        using SegmentedBody body = EnvelopeOpener.OpenSegments(envelope.Header, envelope.Trailer, source, OpenRequest());
        byte[] part = new byte[vector.Inputs().GetProperty("read_length").GetInt32()];
        body.Read(vector.Inputs().GetProperty("read_offset").GetInt64(), part);
        int[] expected = [.. vector.Expected().GetProperty("segments_opened").EnumerateArray().Select(s => s.GetInt32())];
        Assert.Equal(expected, source.Offsets.Select(o => (int)(o / SegmentedAesGcm.SealedSegmentSize)));
    }

    private static UnverifiedEnvelope Seal(JsonElement vector) =>
        new EnvelopeSealer(Draws(vector.Inputs()), TimeProvider.System)
            .Seal(VectorPlaintext.Of(vector.Inputs()), Request(vector.Inputs()));

    private static KnownRandom Draws(JsonElement inputs) => new(inputs.Hex("seed"), inputs.Hex("Salt"));

    private static SealRequest Request(JsonElement inputs) => new()
    {
        ContentMetaData = inputs.OptionalUtf8("ContentMetaData"),
        SymmetricRecipients = [new SecretBytes(Secret)],
        Cipher = BodyCipherNames.Find(inputs.Text("enc")),
        WithDigest = inputs.OptionalText("dig") is not null,
    };

    private static OpenRequest OpenRequest() => new() { SymmetricKeys = [new SecretBytes(Secret)] };

    private static OpenedEnvelope Open(UnverifiedEnvelope envelope) => EnvelopeOpener.Open(envelope, OpenRequest());

    private static UnverifiedEnvelope Change(UnverifiedEnvelope whole, byte[] body, JsonElement inputs)
    {
        JsonElement changes = inputs.TryGetProperty("header_changes", out JsonElement found) && found.ValueKind == JsonValueKind.Object
            ? found
            : JsonDocument.Parse("{}").RootElement;
        DareHeader header = whole.Header;
        bool Has(string name) => changes.TryGetProperty(name, out _);
        return new UnverifiedEnvelope(
            new DareHeader
            {
                DigestAlgorithm = Has("dig") ? changes.OptionalText("dig") : header.DigestAlgorithm,
                EncryptionAlgorithm = Has("enc") ? changes.OptionalText("enc") : header.EncryptionAlgorithm,
                KeyIdentifier = header.KeyIdentifier,
                Salt = Has("Salt") ? changes.Hex("Salt") : header.Salt,
                KeyCommit = !Has("KeyCommit") ? header.KeyCommit : OptionalOctets.Of(changes.OptionalHex("KeyCommit")),
                Recipients = header.Recipients,
                ContentMetaData = Has("ContentMetaData") ? changes.OptionalUtf8("ContentMetaData") : header.ContentMetaData,
            },
            body,
            new DareTrailer { PayloadTag = Has("PayloadTag") ? changes.Hex("PayloadTag") : whole.Trailer.PayloadTag });
    }

    private static void ReadEverywhere(UnverifiedEnvelope envelope)
    {
        using SegmentedBody body = EnvelopeOpener.OpenSegments(
            envelope.Header, envelope.Trailer, new MemoryOctets(envelope.Body), OpenRequest());
        byte[] all = new byte[body.Length];
        body.Read(0, all);
    }

    private static byte[] ReadAll(EnvelopeFileReader reader)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[10_007];
        for (int n = reader.ReadBody(buffer); n > 0; n = reader.ReadBody(buffer))
        {
            body.Write(buffer, 0, n);
        }

        _ = reader.ReadTrailer();
        return body.ToArray();
    }

    private sealed class CountingOctets(ReadOnlyMemory<byte> octets) : IOctetSource
    {
        public List<long> Offsets { get; } = [];

        public long Length => octets.Length;

        public int Read(long offset, Span<byte> destination)
        {
            Offsets.Add(offset);
            int count = Math.Min(destination.Length, octets.Length - (int)offset);
            octets.Span.Slice((int)offset, count).CopyTo(destination);
            return count;
        }
    }
}
