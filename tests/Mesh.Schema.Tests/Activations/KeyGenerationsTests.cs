using System.Collections.Immutable;
using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

public sealed class KeyGenerationsTests
{
    private static readonly StoreDescription Contact = StoreTable.Find(StoreLabel.Contact)!;

    [Fact]
    public void The_newest_key_opens_all_before_it()
    {
        ActivationEntry[] generations = Chain(4);
        ActivationEntry last = generations[^1];
        Assert.Equal(4, last.Generation);
        Assert.Equal([3, 2, 1, 0], last.PriorKeys.Select(p => p.Generation));
        ImmutableArray<AgreementPrivateKey> keys = Open(last);
        Assert.Equal(generations.Take(4).Reverse().Select(g => g.Key.Udf), keys.Select(k => k.Kid));
        Assert.Equal(generations.Length, generations.Select(g => g.Key.Udf).Distinct().Count());
        Assert.All(generations, g => Assert.Same(generations[0].IndexKey, g.IndexKey));
    }

    [Fact]
    public void The_first_generation_has_nothing_before_it() => Assert.Empty(Open(Chain(0)[0]));

    [Fact]
    public void An_older_key_opens_nothing_newer()
    {
        ActivationEntry[] generations = Chain(2);
        KeyInvalid(() => KeyGenerations.OpenPrior(Contact.Label, Key(generations[1]), 2, generations[2].PriorKeys));
        KeyInvalid(() => KeyGenerations.OpenPrior(Contact.Label, Key(generations[0]), 2, generations[2].PriorKeys));
    }

    [Fact]
    public void A_chain_is_for_one_store()
    {
        ActivationEntry last = Chain(1)[^1];
        KeyInvalid(() => KeyGenerations.OpenPrior(StoreLabel.Task, Key(last), 1, last.PriorKeys));
    }

    [Fact]
    public void A_chain_that_lacks_a_link_or_has_one_changed_is_refused()
    {
        ActivationEntry last = Chain(3)[^1];
        PriorKey first = last.PriorKeys[0];
        byte[] flipped = [.. first.Wrapped!];
        flipped[5] ^= 1;
        ImmutableArray<PriorKey>[] bad =
        [
            last.PriorKeys[1..],
            last.PriorKeys[..2],
            [.. last.PriorKeys.Reverse()],
            last.PriorKeys.SetItem(0, first with { Wrapped = flipped }),
            last.PriorKeys.SetItem(0, first with { Wrapped = [] }),
            last.PriorKeys.SetItem(0, first with { Wrapped = null }),
            last.PriorKeys.SetItem(0, first with { Share = new KeyData() }),
            last.PriorKeys.SetItem(0, first with { Udf = last.PriorKeys[1].Udf }),
            last.PriorKeys.SetItem(0, last.PriorKeys[1] with { Generation = 2 }),
            last.PriorKeys.SetItem(0, first with { Generation = 5 }),
        ];
        foreach (ImmutableArray<PriorKey> prior in bad)
        {
            KeyInvalid(() => KeyGenerations.OpenPrior(Contact.Label, Key(last), 3, prior));
        }

        KeyInvalid(() => KeyGenerations.OpenPrior(Contact.Label, Key(last), -1, []));
        KeyInvalid(() => KeyGenerations.OpenPrior(Contact.Label, Key(last), 2, last.PriorKeys));
    }

    [Fact]
    public void The_wrapped_key_is_made_as_documented()
    {
        ActivationEntry[] generations = Chain(1);
        using SecretBytes newer = Key(generations[1]).RevealOctets();
        using SecretBytes older = Key(generations[0]).RevealOctets();
        byte[] info = [.. "MeshPriorKey-1\0MMM_Contact\0"u8, .. System.Text.Encoding.ASCII.GetBytes(generations[0].Key.Udf!)];
        byte[] wrappingKey = HKDF.DeriveKey(HashAlgorithmName.SHA512, newer.Reveal().ToArray(), 32, [], info);
        Assert.Equal(AesKeyWrap.Wrap(wrappingKey, older.Reveal()), generations[1].PriorKeys[0].Wrapped);
        Assert.Equal(KeyGenerations.WrappedLength, generations[1].PriorKeys[0].Wrapped!.Length);
    }

