using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

public class CatalogLookupTests
{
    private static readonly SecretBytes IndexKey = new([.. Enumerable.Repeat((byte)3, 32)]);

    private readonly TestStoreFile _store = new();
    private readonly CatalogSealer _sealer = new(TestKeys.Sealer("lookup"))
    {
        Naming = EntryNaming.Pseudonym(IndexKey),
        Recipients = [TestKeys.Reader.Public],
    };

    [Fact]
    public void A_look_up_says_what_a_replay_says()
    {
        string[] keys = ["a", "b", "c", "d"];
        var random = new SeededRandom("lookup");
        for (int i = 0; i < 60; i++)
        {
            var editor = new CatalogEditor(Catalog.Replay(_store.Octets, CatalogTests.Rules()), _sealer, CatalogTests.Rule);
            string key = keys[random.Next(3)];
            bool live = TryOpen(key)?.Index is not null;
            _store.Append(live && random.Next(3) == 0 ? editor.Delete(key) : editor.Put(CatalogTests.Contact(key, i)));
        }

        Catalog catalog = Catalog.Replay(_store.Octets, CatalogTests.Rules());
        Assert.All(keys, k => Assert.Equal(catalog.Find(k)?.Body.ToArray(), TryOpen(k)?.Body.ToArray()));
        Assert.Null(TryOpen("d"));
    }

    [Fact]
    public void Erased_names_need_a_replay()
    {
        StoreFrame frame = _store.Append(_sealer.SealChange(_store.Next, CatalogEvents.New, "a", CatalogTests.Contact("a", 1)));
        StoreFrame record = _store.Append(_sealer.SignErase(_store.Next, frame, TestKeys.Signer));
        StoreFrame erased = StoreFrame.Parse(FrameErasure.Of(frame.Octets, ErasedParts.Salt));
        Assert.False(CatalogLookup.TryOpen(_store.Head.Origin, CatalogTests.Rules(), "a", record, out _));
        Assert.False(CatalogLookup.TryOpen(_store.Head.Origin, CatalogTests.Rules(), "a", erased, out _));
        Assert.True(CatalogLookup.TryOpen(_store.Head.Origin, CatalogTests.Rules(), "a", frame, out CatalogRecord? found));
        Assert.Equal("a", found!.Key);
    }

    [Fact]
    public void A_frame_of_another_name_or_place_is_refused()
    {
        StoreFrame frame = _store.Append(_sealer.SealChange(_store.Next, CatalogEvents.New, "a", CatalogTests.Contact("a", 1)));
        Assert.Equal(
            DareError.InvalidRequest,
            TestKeys.ErrorOf(() => CatalogLookup.TryOpen(_store.Head.Origin, CatalogTests.Rules(), "b", frame, out _)));
        StoreHead other = new TestStoreFile(seed: "other").Head;
        Assert.Equal(
            DareError.WrongPlace, TestKeys.ErrorOf(() => CatalogLookup.TryOpen(other.Origin, CatalogTests.Rules(), "a", frame, out _)));
        StoreFrame lying = _store.Append(_sealer.SealChange(_store.Next, CatalogEvents.New, "b", CatalogTests.Contact("c", 1)));
        Assert.Equal(
            DareError.EntryRefused,
            TestKeys.ErrorOf(() => CatalogLookup.TryOpen(_store.Head.Origin, CatalogTests.Rules(), "b", lying, out _)));
    }

    private CatalogRecord? TryOpen(string key)
    {
        string name = EntryNaming.Pseudonym(IndexKey).NameOf(key);
        StoreFrame? latest = _store.Frames.LastOrDefault(
            f => f.Index > 0 && ContentMeta.Parse(f.Envelope.Header.ContentMetaData).UniqueId == name);
        Assert.True(CatalogLookup.TryOpen(_store.Head.Origin, CatalogTests.Rules(), key, latest, out CatalogRecord? record));
        return record;
    }
}
