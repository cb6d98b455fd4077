using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

/// <summary>Recipients by passphrase (Mesh sealing, section 7), and envelopes that others made to trouble whoever has one.</summary>
public class PassphraseTests
{
    private const int Cheap = 4;
    private static readonly byte[] Salt = new SeededRandom("salt").Bytes(16);

    // Computed with another program, from the text of docs/format/sealing.md.
    [Fact]
    public void The_secret_is_that_of_the_format_page()
    {
        PassphraseDerivation derivation = PassphraseDerivation.Parse("scrypt$ln=14,r=8,p=1$AAECAwQFBgcICQoLDA0ODw");
        using SecretBytes passphrase = Secret("correct horse battery staple");
        using SecretBytes secret = derivation.Derive(passphrase);
        Assert.Equal("d7590aca2c9801cf06eeba772a69dc31ce3862591d96522ac4e6bba6ad1f31a5", Convert.ToHexStringLower(secret.Reveal()));
        Assert.Equal("EBQB-TWQ4-QHLR-2D5Y-SFVC-L4BI-32RP", SymmetricKeyIdentifier.OfSeed(secret.Reveal()));
    }

    [Fact]
    public void What_is_written_has_the_usual_cost_and_opens()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealer().Seal("body"u8, new SealRequest { Passphrase = Secret("passphrase") });
        DareRecipient recipient = Assert.Single(envelope.Header.Recipients!);
        Assert.Matches("^scrypt\\$ln=17,r=8,p=1\\$[A-Za-z0-9_-]{22}$", recipient.KeyWrapDerivation);
        Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(Reread(envelope), Asking("passphrase")).Plaintext.ToArray());
        Assert.Contains("\"kid\":\"" + recipient.KeyIdentifier + "\",\"kwd\":\"scrypt$", System.Text.Encoding.UTF8.GetString(envelope.ToJson()), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_sealings_under_one_passphrase_have_nothing_in_common()
    {
        EnvelopeSealer sealer = TestKeys.Sealer();
        DareRecipient[] both = [.. new[] { 1, 2 }.Select(_ => Assert.Single(sealer.Seal("body"u8, Cheaply("same")).Header.Recipients!))];
        Assert.NotEqual(both[0].KeyWrapDerivation, both[1].KeyWrapDerivation);
        Assert.NotEqual(both[0].KeyIdentifier, both[1].KeyIdentifier);
    }

    [Theory]
    [InlineData("Passphrase")]
    [InlineData("passphrase ")]
    [InlineData("")]
    public void Another_passphrase_opens_nothing(string other) =>
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(Mixed(), Asking(other))));

    [Fact]
    public void Every_recipient_of_a_mixed_envelope_opens_it_with_what_it_has()
    {
        UnverifiedEnvelope envelope = Mixed();
        Assert.Equal(3, envelope.Header.Recipients!.Count);
        using SecretBytes secret = Secret("a shared secret of 32 octets ...");
        foreach (OpenRequest request in new[] { TestKeys.Open(), new OpenRequest { SymmetricKeys = [secret] }, Asking("passphrase") })
        {
            Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(envelope, request).Plaintext.ToArray());
        }
    }

    [Fact]
    public void The_passphrase_is_asked_for_only_when_no_key_opens()
    {
        int asked = 0;
        SecretBytes? Ask()
        {
            asked++;
            return null;
        }

        EnvelopeOpener.Open(Mixed(), new OpenRequest { Keys = TestKeys.Ring, Passphrase = Ask });
        EnvelopeOpener.Open(TestKeys.Sealed(), new OpenRequest { Keys = TestKeys.Ring, Passphrase = Ask });
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(TestKeys.Sealed(), new OpenRequest { Passphrase = Ask })));
        Assert.Equal(0, asked);
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(Mixed(), new OpenRequest { Passphrase = Ask })));
        Assert.Equal(1, asked);
    }

    [Fact]
    public void What_is_opened_again_is_derived_once()
    {
        EnvelopeSealer sealer = TestKeys.Sealer();
        UnverifiedEnvelope envelope = Reread(sealer.Seal("body"u8, Cheaply("passphrase")));
        UnverifiedEnvelope another = Reread(sealer.Seal("body"u8, Cheaply("passphrase")));
        using var derived = new PassphraseSecrets();
        int asked = 0;
        OpenRequest Request(string text, PassphraseSecrets? kept) => new()
        {
            Passphrase = () =>
            {
                asked++;
                return Secret(text);
            },
            Derived = kept,
        };

        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope, Request("another", derived))));
        Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(envelope, Request("passphrase", derived)).Plaintext.ToArray());
        Assert.Equal(2, asked);
        Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(envelope, Request("never asked for", derived).WithoutSigners()).Plaintext.ToArray());
        Assert.Equal(2, asked);

        // With another salt it is another secret, and without a place to keep it, it is derived anew.
        Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(another, Request("passphrase", derived)).Plaintext.ToArray());
        Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(envelope, Request("passphrase", null)).Plaintext.ToArray());
        Assert.Equal(4, asked);

        // The recipient has to be the one that follows from the secret, as ever.
        string kid = envelope.Header.Recipients![^1].KeyIdentifier;
        UnverifiedEnvelope renamed = envelope.Changed(kid, another.Header.Recipients![^1].KeyIdentifier);
        Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(renamed, Request("passphrase", derived))));
    }

    [Fact]
    public void Going_on_with_an_archive_asks_once()
    {
        var files = new SimulatedFiles();
        int asked = 0;
        using var derived = new PassphraseSecrets();
        using SecretBytes passphrase = Secret("passphrase");
        var options = new ArchiveOptions
        {
            Sequence = new SequenceOptions
            {
                ContentType = SequenceContent.Archive,
                Policy = TestSequence.Sealed("Once") with { IsHidden = true },
                Passphrase = passphrase,
                PassphraseCost = Cheap,
                Files = files,
                Access = new OpenRequest
                {
                    Passphrase = () =>
                    {
                        asked++;
                        return passphrase.Clone();
                    },
                    Derived = derived,
                },
            },
        };
        using (var writer = ArchiveWriter.Create("/a", options))
        {
            writer.Add(Empty("one"));
            writer.Close();
        }

        using (var writer = ArchiveWriter.Open("/a", options))
        {
            writer.Add(Empty("two"));
            writer.Close();
        }

        using var reader = ArchiveReader.Open(new MemoryOctets(files.Octets("/a")), options.Sequence.Access);
        Assert.Equal(["one", "two"], reader.Entries().Select(e => e.Path.Text));
        Assert.Equal(1, asked);
    }

    // Whatever bit of the recipients an attacker flips: those whose own block it is are refused, the others read on or refuse; nobody reads anything else.
    [Fact]
    public void Every_flipped_bit_of_every_recipient_member_is_refused_or_without_effect()
    {
        UnverifiedEnvelope envelope = Mixed();
        byte[] json = envelope.ToJson();
        string text = System.Text.Encoding.UTF8.GetString(json);
        using SecretBytes secret = Secret("a shared secret of 32 octets ...");
        int refused = 0;
        foreach (string member in envelope.Header.Recipients!.SelectMany(r => new[]
            {
                r.KeyIdentifier, Base64UrlText.Encode(r.WrappedBaseSeed.Span), r.KeyWrapDerivation,
                r.EphemeralKey is { } epk ? System.Text.Encoding.UTF8.GetString(epk.Span) : null,
            }).OfType<string>())
        {
            int start = text.IndexOf(member, StringComparison.Ordinal);
            Assert.True(start > 0);
            bool ofPassphrase = start > text.IndexOf("a_shared", StringComparison.Ordinal);
            for (int i = start; i < start + member.Length; i++)
            {
                byte[] changed = [.. json];
                changed[i] ^= (byte)(1 << (i % 7));
                OpenRequest[] requests = [TestKeys.Open(), new OpenRequest { SymmetricKeys = [secret] }, Asking("passphrase")];
                int failures = requests.Count(r => !OpensOrRefuses(changed, r));
                Assert.True(failures > 0 || IsHarmless(changed, json), $"octet {i} of {member}");
                refused += failures;
            }
        }

        Assert.True(refused > 300);
    }

    [Fact]
    public void Two_recipients_by_passphrase_are_refused_before_any_work()
    {
        string text = System.Text.Encoding.UTF8.GetString(Mixed().ToJson());
        string other = "{\"kid\":\"EBQA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA\",\"kwd\":\"scrypt$anything\",\"wmk\":\"AA\"},";
        string two = text.Replace("\"recipients\":[", "\"recipients\":[" + other, StringComparison.Ordinal);
        Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => UnverifiedEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(two))));
    }

    [Theory]
    [InlineData("scrypt$ln=19,r=8,p=1$")]
    [InlineData("scrypt$ln=21,r=8,p=1$")]
    [InlineData("scrypt$ln=40,r=8,p=1$")]
    [InlineData("scrypt$ln=18,r=8,p=9$")]
    [InlineData("scrypt$ln=17,r=9999999,p=1$")]
    [InlineData("scrypt$ln=1,r=1,p=9999999$")]
    [InlineData("scrypt$ln=0,r=8,p=1$")]
    [InlineData("scrypt$ln=17,r=0,p=1$")]
    public void Huge_parameters_are_refused_without_asking_or_working(string numbers)
    {
        UnverifiedEnvelope envelope = WithDerivation(numbers + Base64UrlText.Encode(Salt));
        bool asked = false;
        var request = new OpenRequest { Passphrase = () => throw new InvalidOperationException($"asked {asked = true}") };
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => EnvelopeOpener.Open(envelope, request)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.False(asked);

        // Somebody with a key of the envelope is not troubled by it.
        Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(envelope, TestKeys.Open()).Plaintext.ToArray());
    }

    public static TheoryData<string> Misshapen()
    {
        string salt = Base64UrlText.Encode(Salt);
        return
        [
            "scrypt$", "scrypt$$", "scrypt$ln=4,r=8,p=1", "scrypt$ln=4,r=8,p=1$", $"scrypt$ln=04,r=8,p=1${salt}", $"scrypt$ln=4,r=8,p=1${salt}$",
            $"scrypt$ln=4,p=1,r=8${salt}", $"scrypt$ln=4,r=8${salt}", $"scrypt$ln=4,r=8,p=1,x=1${salt}", $"scrypt$ln=+4,r=8,p=1${salt}",
            $"scrypt$ln=4,r=8,p=-1${salt}", $"scrypt$ln=4,r=8,p=1${salt}=", $"scrypt$ln=4,r=8,p=1${salt[..21]}", $"scrypt$ln=4,r=8,p=1${salt}AA",
            $"scrypt$ln=4, r=8,p=1${salt}", $"scrypt$ln=99999999999999999999,r=8,p=1${salt}", $"scrypt$ln=4,r=8,p=1$ {salt}", $"scrypt$LN=4,r=8,p=1${salt}",
        ];
    }

    [Theory]
    [MemberData(nameof(Misshapen))]
    public void A_misshapen_derivation_is_refused(string text)
    {
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => PassphraseDerivation.Parse(text)));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => EnvelopeOpener.Open(WithDerivation(text), Asking("passphrase"))));
    }

    [Fact]
    public void A_derivation_with_an_ephemeral_key_or_of_another_name_is_somebody_elses()
    {
        UnverifiedEnvelope envelope = Mixed();
        string kwd = envelope.Header.Recipients![^1].KeyWrapDerivation!;
        string epk = System.Text.Encoding.UTF8.GetString(envelope.Header.Recipients![0].EphemeralKey!.Value.Span);
        foreach (UnverifiedEnvelope other in new[]
            { envelope.Changed($"\"{kwd}\"", $"\"{kwd}\",\"epk\":{epk}"), envelope.Changed("\"scrypt$", "\"sCrypt$"), envelope.Changed("\"scrypt$", "\"argon2id$") })
        {
            Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(other, Asking("passphrase"))));
            Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(other, TestKeys.Open()).Plaintext.ToArray());
        }
    }

    [Fact]
    public void A_passphrase_is_the_same_however_its_accents_are_typed()
    {
        using SecretBytes composed = PassphraseText.ToOctets("caf\u00e9 \u1E9B");
        using SecretBytes decomposed = PassphraseText.ToOctets("cafe\u0301 \u017F\u0307");
        Assert.Equal("636166c3a920e1ba9b", Convert.ToHexStringLower(composed.Reveal()));
        Assert.True(composed.FixedTimeEquals(decomposed));
        using SecretBytes upper = PassphraseText.ToOctets("CAF\u00c9 \u1E9B");
        Assert.False(composed.FixedTimeEquals(upper));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => PassphraseText.ToOctets("")));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => PassphraseText.ToOctets("a\ud800b")));
    }

    [Fact]
    public void An_empty_passphrase_is_not_sealed_to() => Assert.Equal(
        DareError.InvalidRequest, TestKeys.ErrorOf(() => TestKeys.Sealer().Seal("body"u8, new SealRequest { Passphrase = Secret("") })));

    private static UnverifiedEnvelope Mixed() => Reread(TestKeys.Sealer().Seal("body"u8, new SealRequest
    {
        Recipients = [TestKeys.Reader.Public],
        SymmetricRecipients = [Secret("a shared secret of 32 octets ...")],
        Passphrase = Secret("passphrase"),
        PassphraseCost = Cheap,
    }));

    private static UnverifiedEnvelope WithDerivation(string text)
    {
        UnverifiedEnvelope envelope = Mixed();
        return envelope.Changed(envelope.Header.Recipients![^1].KeyWrapDerivation!, text);
    }

    // False where it is refused; where it opens, it must be the body.
    private static bool OpensOrRefuses(byte[] json, OpenRequest request)
    {
        try
        {
            Assert.Equal("body"u8.ToArray(), EnvelopeOpener.Open(UnverifiedEnvelope.Parse(json), request).Plaintext.ToArray());
            return true;
        }
        catch (DareException)
        {
            return false;
        }
    }

    // The same octets in another spelling: a kid's letter case, white space, a name that nobody reads.
    private static bool IsHarmless(byte[] changed, byte[] json)
    {
        IReadOnlyList<DareRecipient> left = UnverifiedEnvelope.Parse(changed).Header.Recipients!;
        IReadOnlyList<DareRecipient> right = UnverifiedEnvelope.Parse(json).Header.Recipients!;
        return left.Zip(right).All(p => p.First.WrappedBaseSeed.Span.SequenceEqual(p.Second.WrappedBaseSeed.Span)
            && p.First.KeyWrapDerivation == p.Second.KeyWrapDerivation
            && Udf.TryParse(p.First.KeyIdentifier, out Udf? kid) && kid.Matches(Udf.Parse(p.Second.KeyIdentifier)));
    }

    private static ArchiveSource Empty(string path) => new(ArchivePath.Parse(path), new FileEntry { Size = 0 }) { Content = () => new MemoryStream() };

    private static UnverifiedEnvelope Reread(UnverifiedEnvelope envelope) => UnverifiedEnvelope.Parse(envelope.ToJson());

    private static SealRequest Cheaply(string passphrase) => new() { Passphrase = Secret(passphrase), PassphraseCost = Cheap };

    private static OpenRequest Asking(string passphrase) => new() { Passphrase = () => Secret(passphrase) };

    private static SecretBytes Secret(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}
