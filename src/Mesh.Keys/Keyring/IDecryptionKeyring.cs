namespace Mesh.Keys;

/// <summary>The private keys that an opener may use; it asks for them by the fingerprints in an envelope.</summary>
public interface IDecryptionKeyring
{
    /// <summary>The key with the fingerprint <paramref name="kid"/>, or null. The keyring keeps it: the caller does not dispose it.</summary>
    AgreementPrivateKey? Find(string kid);
}
