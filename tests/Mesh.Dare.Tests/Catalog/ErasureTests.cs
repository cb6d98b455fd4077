using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>Erasing of entries (Mesh sealing, sections 4 and 6): the catalog says the same before and after the octets are gone.</summary>
public class ErasureTests
{
    private static readonly SecretBytes IndexKey = new([.. Enumerable.Repeat((byte)3, 32)]);

    private readonly TestStoreFile _store = new();
    private readonly CatalogSealer _sealer = new(TestKeys.Sealer("erasure"))
    {
        Naming = EntryNaming.Pseudonym(IndexKey),
        Recipients = [TestKeys.Reader.Public],
    };

    public static TheoryData<int> Parts => [(int)ErasedParts.Salt, (int)ErasedParts.Body, (int)(ErasedParts.Salt | ErasedParts.Body)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_live_entry_that_is_erased_is_gone(int parts)
    {
        Change(CatalogEvents.New, "a", 1);
        Change(CatalogEvents.New, "b", 1);
        Erase(1);
        RequireLive((ErasedParts)parts, 1, "b:2");
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void The_entry_before_an_erased_one_does_not_come_to_life_again(int parts)
    {
        Change(CatalogEvents.New, "a", 1);
        Change(CatalogEvents.Update, "a", 2);
        Erase(2);
        RequireLive((ErasedParts)parts, 2);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void An_old_entry_can_be_erased_under_a_newer_one(int parts)
    {
        Change(CatalogEvents.New, "a", 1);
        Change(CatalogEvents.Update, "a", 2);
        Erase(1);
        RequireLive((ErasedParts)parts, 1, "a:2");
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void An_entry_that_was_deleted_can_be_erased(int parts)
    {
        Change(CatalogEvents.New, "a", 1);
        _store.Append(_sealer.SealDelete(_store.Next, "a", 1));
        Erase(1);
        RequireLive((ErasedParts)parts, 1);
        Change(CatalogEvents.New, "a", 2);
        RequireLive((ErasedParts)parts, 1, "a:4");
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_delete_can_be_erased(int parts)
    {
        Change(CatalogEvents.New, "a", 1);
        _store.Append(_sealer.SealDelete(_store.Next, "a", 1));
        Erase(2);
        RequireLive((ErasedParts)parts, 2);
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void An_erasure_without_a_record_is_refused(int parts)
    {
        Change(CatalogEvents.New, "a", 1);
        DareError error = TestKeys.ErrorOf(() => Catalog.Replay(_store.Erased(1, (ErasedParts)parts), CatalogTests.Rules()));
        Assert.Contains(error, new[] { DareError.TreeMismatch, DareError.DigestMismatch });
    }

    [Fact]
    public void A_record_by_another_than_the_administrator_is_refused()
    {
        Change(CatalogEvents.New, "a", 1);
        _store.Append(_sealer.SignErase(_store.Next, _store.Frames[1], TestKeys.OtherSigner));
        Assert.Equal(
            DareError.SignatureMissing,
            TestKeys.ErrorOf(() => Catalog.Replay(_store.Erased(1, ErasedParts.Salt), CatalogTests.Rules())));

        // One who goes on after the refusal still learns that something was destroyed.
        (StoreReader reader, IReadOnlyList<StoreFrame> frames) = StoreReader.ReadAll(_store.Erased(1, ErasedParts.Salt));
        var catalog = new Catalog(reader.Head, CatalogTests.Rules());
        Assert.Null(catalog.Apply(frames[1]));
        Assert.Throws<DareException>(() => catalog.Apply(frames[2]));
        Assert.Equal([1], catalog.UnprovenErasures);
    }

    [Fact]
    public void Without_an_administrator_nothing_is_erased()
    {
        Change(CatalogEvents.New, "a", 1);
        Erase(1);
        CatalogRules rules = new()
        {
            Naming = EntryNaming.Pseudonym(IndexKey),
            PrimaryKey = CatalogTests.Rule,
            Keys = TestKeys.Ring,
        };
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => Catalog.Replay(_store.Octets, rules)));
    }

    [Fact]
    public void A_strangers_record_beside_the_right_one_does_no_harm()
    {
        Change(CatalogEvents.New, "a", 1);
        UnverifiedEnvelope false1 = TestKeys.Sealer().Seal(
            new CatalogedErase(1, new byte[32]).ToOctets(),
            new SealRequest { ContentMetaData = new ContentMeta { Event = CatalogEvents.Erase }.ToOctets() });
        _store.Append(false1);
        _store.Append(_sealer.SignErase(_store.Next, _store.Frames[1], TestKeys.Signer));
        (StoreReader reader, _) = StoreReader.ReadAll(_store.Erased(1, ErasedParts.Salt));
        Assert.Equal(_store.Tree.Root(), reader.Checkpoint.Root.ToArray());
    }

    [Fact]
    public void Only_an_earlier_entry_that_is_still_there_is_erased()
    {
        Change(CatalogEvents.New, "a", 1);
        var place = new StorePlace(_store.Head.Origin, 1);
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => _sealer.SignErase(place, _store.Frames[1], TestKeys.Signer)));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => _sealer.SignErase(_store.Next, _store.Frames[0], TestKeys.Signer)));
        StoreFrame erased = StoreFrame.Parse(FrameErasure.Of(_store.Frames[1].Octets, ErasedParts.Salt));
        Assert.True(erased.IsErased);
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => _sealer.SignErase(_store.Next, erased, TestKeys.Signer)));
    }

    [Theory]
    [InlineData("{\"CatalogedErase\":{}}")]
    [InlineData("{\"CatalogedErase\":{\"Index\":1,\"SaltDigest\":\"AAAA\"}}")]
    [InlineData("{\"CatalogedErase\":{\"Index\":\"1\"}}")]
    [InlineData("{\"Other\":{\"Index\":1}}")]
    [InlineData("{}")]
    public void Ill_formed_records_are_refused(string json) => Assert.Equal(
        DareError.Malformed, TestKeys.ErrorOf(() => CatalogedErase.Parse(System.Text.Encoding.UTF8.GetBytes(json))));

    private void Change(string happening, string key, int version) =>
        _store.Append(_sealer.SealChange(_store.Next, happening, key, CatalogTests.Contact(key, version)));

    private void Erase(long index) => _store.Append(_sealer.SignErase(_store.Next, _store.Frames[(int)index], TestKeys.Signer));

    private void RequireLive(ErasedParts parts, long erased, params string[] live)
    {
        foreach (byte[] octets in new[] { _store.Octets, _store.Erased(erased, parts) })
        {
            Catalog catalog = Catalog.Replay(octets, CatalogTests.Rules());
            Assert.Equal(live, catalog.Live.Values.Select(r => $"{r.Key}:{r.Index}").Order());
            Assert.Empty(catalog.Notes);
            Assert.Empty(catalog.UnprovenErasures);
        }

        // The root is the same, and what is erased cannot be opened.
        (StoreReader reader, IReadOnlyList<StoreFrame> frames) = StoreReader.ReadAll(_store.Erased(erased, parts));
        Assert.Equal(_store.Tree.Root(), reader.Checkpoint.Root.ToArray());
        DareError error = TestKeys.ErrorOf(() => EnvelopeOpener.Open(frames[(int)erased].Envelope, TestKeys.Open()));
        Assert.Equal(parts.HasFlag(ErasedParts.Salt) ? DareError.Malformed : DareError.DigestMismatch, error);
    }
}
