using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>
/// The keys of an opening, and what was asked of them. Which step of a decryption failed is not told; but that one of our keys is named in the
/// header, or a passphrase asked for, is public.
/// </summary>
internal sealed class WatchedKeys(FileOpening opening) : IDecryptionKeyring
{
    /// <summary>A key was there.</summary>
    public bool Found { get; private set; }

    /// <summary>There is a recipient by passphrase, and nothing else opened the file.</summary>
    public bool NeedsPassphrase { get; private set; }

    /// <summary>A passphrase was given.</summary>
    public bool HadPassphrase { get; private set; }

    public AgreementPrivateKey? Find(string kid)
    {
        foreach (IDecryptionKeyring keys in opening.Keys)
        {
            if (keys.Find(kid) is { } key)
            {
                Found = true;
                return key;
            }
        }

        return null;
    }

    public SecretBytes? Passphrase()
    {
        NeedsPassphrase = true;
        SecretBytes? passphrase = opening.Passphrase?.Invoke();
        HadPassphrase = passphrase is not null;
        return passphrase;
    }
}
