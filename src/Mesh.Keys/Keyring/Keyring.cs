using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// Private keys by fingerprint, 140 bits compared whatever the letter case and dashes. Owns its keys. Not safe for changes and
/// look-ups at the same time.
/// </summary>
public sealed class Keyring : IDecryptionKeyring, IDisposable
{
    private readonly Dictionary<Udf, AgreementPrivateKey> _keys = [];

    /// <summary>Number of keys.</summary>
    public int Count => _keys.Count;

    /// <summary>The keys, which the keyring goes on owning, in the order in which they were added.</summary>
    public IReadOnlyCollection<AgreementPrivateKey> All => _keys.Values;

    /// <summary>Takes <paramref name="key"/> over; a key that is here already is disposed.</summary>
    public Keyring Add(AgreementPrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Udf kid = Udf.Parse(key.Kid);
        if (!_keys.TryAdd(kid, key) && !ReferenceEquals(_keys[kid], key))
        {
            key.Dispose();
        }

        return this;
    }

    /// <inheritdoc/>
    public AgreementPrivateKey? Find(string kid) => Udf.TryParse(kid, out Udf? udf) ? _keys.GetValueOrDefault(udf) : null;

    /// <summary>Zeroes all keys.</summary>
    public void Dispose()
    {
        foreach (AgreementPrivateKey key in _keys.Values)
        {
            key.Dispose();
        }

        _keys.Clear();
    }
}
