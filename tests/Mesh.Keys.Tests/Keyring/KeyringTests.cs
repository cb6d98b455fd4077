namespace Mesh.Keys.Tests.Keyrings;

public class KeyringTests
{
    [Fact]
    public void Finds_its_keys_by_fingerprint()
    {
        AgreementPrivateKey first = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("1"));
        AgreementPrivateKey second = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("2"));
        using Mesh.Keys.Keyring keys = new Mesh.Keys.Keyring().Add(first).Add(second);
        Assert.Same(first, keys.Find(first.Kid));
        Assert.Same(second, keys.Find(second.Kid.ToLowerInvariant()));
        Assert.Null(keys.Find(first.Kid[..24]));
        Assert.Null(keys.Find("nobody's"));
    }

    [Fact]
    public void Keeps_one_of_each_key_and_zeroes_all_when_disposed()
    {
        AgreementPrivateKey key = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("1"));
        AgreementPrivateKey same = AgreementPrivateKey.Generate(KeyAlgorithm.X448, new SeededRandom("1"));
        var keys = new Mesh.Keys.Keyring();
        keys.Add(key).Add(key).Add(same);
        Assert.Equal(1, keys.Count);
        key.RevealOctets().Dispose();
        Assert.Throws<ObjectDisposedException>(same.RevealOctets);
        keys.Dispose();
        Assert.Throws<ObjectDisposedException>(key.RevealOctets);
        Assert.Null(keys.Find(same.Kid));
    }
}
