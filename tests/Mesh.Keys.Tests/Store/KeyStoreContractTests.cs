using Mesh.Cryptography;

namespace Mesh.Keys.Tests.Store;

/// <summary>What every key store does; run for each implementation.</summary>
public abstract class KeyStoreContractTests
{
    protected abstract IKeyStore Store { get; }

    [Fact]
    public void Keeps_replaces_and_erases_secrets()
    {
        Assert.Null(Store.Load("ABC"));
        Assert.False(Store.Erase("ABC"));
        Save("ABC", 1, 2, 3);
        Assert.Equal([1, 2, 3], Load("ABC"));
        Save("ABC", 4);
        Assert.Equal([4], Load("ABC"));
        Assert.True(Store.Erase("ABC"));
        Assert.Null(Store.Load("ABC"));
        Assert.Empty(Store.List());
    }

    [Fact]
    public void An_empty_secret_is_kept()
    {
        Save("EMPTY");
        Assert.Equal([], Load("EMPTY"));
    }

    [Fact]
    public void Letter_case_does_not_count_and_names_are_listed_in_order()
    {
        Save("b.x-1_2", 2);
        Save("A", 1);
        Save("a", 3);
        Assert.Equal([3], Load("A"));
        Assert.Equal(["A", "B.X-1_2"], Store.List());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("-A")]
    [InlineData("_A")]
    [InlineData("A/B")]
    [InlineData("../A")]
    [InlineData("A\0")]
    [InlineData("A B")]
    [InlineData("Ä")]
    public void Other_names_are_refused(string id)
    {
        Assert.Equal(KeyError.StoreName, Assert.Throws<KeyException>(() => Save(id, 1)).Code);
        Assert.Equal(KeyError.StoreName, Assert.Throws<KeyException>(() => Store.Load(id)).Code);
        Assert.Equal(KeyError.StoreName, Assert.Throws<KeyException>(() => Store.Erase(id)).Code);
    }

    [Fact]
    public void A_name_has_at_most_128_characters()
    {
        Save(new string('A', 128), 1);
        Assert.Throws<KeyException>(() => Save(new string('A', 129), 1));
    }

    [Fact]
    public void The_caller_keeps_its_secret_and_owns_what_it_loads()
    {
        using var secret = new SecretBytes([7]);
        Store.Save("A", secret);
        Assert.Equal(7, secret.Reveal()[0]);
        using SecretBytes? first = Store.Load("A");
        first!.Dispose();
        Assert.Equal([7], Load("A"));
    }

    [Fact]
    public void Private_keys_and_seeds_are_kept_under_their_names()
    {
        using SignaturePrivateKey sign = SignaturePrivateKey.Generate(KeyAlgorithm.Ed448, new SeededRandom("s"));
        using AgreementPrivateKey agree = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("a"));
        using AgreementPrivateKey sum = agree.Overlay(agree);
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("z"));
        foreach (PrivateKey key in new PrivateKey[] { sign, agree, sum })
        {
            Store.Save(key);
            using PrivateKey? loaded = Store.LoadPrivateKey(key.Kid);
            Assert.Equal((key.Kid, key.Form), (loaded!.Kid, loaded.Form));
        }

        Store.Save("seed", seed);
        using KeySeed? read = Store.LoadSeed("seed");
        Assert.Equal(seed.RevealUdf(), read!.RevealUdf());
        Assert.Null(Store.LoadPrivateKey("MB5S-R4AJ-3FBT-7NHO-T26Z-2E6Y-WFH4"));
        Assert.Null(Store.LoadSeed("other"));
    }

    [Fact]
    public void A_private_key_under_another_name_is_refused()
    {
        using AgreementPrivateKey key = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("a"));
        Store.Save(key);
        using SecretBytes? stored = Store.Load(key.Kid);
        Store.Save("MB5S-R4AJ-3FBT-7NHO-T26Z-2E6Y-WFH4", stored!);
        Assert.Equal(
            KeyError.StoreDamaged,
            Assert.Throws<KeyException>(() => Store.LoadPrivateKey("MB5S-R4AJ-3FBT-7NHO-T26Z-2E6Y-WFH4")).Code);
        Assert.Equal(KeyError.Seed, Assert.Throws<KeyException>(() => Store.LoadSeed(key.Kid)).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("016f")]
    [InlineData("026f00")]
    [InlineData("016f02")]
    [InlineData("010000")]
    [InlineData("017200")]
    public void Octets_that_are_no_private_key_are_refused(string hex)
    {
        Save("KEY", Convert.FromHexString(hex));
        Assert.Equal(KeyError.StoreDamaged, Assert.Throws<KeyException>(() => Store.LoadPrivateKey("KEY")).Code);
    }

    protected void Save(string id, params byte[] octets)
    {
        using var secret = new SecretBytes(octets);
        Store.Save(id, secret);
    }

    protected byte[] Load(string id)
    {
        using SecretBytes? secret = Store.Load(id);
        Assert.NotNull(secret);
        return secret.Reveal().ToArray();
    }
}

public class MemoryKeyStoreTests : KeyStoreContractTests
{
    protected override IKeyStore Store { get; } = new MemoryKeyStore();
}
