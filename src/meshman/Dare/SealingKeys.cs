using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Manager.Dare;

/// <summary>To whom a file is sealed and who signs it: plain keys, which it owns, and the names of accounts.</summary>
internal sealed class SealingKeys : IDisposable
{
    private readonly List<PlainKeyFile> _files = [];
    private readonly List<AgreementPublicKey> _recipients = [];
    private readonly List<SymmetricKey> _secrets = [];
    private readonly List<SignaturePrivateKey> _signers = [];

    public List<string> AccountRecipients { get; } = [];

    public List<string> AccountSigners { get; } = [];

    public SecretBytes? Passphrase { get; set; }

    /// <summary>Whether accounts of this machine are needed.</summary>
    public bool NamesAccounts => AccountRecipients.Count + AccountSigners.Count > 0;

    /// <summary>Whether anybody signs.</summary>
    public bool IsSigned => AccountSigners.Count + _signers.Count > 0;

    /// <summary>Whether anything keeps others from reading the file.</summary>
    public bool IsEncrypted => AccountRecipients.Count + _recipients.Count + _secrets.Count > 0 || Passphrase is not null;

    public void AddRecipients(PlainKeyFile keys, string name)
    {
        _files.Add(keys);
        foreach (PublicKey key in keys.PublicKeys.Concat(keys.PrivateKeys.Select(k => k.PublicKey)))
        {
            _recipients.Add(key as AgreementPublicKey
                ?? throw CommandException.Usage($"--encrypt takes keys of x448 or x25519; that of {Named(name)} is for signatures."));
        }

        if (keys.SymmetricKeys.Count > 0)
        {
            throw CommandException.Usage($"--encrypt takes public keys; {Named(name)} holds a secret, which --key takes.");
        }
    }

    public void AddSecrets(PlainKeyFile keys, string option)
    {
        _files.Add(keys);
        _secrets.AddRange(keys.SymmetricKeys);
        if (keys.PublicKeys.Count + keys.PrivateKeys.Count > 0)
        {
            throw CommandException.Usage($"{option} takes secrets that begin with E; --encrypt takes public keys.");
        }
    }

    public void AddSigners(PlainKeyFile keys, string name)
    {
        _files.Add(keys);
        if (keys.PrivateKeys.Count == 0 || keys.PublicKeys.Count + keys.SymmetricKeys.Count > 0)
        {
            throw CommandException.Usage($"--sign takes private keys; {Named(name)} holds others.");
        }

        foreach (PrivateKey key in keys.PrivateKeys)
        {
            _signers.Add(key as SignaturePrivateKey
                ?? throw CommandException.Usage($"--sign takes keys of ed448 or ed25519; that of {Named(name)} is for encryption."));
        }
    }

    /// <summary>All of it, once the keys of the accounts are there.</summary>
    public FileSealing With(FileKeys? accounts) => new()
    {
        Recipients = [.. accounts?.Recipients ?? [], .. _recipients],
        SymmetricKeys = _secrets,
        Passphrase = Passphrase,
        Signers = [.. (accounts?.Signers ?? []).Concat(_signers).DistinctBy(s => s.Kid)],
    };

    public void Dispose()
    {
        _files.ForEach(f => f.Dispose());
        Passphrase?.Dispose();
    }

    private static string Named(string name) => KeyInput.IsKey(name) ? "the key" : name;
}
