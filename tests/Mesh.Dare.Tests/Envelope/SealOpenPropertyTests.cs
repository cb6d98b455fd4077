using FsCheck;
using FsCheck.Fluent;
using Mesh.Keys;

namespace Mesh.Dare.Tests;

public class SealOpenPropertyTests
{
    [Fact]
    public void Whatever_is_sealed_comes_back()
    {
        Arbitrary<(int Length, int Recipients, int Signers, int Notes, bool Segments, bool Hidden)> cases =
            (from length in Gen.Frequency(
                 (3, Gen.Choose(0, 64)), (2, Gen.Choose(0, 3000)), (1, Gen.Elements(65_535, 65_536, 65_537, 140_000)))
             from recipients in Gen.Choose(0, 2)
             from signers in Gen.Choose(0, 2)
             from notes in Gen.Choose(0, 3)
             from segments in Gen.Elements(true, false)
             from hidden in Gen.Elements(true, false)
             select (length, recipients, signers, notes, segments, hidden && recipients > 0)).ToArbitrary();
        var random = new SeededRandom("whatever");
        Prop.ForAll(cases, c =>
        {
            byte[] plaintext = random.Bytes(c.Length);
            byte[] meta = random.Next(2) == 0 ? [] : random.Bytes(random.Next(300));
            byte[][] notes = [.. Enumerable.Range(0, c.Notes).Select(_ => random.Bytes(random.Next(40)))];
            SignaturePrivateKey[] signers = [.. new[] { TestKeys.Signer, TestKeys.OtherSigner }.Take(c.Signers)];
            UnverifiedEnvelope envelope = new EnvelopeSealer(random, new FixedTime(TestKeys.Now)).Seal(plaintext, new SealRequest
            {
                Recipients = [.. new[] { TestKeys.Reader.Public, TestKeys.OtherReader.Public }.Take(c.Recipients)],
                Signers = signers,
                Cipher = c.Segments ? BodyCipher.A256GcmS64K : BodyCipher.A256Gcm,
                ContentMetaData = meta,
                CloakedContentMetaData = c.Hidden ? "{\"cty\":\"x\"}"u8.ToArray() : null,
                Annotations = [.. notes.Select(n => new ReadOnlyMemory<byte>(n))],
            });
            SignerPolicy policy = signers.Length == 0
                ? SignerPolicy.None
                : SignerPolicy.AllOf([.. signers.Select(s => s.Public)]);
            OpenedEnvelope opened = EnvelopeOpener.Open(UnverifiedEnvelope.Parse(envelope.ToJson()), TestKeys.Open(policy));
            using var output = new MemoryStream();
            OpenedFile file = EnvelopeFileOpener.Open(new MemoryStream(envelope.ToJson()), output, TestKeys.Open(policy));
            return opened.Plaintext.Span.SequenceEqual(plaintext)
                && output.ToArray().AsSpan().SequenceEqual(plaintext)
                && opened.Signatures.Count == signers.Length && file.Signatures.Count == signers.Length
                && opened.ContentMetaData.Span.SequenceEqual(c.Hidden ? "{\"cty\":\"x\"}"u8 : meta)
                && opened.Annotations.Select(a => Vectors.Hex(a.Span)).SequenceEqual(notes.Select(n => Vectors.Hex(n)))
                && opened.Level == file.Level;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    [Requirement("CRY-09")]
    public void No_changed_octet_of_a_signed_entry_changes_what_is_read()
    {
        JsonEntry valid = new("sig-signeddata-catalog-entry");
        var random = new SeededRandom("changed octets");
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] json = [.. valid.Json];
            json[random.Next(json.Length)] ^= (byte)(1 << random.Next(8));
            refused += valid.ReadsTheSame(json) ? 0 : 1;
        }

        // What may change is what nothing hangs on: kid of the seed, white space, names of members that are then unknown.
        Assert.InRange(refused, 2700, 3000);
    }

    [Fact]
    public void No_bit_of_the_body_the_tag_the_salt_or_the_commitment_can_be_changed()
    {
        UnverifiedEnvelope envelope = TestKeys.Sealed("sixteen octets!!");
        DareHeader header = envelope.Header;
        UnverifiedEnvelope With(byte[] salt, byte[] commit, byte[] body, byte[] tag) => new(
            new DareHeader
            {
                EncryptionAlgorithm = header.EncryptionAlgorithm,
                Salt = salt,
                KeyCommit = commit,
                Recipients = header.Recipients,
                ContentMetaData = header.ContentMetaData,
            },
            body,
            new DareTrailer { PayloadTag = tag });
        byte[][] parts =
        [
            header.Salt!.Value.ToArray(), header.KeyCommit!.Value.ToArray(), envelope.Body.ToArray(), envelope.Trailer.PayloadTag!.Value.ToArray(),
        ];
        Assert.Equal(
            "sixteen octets!!"u8.ToArray(),
            EnvelopeOpener.Open(With(parts[0], parts[1], parts[2], parts[3]), TestKeys.Open()).Plaintext.ToArray());
        for (int part = 0; part < parts.Length; part++)
        {
            for (int bit = 0; bit < parts[part].Length * 8; bit++)
            {
                parts[part][bit / 8] ^= (byte)(1 << (bit % 8));
                UnverifiedEnvelope changed = With(parts[0], parts[1], parts[2], parts[3]);
                Assert.Equal(DareError.Decryption, TestKeys.ErrorOf(() => EnvelopeOpener.Open(changed, TestKeys.Open())));
                parts[part][bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    private sealed class JsonEntry
    {
        private readonly OpenRequest _request;
        private readonly OpenedEnvelope _valid;

        public JsonEntry(string id)
        {
            Json = Vectors.Sealing(id).Expected().Utf8("envelope");
            System.Text.Json.JsonElement inputs = Vectors.Sealing(id).Inputs();
            _request = new OpenRequest
            {
                Keys = VectorKeys.Ring("key-store"),
                Signers = VectorKeys.Policy(inputs),
                Place = new StorePlace(inputs.Hex("Origin"), 1),
            };
            _valid = EnvelopeOpener.Open(UnverifiedEnvelope.Parse(Json), _request);
        }

        public byte[] Json { get; }

        public bool ReadsTheSame(byte[] json)
        {
            try
            {
                OpenedEnvelope opened = EnvelopeOpener.Open(UnverifiedEnvelope.Parse(json), _request);
                Assert.Equal(_valid.Plaintext.ToArray(), opened.Plaintext.ToArray());
                Assert.Equal(_valid.ContentMetaData.ToArray(), opened.ContentMetaData.ToArray());
                Assert.Equal(_valid.Signatures[0].Created, opened.Signatures[0].Created);
                return true;
            }
            catch (DareException)
            {
                return false;
            }
        }
    }
}
