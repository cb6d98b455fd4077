using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>One snapshot of each form that this library writes.</summary>
public class SnapshotTests
{
    private static readonly SecretBytes Secret = new([.. Enumerable.Repeat((byte)7, 32)]);

    [Fact]
    public void Envelope_in_json() => Snapshot.Matches("envelope-json", Full(BodyCipher.A256Gcm).ToJson());

    [Fact]
    public void Envelope_in_json_tagged() =>
        Snapshot.Matches("envelope-tagged", TestKeys.Sealer().Seal("body"u8, new SealRequest { EnvelopeId = "MAAA" }).ToTaggedJson());

    [Fact]
    public void Envelope_in_segments() => Snapshot.Matches("envelope-segments", Full(BodyCipher.A256GcmS64K).ToJson());

    [Fact]
    public void Assertion() => Snapshot.Matches("assertion", TestKeys.Sealer().Seal("{}"u8, new SealRequest
    {
        EnvelopeId = "MAAA",
        ContentMetaData = new ContentMeta { UniqueId = "MAAA", MessageType = "ProfileUser", ContentType = "application/mmm/object" }.ToOctets(),
        Signers = [TestKeys.Signer],
        PlainManifest = true,
    }).ToJson());

    [Fact]
    public void File_of_known_length() => Snapshot.Matches("file-known-length", SealFile(300));

    [Fact]
    public void File_of_unknown_length() => Snapshot.Matches("file-unknown-length", SealFile(null));

    [Fact]
    public void Metadata() => Snapshot.Matches("content-meta", new ContentMeta
    {
        UniqueId = "id",
        MessageType = "type",
        ContentType = "cty",
        Filename = "name",
        Event = "New",
        Created = "2026-01-02T03:04:05Z",
        Modified = "2026-01-02T03:04:06Z",
        Expire = "2026-01-02T03:04:07Z",
        ContentEncoding = "gzip",
        Origin = new byte[16],
        Index = 1,
    }.ToOctets());

    [Fact]
    public void Store_with_every_kind_of_entry()
    {
        var store = new TestStoreFile();
        using var indexKey = new SecretBytes(new byte[32]);
        var sealer = new CatalogSealer(TestKeys.Sealer()) { Naming = EntryNaming.Pseudonym(indexKey), Recipients = [TestKeys.Reader.Public] };
        store.Append(sealer.SealChange(store.Next, CatalogEvents.New, "a", "{\"CatalogedContact\":{\"Key\":\"a\"}}"u8));
        store.Append(sealer.SealChange(store.Next, CatalogEvents.Update, "a", "{\"CatalogedContact\":{\"Key\":\"a\"}}"u8));
        store.Append(sealer.SealDelete(store.Next, "a", 2));
        store.Append(sealer.SignErase(store.Next, store.Frames[1], TestKeys.Signer));
        Snapshot.Matches("store", store.Octets);
        Snapshot.Matches("store-erased", store.Erased(1, ErasedParts.Salt | ErasedParts.Body));
    }

    [Fact]
    public void Frame_with_a_signed_root_and_a_time_of_receipt()
    {
        var state = new StoreCheckpoint(new byte[16], 2, new byte[32]);
        DareSignature root = RootSigner.Sign(state, TestKeys.Signer, new SeededRandom("root"), new FixedTime(TestKeys.Now));
        Snapshot.Matches("frame-signed-root", StoreFrameBuilder.Build(
            TestKeys.Sealed(signers: TestKeys.Signer), new SequenceInfo { Index = 1, TreePosition = 0 }, new byte[32], [root], TestKeys.Now));
    }

    private static UnverifiedEnvelope Full(BodyCipher cipher) => TestKeys.Sealer().Seal("the body"u8, new SealRequest
    {
        EnvelopeId = "MAAA",
        Recipients = [TestKeys.Reader.Public, TestKeys.OtherReader.Public],
        SymmetricRecipients = [Secret],
        Signers = [TestKeys.Signer, TestKeys.OtherSigner],
        Cipher = cipher,
        ContentMetaData = new ContentMeta { ContentType = "text/plain" }.ToOctets(),
        CloakedContentMetaData = new ContentMeta { Filename = "hidden" }.ToOctets(),
        Annotations = ["note"u8.ToArray()],
    });

    private static byte[] SealFile(long? length)
    {
        using var file = new MemoryStream();
        TestKeys.Sealer().SealFile(new MemoryStream(new byte[300]), length, file, new SealRequest
        {
            Recipients = [TestKeys.Reader.Public],
            Signers = [TestKeys.Signer],
        });
        return file.ToArray();
    }
}
