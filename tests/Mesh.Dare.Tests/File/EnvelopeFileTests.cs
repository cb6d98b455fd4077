using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

public class EnvelopeFileTests
{
    public static TheoryData<int> Lengths => [0, 1, 15, 16, 65_535, 65_536, 65_537, 131_072, 200_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Files_of_any_length_come_back_sealed_signed_and_in_clear(int length)
    {
        byte[] plaintext = new SeededRandom($"file {length}").Bytes(length);
        foreach (bool encrypted in new[] { false, true })
        {
            foreach (long? known in new long?[] { length, null })
            {
                byte[] file = Seal(plaintext, known, encrypted);
                using var output = new MemoryStream();
                OpenedFile opened = EnvelopeFileOpener.Open(
                    new TrickleStream(file), output, TestKeys.Open(SignerPolicy.AllOf(TestKeys.Signer.Public)));
                Assert.Equal(plaintext, output.ToArray());
                Assert.Equal(length, opened.Length);
                Assert.Equal(VerificationLevel.Signed, opened.Level);
                Assert.Equal(TestKeys.Now, Assert.Single(opened.Signatures).Created);
                Assert.True(opened.MetadataIsBound);
                Assert.Equal("note"u8.ToArray(), Assert.Single(opened.Annotations).ToArray());
            }
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] file = Seal(new SeededRandom("cut").Bytes(70_000), null, encrypted: true);
        var random = new SeededRandom("cuts");
        for (int i = 0; i < 200; i++)
        {
            int length = i < 100 ? file.Length - 1 - i : random.Next(file.Length);
            DareError error = TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(new MemoryStream(file[..length]), Stream.Null, TestKeys.Open()));
            Assert.Contains(error, new[] { DareError.Malformed, DareError.Decryption });
        }
    }