    [Fact]
    public void A_link_that_wraps_another_key_than_it_names_is_refused()
    {
        // Made by whoever knows the newer key: everything fits but the key inside.
        ActivationEntry last = Chain(1)[^1];
        PriorKey link = last.PriorKeys[0];
        using SecretBytes newer = Key(last).RevealOctets();
        using SecretBytes other = World.Alice.AccountKeys.Escrow.RevealOctets();
        byte[] info = [.. "MeshPriorKey-1\0MMM_Contact\0"u8, .. System.Text.Encoding.ASCII.GetBytes(link.Udf)];
        byte[] wrappingKey = HKDF.DeriveKey(HashAlgorithmName.SHA512, newer.Reveal().ToArray(), 32, [], info);
        KeyInvalid(() => KeyGenerations.OpenPrior(
            Contact.Label, Key(last), 1, [link with { Wrapped = AesKeyWrap.Wrap(wrappingKey, other.Reveal()) }]));
    }

    [Fact]
    public void A_chain_is_followed_so_far_and_no_further()
    {
        var share = new KeyData();
        ImmutableArray<PriorKey> links = [.. Enumerable.Range(0, KeyGenerations.Most + 1)
            .Select(i => new PriorKey { Generation = KeyGenerations.Most - i, Udf = "", Share = share })];
        KeyGenerations.CheckOrder(Contact.Label, KeyGenerations.Most, links[1..]);
        KeyInvalid(() => KeyGenerations.CheckOrder(Contact.Label, KeyGenerations.Most + 1, links));
    }

    [Fact]
    public void Stores_that_the_service_reads_have_no_index_key()
    {
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("index"));
        foreach (StoreDescription store in StoreTable.All)
        {
            using ActivationEntry entry = KeyGenerations.First(seed, store);
            Assert.Equal(store.ReadableByService, entry.IndexKey is null);
        }
    }

    [Fact]
    public void The_index_key_is_that_of_the_vectors()
    {
        using KeySeed seed = KeySeed.Parse("ZAAQ-FANO-DLRB-KQVV-2DSP-JNBW-QJ6M-VK4G-Y4AD-DDOB-SJGD-FROI-WC4R-FP6R");
        using ActivationEntry entry = KeyGenerations.First(seed, StoreTable.Find(StoreLabel.Bookmark)!);
        Assert.Equal(
            "7858d9023d9a1f282301ae47a0f7b4b119e0b5eedaa67adf105d218f85e9e52c",
            Convert.ToHexStringLower(entry.IndexKey!.Octets.Reveal()));
    }

    [Fact]
    public void An_index_key_has_32_octets() =>
        Assert.Equal(SchemaError.RuleBroken, Assert.Throws<SchemaException>(() => new IndexKey(new SecretBytes(new byte[31]))).Code);

    [Fact]
    public void Only_whole_ordinary_keys_have_generations()
    {
        ActivationEntry entry = Chain(0)[0];
        var share = new KeyShare(Key(entry).Public, Key(entry), null, null);
        KeyInvalid(() => KeyGenerations.Next(entry with { Key = new KeyData { PrivateParameters = share } }, new SeededRandom("x")));
        using ConnectedKeys composite = ConnectedKeys.Combine(
            KeySeed.Generate(SeedKind.MeshActivationAccount, new SeededRandom("y")), World.Alice.DeviceKeys, OverlayNames.Device);
        KeyInvalid(() => KeyGenerations.Wrap(Contact.Label, Key(entry), composite.Encryption, 0));
    }

    private static ActivationEntry[] Chain(int rotations)
    {
        var random = new SeededRandom("chain");
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, random);
        List<ActivationEntry> chain = [KeyGenerations.First(seed, Contact)];
        for (int i = 0; i < rotations; i++)
        {
            chain.Add(KeyGenerations.Next(chain[^1], random));
        }

        return [.. chain];
    }

    private static AgreementPrivateKey Key(ActivationEntry entry) =>
        (AgreementPrivateKey)((PrivateKeyParameters)entry.Key.PrivateParameters!).Key;

    private static ImmutableArray<AgreementPrivateKey> Open(ActivationEntry entry) =>
        KeyGenerations.OpenPrior(entry.Resource, Key(entry), entry.Generation, entry.PriorKeys);

    private static void KeyInvalid(Action action) => Assert.Equal(SchemaError.KeyInvalid, Assert.Throws<SchemaException>(action).Code);
}
