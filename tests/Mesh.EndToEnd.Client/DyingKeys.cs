using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.EndToEnd.Client;

/// <summary>The key store, with a point before everything that changes it. Within a saving it is either the old secret or the new one.</summary>
internal sealed class DyingKeys(IKeyStore keys, DeathPoints points) : IKeyStore
{
    public void Save(string id, SecretBytes secret)
    {
        points.Pass();
        keys.Save(id, secret);
    }

    public SecretBytes? Load(string id) => keys.Load(id);

    public bool Erase(string id)
    {
        using (SecretBytes? secret = keys.Load(id))
        {
            if (secret is null)
            {
                return false;
            }
        }

        points.Pass();
        return keys.Erase(id);
    }

    public IReadOnlyList<string> List() => keys.List();
}
