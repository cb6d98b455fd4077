using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>
/// Where the secrets of this machine's user are kept. Identifiers are 1 to 128 letters, digits, '-', '_' and '.', the first one a
/// letter or digit; letter case does not count, as in fingerprints, and upper case is what comes back.
/// </summary>
public interface IKeyStore
{
    /// <summary>
    /// Keeps <paramref name="secret"/> under <paramref name="id"/> in place of what was there. When this returns it survives a crash;
    /// when it fails, what was there before is still there, or with <see cref="KeyError.StoreNotDurable"/> either of the two.
    /// </summary>
    /// <exception cref="KeyException">One of the store's errors.</exception>
    void Save(string id, SecretBytes secret);

    /// <summary>The secret, which the caller disposes, or null where there is none.</summary>
    /// <exception cref="KeyException">One of the store's errors.</exception>
    SecretBytes? Load(string id);

    /// <summary>Removes the secret; false where there was none.</summary>
    /// <exception cref="KeyException">One of the store's errors.</exception>
    bool Erase(string id);

    /// <summary>The identifiers, in ordinal order.</summary>
    /// <exception cref="KeyException">One of the store's errors.</exception>
    IReadOnlyList<string> List();
}
