using System.Text.Json;

namespace Mesh.Dare.Tests;

public class StoreVectorTests
{
    public static TheoryData<string> Heads => Vectors.SealingIds("frame-0-body");

    public static TheoryData<string> Pseudonyms => Vectors.SealingIds("pseudonym");

    public static TheoryData<string> Catalogs =>
        [.. Vectors.SealingOf("sequence").Select(v => v.Id()).Where(id => id.StartsWith("catalog-", StringComparison.Ordinal))];

    // Of the access catalog the vector does not give the ephemeral key of the second recipient.
    public static TheoryData<string> WrittenCatalogs =>
        [.. Vectors.SealingOf("sequence").Select(v => v.Id())
            .Where(id => id.StartsWith("catalog-", StringComparison.Ordinal) && id != "catalog-access-signed")];

    public static TheoryData<string> Sequences => Vectors.SealingIds("sequence");

    public static TheoryData<string> Refused => Vectors.SealingIds("sequence-refused");

    [Theory]
    [MemberData(nameof(Heads))]
    public void Body_of_frame_0_is_that_of_the_vector_and_is_read_back(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        StoreHead head = VectorCatalog.Head(vector.Inputs());
        Assert.Equal(vector.Expected().Text("body"), Vectors.Hex(head.ToBody()));
        Assert.Equal(vector.Expected().Text("PayloadDigest"), Vectors.Hex(DareDigest.S512.Compute(head.ToBody())));

        StoreFrame frame = StoreFrame.Parse(StoreFrameBuilder.Append(head.ToEnvelope(), null, new MerkleFrontier()));
        Assert.Equal(head.ToBody(), StoreHead.Read(frame).ToBody());
    }

    [Theory]
    [MemberData(nameof(Pseudonyms))]
    public void Pseudonym_is_that_of_the_vector(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        using Mesh.Cryptography.SecretBytes key = VectorCatalog.IndexKey(vector.Inputs(), vector.Inputs().Text("label"));
        Assert.Equal(vector.Expected().Text("IndexKey"), Vectors.Hex(key.Reveal()));
        Assert.Equal(
            vector.Expected().Text("UniqueId"), EntryNaming.Pseudonym(key).NameOf(vector.Inputs().Text("primary_key")));
    }

    [Theory]
    [MemberData(nameof(WrittenCatalogs))]
    public void Catalog_is_written_as_in_the_vector(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        var random = new KnownRandom([.. Frames(vector).Skip(1).SelectMany(Draws)]);
        Assert.Equal(vector.Expected().Text("octets"), Vectors.Hex(Write(vector, random)));
        Assert.Equal(0, random.Remaining);
    }

    [Fact]
    public void An_access_entry_is_written_for_two_readers_under_its_own_key()
    {
        JsonElement vector = Vectors.Sealing("catalog-access-signed");
        byte[] store = Write(vector, new KnownRandom([.. Frames(vector).Skip(1).SelectMany(Draws), new byte[56]]));
        foreach (string reader in new[] { vector.Inputs().Text("store_key"), vector.Inputs().Text("also_opens_with") })
        {
            Catalog catalog = Catalog.Replay(store, VectorCatalog.Rules(vector.Inputs(), reader));
            CatalogRecord record = Assert.Single(catalog.Live.Values);
            Assert.Equal(record.Key, record.Name);
            Assert.Equal(VerificationLevel.Signed, record.Entry.Level);
        }
    }

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Catalog_of_the_vector_is_replayed(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        JsonElement inputs = vector.Inputs();
        Catalog catalog = Catalog.Replay(vector.Expected().Hex("octets"), VectorCatalog.Rules(inputs));
        Assert.Equal(vector.Expected().GetProperty("count").GetInt64(), catalog.NextIndex);
        if (vector.Expected().TryGetProperty("live", out JsonElement live))
        {
            Assert.Equal(
                live.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64()),
                catalog.Live.ToDictionary(p => p.Key, p => p.Value.Index));
        }

        foreach (CatalogRecord record in catalog.Live.Values)
        {
            JsonElement frame = vector.Expected().GetProperty("frames")[(int)record.Index];
            Assert.Equal(frame.Utf8("plaintext"), record.Body.ToArray());
        }

