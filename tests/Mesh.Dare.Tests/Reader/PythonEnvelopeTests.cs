using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Envelopes in the file form that this library writes, opened by a reader that follows docs/format and shares no code with ours.</summary>
public class PythonEnvelopeTests
{
    private static readonly AgreementPrivateKey Reader25519 = AgreementPrivateKey.Generate(KeyAlgorithm.X25519, new SeededRandom("reader 25519"));
    private static readonly SignaturePrivateKey Signer25519 = SignaturePrivateKey.Generate(KeyAlgorithm.Ed25519, new SeededRandom("signer 25519"));
    private static readonly byte[] Shared = new SeededRandom("shared").Bytes(32);

    [PythonTheory]
    [InlineData(0, "segments", true)]
    [InlineData(1, "segments", false)]
    [InlineData(65_536, "segments", true)]
    [InlineData(65_537, "segments", false)]
    [InlineData(300_000, "segments", false)]
    [InlineData(0, "single", true)]
    [InlineData(70_000, "single", false)]
    [InlineData(0, "clear", true)]
    [InlineData(300_000, "clear", false)]
    public void An_envelope_of_any_kind_is_opened(int length, string kind, bool known)
    {
        byte[] plaintext = new SeededRandom($"envelope {length}").Bytes(length);
        foreach (bool signed in new[] { false, true })
        {
            byte[] file = Seal(plaintext, kind, signed, known);
            foreach (string who in kind == "clear" ? new[] { "anybody" } : ["X448", "X25519", "secret"])
            {
                using PythonReader reader = Holder(file, who);
                if (signed)
                {
                    reader.AskFor(TestKeys.Signer.Public).AskFor(Signer25519.Public);
                }

                Assert.Equal(plaintext, reader.Content());
                Assert.Equal([signed ? "signed" : "unsigned"], reader.Run("verify"));
                Assert.Contains(kind == "clear" ? "text/plain" : "hidden.txt", Assert.Single(reader.Run("list")), StringComparison.Ordinal);
            }
        }
    }

    [PythonFact]
    public void Signatures_count_without_the_keys_that_open_and_signers_are_missed()
    {
        byte[] file = Seal("text"u8.ToArray(), "segments", signed: true, known: true);
        using PythonReader reader = new PythonReader().Of(file).AskFor(TestKeys.Signer.Public);
        Assert.Equal(["signed"], reader.Run("verify"));
        Assert.Equal(["sealed"], reader.Run("list"));
        Assert.Contains("no key at hand", reader.Refusal("extract"), StringComparison.Ordinal);
        reader.AskFor(TestKeys.OtherSigner.Public);
        Assert.Contains("not signed by", reader.Refusal("verify"), StringComparison.Ordinal);
    }

    [PythonFact]
    public void Whoever_is_no_recipient_does_not_open()
    {
        using PythonReader reader = new PythonReader().Of(Seal([1, 2, 3], "segments", false, true)).With(TestKeys.OtherReader);
        Assert.Contains("no key at hand", reader.Refusal("extract"), StringComparison.Ordinal);
    }

    // Annotations and hidden metadata are under no signature of a single envelope: whoever leaves them out is not noticed (sealing.md, section 6).
    [PythonTheory]
    [InlineData("segments", 41)]
    [InlineData("single", 43)]
    [InlineData("clear", 17)]
    public void A_flipped_bit_is_refused(string kind, int step)
    {
        byte[] file = Seal(new SeededRandom("flips").Bytes(100), kind, signed: true, known: true, few: true);
        using PythonReader reader = Holder(file, "X448").AskFor(TestKeys.Signer.Public);
        Assert.Equal("", reader.Flip(step));
    }

    [PythonFact]
    public void A_passphrase_opens()
    {
        using var passphrase = new SecretBytes(System.Text.Encoding.UTF8.GetBytes("correct horse battery staple"));
        using var file = new MemoryStream();
        TestKeys.Sealer().SealFile(new MemoryStream([1, 2, 3]), 3, file, new SealRequest
        {
            Recipients = [TestKeys.Reader.Public],
            Passphrase = passphrase,
            PassphraseCost = 10,
            Cipher = BodyCipher.A256GcmS64K,
        });
        using PythonReader reader = new PythonReader().Of(file.ToArray()).WithPassphrase("correct horse battery staple");
        Assert.Equal([1, 2, 3], reader.Content());
        Assert.Contains("no key at hand", reader.WithPassphrase("wrong horse").Refusal("extract"), StringComparison.Ordinal);
    }

    [PythonFact]
    public void A_signature_over_a_file_that_is_kept_apart_is_no_empty_file()
    {
        using var file = new MemoryStream();
        TestKeys.Sealer().SignDetached(new MemoryStream([1, 2, 3]), file, new SealRequest
        {
            Signers = [TestKeys.Signer],
            ContentMetaData = new ContentMeta { Detached = true }.ToOctets(),
        });
        using PythonReader reader = new PythonReader().Of(file.ToArray()).AskFor(TestKeys.Signer.Public);
        Assert.Contains("kept apart", reader.Refusal("verify"), StringComparison.Ordinal);
    }

    [PythonFact]
    public void A_file_cut_anywhere_is_refused()
    {
        byte[] file = Seal(new SeededRandom("cut").Bytes(70_000), "segments", signed: false, known: false);
        var random = new SeededRandom("cuts");
        for (int i = 0; i < 10; i++)
        {
            using PythonReader reader = Holder(file[..(i < 3 ? file.Length - 1 - i : random.Next(file.Length))], "X448");
            reader.Refusal("extract");
        }
    }

    private static PythonReader Holder(byte[] file, string who)
    {
        var reader = new PythonReader().Of(file);
        return who switch
        {
            "X448" => reader.With(TestKeys.Reader),
            "X25519" => reader.With(Reader25519),
            "secret" => reader.With(Shared),
            _ => reader,
        };
    }

    private static byte[] Seal(byte[] plaintext, string kind, bool signed, bool known, bool few = false)
    {
        bool sealedBody = kind != "clear";
        using var secret = new SecretBytes([.. Shared]);
        var request = new SealRequest
        {
            Recipients = !sealedBody ? [] : few ? [TestKeys.Reader.Public] : [TestKeys.Reader.Public, Reader25519.Public],
            SymmetricRecipients = sealedBody && !few ? [secret] : [],
            Cipher = kind == "single" ? BodyCipher.A256Gcm : BodyCipher.A256GcmS64K,
            Digest = kind == "single" ? DareDigest.S512 : DareDigest.S256,
            Signers = !signed ? [] : few ? [TestKeys.Signer] : [TestKeys.Signer, Signer25519],
            ContentMetaData = new ContentMeta { ContentType = "text/plain" }.ToOctets(),
            CloakedContentMetaData = sealedBody && !few ? new ContentMeta { Filename = "hidden.txt" }.ToOctets() : default,
            Annotations = few ? [] : ["note"u8.ToArray()],
        };
        using var file = new MemoryStream();
        EnvelopeSealer sealer = TestKeys.Sealer();
        if (kind == "single")
        {
            UnverifiedEnvelope envelope = sealer.Seal(plaintext, request);
            var writer = new EnvelopeFileWriter(file, envelope.Header, known ? envelope.Body.Length : null);
            writer.WriteBody(envelope.Body.Span);
            writer.End(envelope.Trailer);
        }
        else
        {
            sealer.SealFile(new MemoryStream(plaintext), known ? plaintext.Length : null, file, request);
        }

        return file.ToArray();
    }
}
