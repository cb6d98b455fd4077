namespace Mesh.Dare.Tests;

/// <summary>Files under A256CBC of any size, read twice.</summary>
public class PublishedFileOpenerTests
{
    [Fact]
    public void A_file_that_does_not_fit_in_memory_opens()
    {
        const int length = DareLimits.SingleBody + 100_000;
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite);
            Sealer().SealFile(new Pattern(length), length, file, Request());
            file.Position = 0;
            Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => EnvelopeFileOpener.Open(file, Stream.Null, Open())));
            file.Position = 0;
            long before = GC.GetAllocatedBytesForCurrentThread();
            var check = new Pattern(length);
            OpenedFile opened = PublishedFileOpener.Open(file, check, Open());
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
            Assert.Equal((length, length, VerificationLevel.Signed), (opened.Length, check.Compared, opened.Level));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Any_form_of_file_opens_as_by_the_other_opener()
    {
        using var ours = new MemoryStream();
        TestKeys.Sealer().SealFile(new Pattern(1000), 1000, ours, new SealRequest { Recipients = [TestKeys.Reader.Public] });
        using var clear = new MemoryStream();
        Sealer().SealFile(new Pattern(1000), null, clear, new CompatRequest());
        foreach (MemoryStream file in new[] { ours, clear })
        {
            file.Position = 0;
            var check = new Pattern(1000);
            OpenedFile opened = PublishedFileOpener.Open(file, check, TestKeys.Open());
            Assert.Equal((1000L, 1000), (opened.Length, check.Compared));
        }
    }

    [Fact]
    public void Nothing_is_decrypted_before_the_proof_was_verified()
    {
        using var file = new MemoryStream();
        Sealer().SealFile(new Pattern(300), 300, file, Request());
        byte[] octets = file.ToArray();

        // A body of 304 octets under another digest, under a signature that is not theirs, and without one that is asked for.
        int body = octets.AsSpan().IndexOf([(byte)',', (byte)0x89, (byte)1, (byte)0x30]) + 4;
        byte[] changed = [.. octets];
        changed[body + 100] ^= 1;
        Assert.Equal(DareError.DigestMismatch, Refusal(changed, Open()));
        Assert.Equal(DareError.UnsupportedAlgorithm, Refusal(octets, new OpenRequest { Keys = TestKeys.Ring, Legacy = LegacyReading.SignedCbc }));
        Assert.Equal(DareError.UnsupportedAlgorithm, Refusal(octets, TestKeys.Open()));
        SignerPolicy other = SignerPolicy.AllOf(TestKeys.OtherSigner.Public).With(SignatureForms.PlainManifest);
        Assert.Equal(
            DareError.SignatureMissing, Refusal(octets, new OpenRequest { Keys = TestKeys.Ring, Legacy = LegacyReading.SignedCbc, Signers = other }));
        byte[] witness = [.. octets];
        int at = witness.AsSpan().IndexOf("WitnessValue\":\""u8) + 15;
        witness[at] = witness[at] == (byte)'A' ? (byte)'B' : (byte)'A';
        Assert.Equal(DareError.Decryption, Refusal(witness, Open()));
    }

    [Fact]
    public void A_file_that_changes_between_the_two_readings_is_refused()
    {
        using var file = new MemoryStream();
        Sealer().SealFile(new Pattern(300), 300, file, Request());
        int body = file.ToArray().AsSpan().IndexOf([(byte)',', (byte)0x89, (byte)1, (byte)0x30]) + 4;
        using var changing = new Changing(file.ToArray(), body + 100);
        Assert.Equal(DareError.DigestMismatch, TestKeys.ErrorOf(() => PublishedFileOpener.Open(changing, Stream.Null, Open())));
    }

    private static DareError Refusal(byte[] octets, OpenRequest request)
    {
        using var written = new MemoryStream();
        DareError error = TestKeys.ErrorOf(() => PublishedFileOpener.Open(new MemoryStream(octets), written, request));
        Assert.Equal(0, written.Length);
        return error;
    }

    private static CompatSealer Sealer() => new(new SeededRandom("published file"));

    private static CompatRequest Request() => new() { Recipients = [TestKeys.Reader.Public], Signers = [TestKeys.Signer] };

    private static OpenRequest Open() => new()
    {
        Keys = TestKeys.Ring,
        Legacy = LegacyReading.SignedCbc,
        Signers = SignerPolicy.AllOf(TestKeys.Signer.Public).With(SignatureForms.PlainManifest),
    };

    /// <summary>Octets by a rule: read as a source, compared as a destination.</summary>
    private sealed class Pattern(int length) : Stream
    {
        private int _at;

        public int Compared { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => length;

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int n = Math.Min(count, length - _at);
            for (int i = 0; i < n; i++)
            {
                buffer[offset + i] = (byte)((_at + i) % 251);
            }

            _at += n;
            return n;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
            {
                if (buffer[offset + i] != (Compared + i) % 251)
                {
                    throw new InvalidOperationException($"octet {Compared + i} is another");
                }
            }

            Compared += count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }

    /// <summary>A file in which an octet changes when it is read again from its beginning after its end was seen.</summary>
    private sealed class Changing : MemoryStream
    {
        private readonly byte[] _octets;
        private readonly int _at;
        private bool _ended;

        public Changing(byte[] octets, int at)
            : base(octets)
        {
            _octets = octets;
            _at = at;
        }

        public override long Position
        {
            get => base.Position;
            set
            {
                _octets[_at] ^= (byte)(_ended ? 1 : 0);
                base.Position = value;
            }
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            _ended |= read == 0;
            return read;
        }
    }
}