        Assert.Empty(catalog.Notes);
    }

    [Fact]
    public void The_service_opens_the_access_catalog_with_its_own_key()
    {
        JsonElement vector = Vectors.Sealing("catalog-access-signed");
        Catalog catalog = Catalog.Replay(
            vector.Expected().Hex("octets"), VectorCatalog.Rules(vector.Inputs(), vector.Inputs().Text("also_opens_with")));
        Assert.Single(catalog.Live);
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Frames_have_the_leaves_and_roots_of_the_vector(string id)
    {
        JsonElement expected = Vectors.Sealing(id).Expected();
        (StoreReader reader, IReadOnlyList<StoreFrame> frames) = StoreReader.ReadAll(expected.Hex("octets"));
        Assert.Equal(expected.GetProperty("count").GetInt64(), reader.Count);
        Assert.Equal(expected.Text("root"), Vectors.Hex(reader.Checkpoint.Root.Span));
        Assert.Equal(expected.GetProperty("length").GetInt64(), reader.Position);
        foreach ((StoreFrame frame, JsonElement vector) in frames.Zip(expected.GetProperty("frames").EnumerateArray()))
        {
            Assert.Equal(vector.Text("frame"), Vectors.Hex(frame.Octets.Span));
            Assert.Equal(vector.Text("header"), System.Text.Encoding.UTF8.GetString(frame.Envelope.Header.Octets.Span));
            Assert.Equal(vector.Text("trailer"), System.Text.Encoding.UTF8.GetString(frame.Envelope.Trailer.Octets.Span));
            Assert.Equal(vector.Text("leaf_input"), Vectors.Hex(frame.Leaf().ToOctets()));
            Assert.Equal(vector.Text("leaf_hash"), Vectors.Hex(frame.Leaf().Hash()));
            Assert.Equal(vector.Text("ApexDigest"), Vectors.Hex(frame.ApexDigest.Span));
        }
    }

    [Fact]
    public void A_missing_dig_goes_into_the_trailer_and_the_header_stays()
    {
        JsonElement vector = Vectors.Sealing("spool-missing-dig");
        StoreHead head = VectorCatalog.Head(vector.Inputs(), StoreHead.SpoolContentType);
        var tree = new MerkleFrontier();
        List<byte> store = [.. StoreFrameBuilder.Append(head.ToEnvelope(), null, tree)];
        int first = store.Count;
        store.AddRange(StoreFrameBuilder.Append(Envelope("env-gcm-one"), 0, tree));
        store.AddRange(StoreFrameBuilder.Append(Envelope("sig-signeddata-gcm"), first, tree));
        Assert.Equal(vector.Expected().Text("octets"), Vectors.Hex(store.ToArray()));

        (_, IReadOnlyList<StoreFrame> frames) = StoreReader.ReadAll(store.ToArray());
        using Mesh.Keys.Keyring ring = VectorKeys.Ring(vector.Inputs().Text("store_key"));
        OpenedEnvelope unsigned = EnvelopeOpener.Open(frames[1].Envelope, new OpenRequest { Keys = ring });
        Assert.Equal(VerificationLevel.Digest, unsigned.Level);
        OpenedEnvelope signed = EnvelopeOpener.Open(
            frames[2].Envelope,
            new OpenRequest { Keys = ring, Signers = SignerPolicy.AllOf(VectorKeys.Verifier("key-signer")) });
        Assert.Equal(VerificationLevel.Signed, signed.Level);
        Assert.Equal(unsigned.Plaintext.ToArray(), signed.Plaintext.ToArray());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Wrong_stores_are_refused(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        DareException e = Assert.Throws<DareException>(
            () => Catalog.Replay(vector.Expected().Hex("octets"), VectorCatalog.Rules(vector.Inputs())));
        Assert.Equal(ErrorOf(id), e.Code);
    }

    private static DareError ErrorOf(string id) => id switch
    {
        "neg-seq-replayed-entry" or "neg-seq-foreign-entry" => DareError.WrongPlace,
        "neg-seq-frame0-origin-changed" => DareError.TreeMismatch,
        "neg-seq-reverse-length" => DareError.Malformed,
        "neg-seq-device-unsigned" => DareError.SignatureMissing,
        // Its metadata is no catalog entry's; the tag would fail next.
        "neg-seq-dig-put-in-header" => DareError.WrongPlace,
        _ => DareError.EntryRefused,
    };

    private static UnverifiedEnvelope Envelope(string id) =>
        UnverifiedEnvelope.Parse(Vectors.Sealing(id).Expected().Utf8("envelope"));

    private static JsonElement[] Frames(JsonElement vector) =>
        [.. vector.Expected().GetProperty("frames").EnumerateArray()];

    private static byte[][] Draws(JsonElement frame) => [frame.Hex("seed"), frame.Hex("Salt"), frame.Hex("ephemeral_private")];

    private static byte[] Write(JsonElement vector, KnownRandom random)
    {
        CatalogSealer sealer = VectorCatalog.Sealer(vector.Inputs(), random);
        StoreHead head = VectorCatalog.Head(vector.Inputs());
        var tree = new MerkleFrontier();
        var store = new List<byte>(StoreFrameBuilder.Append(head.ToEnvelope(), null, tree));
        List<long> offsets = [0];
        foreach (JsonElement frame in Frames(vector).Skip(1))
        {
            var place = new StorePlace(head.Origin, tree.Count);
            offsets.Add(store.Count);
            store.AddRange(StoreFrameBuilder.Append(
                Entry(sealer, place, frame), offsets[(int)PreviousFrame.Of(tree.Count)], tree));
        }

        return [.. store];
    }

    private static UnverifiedEnvelope Entry(CatalogSealer sealer, StorePlace place, JsonElement frame)
    {
        JsonElement body = JsonDocument.Parse(frame.Text("plaintext")).RootElement;
        JsonProperty tagged = body.EnumerateObject().Single();
        string happening = JsonDocument.Parse(frame.Text("ContentMetaData")).RootElement.Text("Event");
        return happening == CatalogEvents.Delete
            ? sealer.SealDelete(place, tagged.Value.Text("UniqueId"), tagged.Value.GetProperty("Deleted").GetInt64())
            : sealer.SealChange(
                place, happening, VectorCatalog.PrimaryKey(tagged.Name, tagged.Value)!, frame.Utf8("plaintext"));
    }
}
