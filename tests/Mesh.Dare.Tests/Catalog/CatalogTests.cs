using System.Text.Json;
using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

public class CatalogTests
{
    private static readonly SecretBytes IndexKey = new([.. Enumerable.Repeat((byte)3, 32)]);

    private readonly TestStoreFile _store = new();
    private readonly CatalogSealer _sealer = new(TestKeys.Sealer("catalog"))
    {
        Naming = EntryNaming.Pseudonym(IndexKey),
        Recipients = [TestKeys.Reader.Public],
    };

    [Fact]
    public void Changes_are_replayed_and_the_last_one_wins()
    {
        Catalog catalog = Replay();
        var editor = new CatalogEditor(catalog, _sealer, Rule);
        _store.Append(editor.New(Contact("a", 1)));
        _store.Append(editor.New(Contact("b", 1)));
        _store.Append(editor.Update(Contact("a", 2)));
        _store.Append(editor.Delete("b"));
        _store.Append(editor.Put(Contact("b", 3)));
        _store.Append(editor.Put(Contact("b", 4)));
        catalog = Replay();
        Assert.Equal(["a:3", "b:6"], catalog.Live.Values.Select(r => $"{r.Key}:{r.Index}").Order());
        Assert.Equal(Contact("b", 4), catalog.Find("b")!.Body.ToArray());
        Assert.Equal("CatalogedContact", catalog.Find("b")!.Tag);
        Assert.Equal(7, catalog.NextIndex);
        Assert.Equal(7, editor.NextIndex);
        Assert.Empty(catalog.Notes);
        Assert.DoesNotContain("\"a\"", System.Text.Encoding.UTF8.GetString(_store.Octets), StringComparison.Ordinal);
    }