    [Fact]
    public void A_file_of_which_the_last_segments_were_cut_off_neatly_is_refused()
    {
        // A sound envelope around a body that ends after its first segment.
        byte[] file = Seal(new SeededRandom("neat").Bytes(70_000), null, encrypted: true);
        var reader = new EnvelopeFileReader(new MemoryStream(file));
        byte[] body = new byte[SegmentedAesGcm.SealedSegmentSize];
        for (int n = 0; n < body.Length;)
        {
            n += reader.ReadBody(body.AsSpan(n));
        }

        using var cut = new MemoryStream();
        var writer = new EnvelopeFileWriter(cut, reader.Header, body.Length);
        writer.WriteBody(body);
        writer.End(DareTrailer.Empty);
        cut.Position = 0;
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(cut, Stream.Null, TestKeys.Open())));
    }

    [Fact]
    public void Octets_after_the_envelope_are_refused()
    {
        byte[] file = [.. Seal([1, 2, 3], 3, encrypted: false), .. "[]"u8];
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(new MemoryStream(file), Stream.Null, TestKeys.Open())));
    }

    [Fact]
    public void A_signature_that_fails_at_the_end_refuses_the_file()
    {
        byte[] file = Seal([1, 2, 3], 3, encrypted: false);
        int body = file.AsSpan().IndexOf((byte)0x88) + 2;
        file[body] ^= 1;
        Assert.Equal(
            DareError.DigestMismatch,
            TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(new MemoryStream(file), Stream.Null, TestKeys.Open())));
        var other = SignerPolicy.AllOf(TestKeys.OtherSigner.Public);
        Assert.Equal(
            DareError.SignatureMissing,
            TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(new MemoryStream(Seal([1], 1, false)), Stream.Null, TestKeys.Open(other))));
    }

    [Fact]
    public void The_stated_length_of_the_plaintext_must_be_right()
    {
        foreach (long wrong in new long[] { 2, 4 })
        {
            foreach (bool encrypted in new[] { false, true })
            {
                Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => Seal([1, 2, 3], wrong, encrypted)));
            }
        }
    }

    [Fact]
    public void The_trailer_is_read_after_the_body()
    {
        var reader = new EnvelopeFileReader(new MemoryStream(Seal([1, 2, 3], 3, encrypted: false)));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => reader.ReadTrailer()));
    }

    [Fact]
    public void A_length_that_is_not_there_costs_no_memory()
    {
        byte[] file = [.. "[{},"u8, 0x8B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1];
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(new MemoryStream(file), Stream.Null, TestKeys.Open())));
        file[5] = 0xFF;
        Assert.Equal(
            DareError.LimitExceeded, TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(new MemoryStream(file), Stream.Null, TestKeys.Open())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("[[],\"\"]")]
    [InlineData("[{}")]
    [InlineData("[{}]")]
    [InlineData("[{} \"\"]")]
    [InlineData("[{},")]
    [InlineData("[{},{}]")]
    [InlineData("[{},\"AA")]
    [InlineData("[{},\"A\"]")]
    [InlineData("[{},\"A=A=\"]")]
    [InlineData("[{},\"AA\\u0041A\"]")]
    [InlineData("[{},\"\"")]
    [InlineData("[{},\"\" {}]")]
    [InlineData("[{},\"\",[]]")]
    [InlineData("[{},\"\",{}")]
    [InlineData("[{},\"\",{},{}]")]
    [InlineData("[{\"a\":\"\\")]
    public void What_is_no_envelope_is_refused(string text) => Assert.Equal(
        DareError.Malformed,
        TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), Stream.Null, TestKeys.Open())));

    [Fact]
    public void A_body_in_base64url_is_the_same_to_both_readers_wherever_its_blocks_end()
    {
        string digits = Mesh.Encoding.Base64UrlText.Encode(new SeededRandom("blocks").Bytes(30_000));
        int read = 0;
        foreach (int length in (int[])[0, 1, 2, 3, 4, .. Enumerable.Range(16_376, 16), .. Enumerable.Range(32_760, 16)])
        {
            foreach (string ending in new[] { "", "A", "AA", "Ag", "AAA", "=", "==", "===", "A==", "Ag==", "AAA=", "=A", "%", "%%", " =\n= ", "\u00e9" })
            {
                byte[] file = System.Text.Encoding.UTF8.GetBytes($"[{{}},\"{digits[..length]}{ending}\"]");
                byte[]? whole = Body(() => UnverifiedEnvelope.Parse(file).Body.ToArray());
                byte[]? streamed = Body(() =>
                {
                    using var body = new MemoryStream();
                    EnvelopeFileOpener.Open(new TrickleStream(file), body, new OpenRequest());
                    return body.ToArray();
                });
                Assert.Equal(whole, streamed);
                read += whole is null ? 0 : 1;
            }
        }

        Assert.True(read > 50, $"{read}");

        static byte[]? Body(Func<byte[]> read)
        {
            try
            {
                return read();
            }
            catch (DareException)
            {
                return null;
            }
        }
    }

    [Fact]
    public void A_header_without_end_is_refused_at_its_limit()
    {
        using Stream endless = new EndlessStream("[{\"x\":\""u8.ToArray());
        Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => _ = new EnvelopeFileReader(endless)));
    }

    [Fact]
    public void A_body_that_is_not_in_segments_is_bounded()
    {
        var header = new DareHeader
        {
            EncryptionAlgorithm = "A256GCM",
            Salt = Enumerable.Repeat((byte)1, 16).ToArray(),
            KeyCommit = new byte[32],
            Recipients = [],
        };
        using Stream endless = new EndlessStream([.. "["u8, .. header.Octets.Span, .. ","u8, 0x8B, 0x7F, 255, 255, 255, 255, 255, 255, 255]);
        Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(endless, Stream.Null, TestKeys.Open())));
    }

    private static byte[] Seal(byte[] plaintext, long? length, bool encrypted)
    {
        using var file = new MemoryStream();
        TestKeys.Sealer().SealFile(new TrickleStream(plaintext), length, file, new SealRequest
        {
            Recipients = encrypted ? [TestKeys.Reader.Public] : [],
            Digest = DareDigest.S256,
            Signers = [TestKeys.Signer],
            ContentMetaData = new ContentMeta { ContentType = "application/octet-stream" }.ToOctets(),
            Annotations = ["note"u8.ToArray()],
        });
        return file.ToArray();
    }

    /// <summary>Gives a few octets at a time, as a network does.</summary>
    private sealed class TrickleStream(byte[] octets) : MemoryStream(octets)
    {
        private int _turn;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (_turn++ * 7919 % 30_000)));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1 + (_turn++ * 7919 % 30_000))]);
    }

    /// <summary>Begins as given and goes on with the letter x for ever.</summary>
    private sealed class EndlessStream(byte[] start) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (int k = 0; k < count; k++)
            {
                buffer[offset + k] = _at < start.Length ? start[_at++] : (byte)'x';
            }

            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
