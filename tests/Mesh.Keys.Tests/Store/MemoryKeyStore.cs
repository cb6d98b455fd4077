using Mesh.Cryptography;

namespace Mesh.Keys.Tests.Store;

/// <summary>A key store for tests that need no files.</summary>
internal sealed class MemoryKeyStore : IKeyStore
{
    private readonly SortedDictionary<string, SecretBytes> _secrets = new(StringComparer.Ordinal);

    public void Save(string id, SecretBytes secret) => _secrets[KeyStoreId.Normalise(id)] = secret.Clone();

    public SecretBytes? Load(string id) => _secrets.GetValueOrDefault(KeyStoreId.Normalise(id))?.Clone();

    public bool Erase(string id) => _secrets.Remove(KeyStoreId.Normalise(id));

    public IReadOnlyList<string> List() => [.. _secrets.Keys];
}