    [Fact]
    public void A_writer_is_strict()
    {
        var editor = new CatalogEditor(Replay(), _sealer, Rule);
        _store.Append(editor.New(Contact("a", 1)));
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => editor.New(Contact("a", 2))));
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => editor.Update(Contact("b", 2))));
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => editor.Delete("b")));
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => editor.New("{\"Other\":{}}"u8)));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => editor.New("{}"u8)));
        _store.Append(editor.Delete("a"));
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => editor.Delete("a")));
        Assert.Empty(Replay().Live);
        Assert.Equal(
            DareError.InvalidRequest,
            TestKeys.ErrorOf(() => _sealer.SealChange(_store.Next, CatalogEvents.Delete, "a", Contact("a", 1))));
        Assert.Equal(
            DareError.InvalidRequest,
            TestKeys.ErrorOf(() => new CatalogSealer(TestKeys.Sealer()) { Naming = EntryNaming.Plain, Recipients = [] }
                .SealDelete(_store.Next, "a", 1)));
    }

    [Fact]
    public void Two_devices_that_wrote_at_once_are_noted_and_not_refused()
    {
        _store.Append(_sealer.SealChange(_store.Next, CatalogEvents.New, "a", Contact("a", 1)));
        _store.Append(_sealer.SealChange(_store.Next, CatalogEvents.New, "a", Contact("a", 2)));
        _store.Append(_sealer.SealChange(_store.Next, CatalogEvents.Update, "b", Contact("b", 1)));
        Catalog catalog = Replay();
        Assert.Equal(
            [new CatalogNote(2, "a", CatalogOddity.NewOfLiveKey), new CatalogNote(3, "b", CatalogOddity.UpdateOfAbsentKey)], catalog.Notes);
        Assert.Equal(Contact("a", 2), catalog.Find("a")!.Body.ToArray());
    }

    [Fact]
    public void An_entry_that_is_refused_changes_nothing_and_the_next_ones_count()
    {
        _store.Append(_sealer.SealChange(_store.Next, CatalogEvents.New, "a", Contact("a", 1)));
        _store.Append(_sealer.SealDelete(_store.Next, "a", 7));
        _store.Append(_sealer.SealChange(_store.Next, CatalogEvents.New, "c", Contact("b", 1)));
        _store.Append(_sealer.SealChange(new StorePlace(_store.Head.Origin, 9), CatalogEvents.New, "b", Contact("b", 1)));
        _store.Append(_sealer.SealChange(_store.Next, CatalogEvents.Update, "a", Contact("a", 2)));
        var catalog = new Catalog(_store.Head, Rules());
        DareError?[] errors = [.. _store.Frames.Skip(1).Select(f => Apply(catalog, f))];
        Assert.Equal([null, DareError.EntryRefused, DareError.EntryRefused, DareError.WrongPlace, null], errors);
        Assert.Equal(5, Assert.Single(catalog.Live.Values).Index);
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => catalog.Apply(_store.Frames[1])));
    }

    [Theory]
    [InlineData("New", "{\"CatalogedDelete\":{\"UniqueId\":\"a\",\"Deleted\":1}}")]
    [InlineData("New", "{\"CatalogedErase\":{\"Index\":1}}")]
    [InlineData("New", "{\"CatalogedContact\":{}}")]
    [InlineData("New", "{\"Other\":{\"Key\":\"a\"}}")]
    [InlineData("Delete", "{\"CatalogedContact\":{\"Key\":\"a\"}}")]
    [InlineData("Move", "{\"CatalogedContact\":{\"Key\":\"a\"}}")]
    [InlineData("Erase", "{\"CatalogedContact\":{\"Key\":\"a\"}}")]
    public void A_body_that_does_not_fit_its_event_is_refused(string happening, string body)
    {
        _store.Append(Entry(happening, body));
        Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => Replay()));
    }

    [Theory]
    [InlineData("{\"CatalogedDelete\":{\"UniqueId\":\"a\"}}")]
    [InlineData("{\"CatalogedDelete\":{\"Deleted\":1}}")]
    [InlineData("{\"CatalogedDelete\":[]}")]
    [InlineData("{\"CatalogedDelete\":{},\"x\":{}}")]
    [InlineData("[]")]
    [InlineData("")]
    public void An_ill_formed_delete_is_refused(string body)
    {
        _store.Append(Entry("Delete", body));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => Replay()));
    }

    [Fact]
    public void Metadata_without_a_name_or_an_entry_in_clear_are_refused()
    {
        var place = new StorePlace(_store.Head.Origin, 1);
        byte[] nameless = new ContentMeta { Event = "New", Origin = place.Origin, Index = 1 }.ToOctets();
        byte[] named = new ContentMeta { UniqueId = "a", Event = "New", Origin = place.Origin, Index = 1 }.ToOctets();
        EnvelopeSealer sealer = TestKeys.Sealer();
        UnverifiedEnvelope[] wrong =
        [
            sealer.Seal(Contact("a", 1), new SealRequest { ContentMetaData = nameless, Recipients = [TestKeys.Reader.Public], WithDigest = true }),
            sealer.Seal(Contact("a", 1), new SealRequest { ContentMetaData = named, WithDigest = true }),
        ];
        Assert.All(wrong, e => Assert.Equal(DareError.EntryRefused, TestKeys.ErrorOf(() => CatalogEntry.Read(e, place))));
        UnverifiedEnvelope bare = sealer.Seal(Contact("a", 1), new SealRequest { Recipients = [TestKeys.Reader.Public] });
        Assert.Equal(DareError.WrongPlace, TestKeys.ErrorOf(() => CatalogEntry.Read(bare, place)));
    }

    [Fact]
    public void A_plain_name_is_the_key_itself()
    {
        Assert.Equal("MAAA-BBBB", EntryNaming.Plain.NameOf("MAAA-BBBB"));
        using var other = new SecretBytes([.. Enumerable.Repeat((byte)4, 32)]);
        Assert.NotEqual(EntryNaming.Pseudonym(IndexKey).NameOf("a"), EntryNaming.Pseudonym(other).NameOf("a"));
        Assert.Matches("^A[A-Z2-7]{3}(-[A-Z2-7]{4}){6}$", EntryNaming.Pseudonym(IndexKey).NameOf("a"));
    }

    internal static byte[] Contact(string key, int version) =>
        System.Text.Encoding.UTF8.GetBytes($"{{\"CatalogedContact\":{{\"Key\":\"{key}\",\"Version\":{version}}}}}");

    internal static string? Rule(string tag, JsonElement entry) => VectorCatalog.PrimaryKey(tag, entry);

    internal static CatalogRules Rules() => new()
    {
        Naming = EntryNaming.Pseudonym(IndexKey),
        PrimaryKey = Rule,
        Keys = TestKeys.Ring,
        Administrators = SignerPolicy.AllOf(TestKeys.Signer.Public),
    };

    private static DareError? Apply(Catalog catalog, StoreFrame frame)
    {
        try
        {
            catalog.Apply(frame);
            return null;
        }
        catch (DareException e)
        {
            return e.Code;
        }
    }

    private Catalog Replay() => Catalog.Replay(_store.Octets, Rules());

    private UnverifiedEnvelope Entry(string happening, string body)
    {
        StorePlace place = _store.Next;
        return TestKeys.Sealer().Seal(System.Text.Encoding.UTF8.GetBytes(body), new SealRequest
        {
            Recipients = [TestKeys.Reader.Public],
            WithDigest = true,
            Place = place,
            ContentMetaData = new ContentMeta
            {
                UniqueId = EntryNaming.Pseudonym(IndexKey).NameOf("a"),
                Event = happening,
                Origin = place.Origin,
                Index = place.Index,
            }.ToOctets(),
        });
    }
}
