using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Manager.Dare;

/// <summary>What opens a file beside the keys of accounts; it owns the secret ones.</summary>
internal sealed class OpeningKeys : IDisposable
{
    private readonly List<PlainKeyFile> _files = [];
    private readonly List<SymmetricKey> _secrets = [];
    private readonly List<KnownSigner> _signers = [];
    private readonly PrivateKeys _private = new();

    /// <summary>Whether something to open it with was named: then no account is needed.</summary>
    public bool IsGiven { get; init; }

    public Func<SecretBytes?>? Passphrase { get; set; }

    public IReadOnlyCollection<KnownSigner> Signers => _signers;

    public void AddKeys(PlainKeyFile keys)
    {
        _files.Add(keys);
        _secrets.AddRange(keys.SymmetricKeys);
        foreach (PrivateKey key in keys.PrivateKeys)
        {
            _private.Add(key as AgreementPrivateKey
                ?? throw CommandException.Usage("--key takes keys of x448 or x25519: one that was given is for signatures."));
        }

        if (keys.PrivateKeys.Count + keys.SymmetricKeys.Count == 0)
        {
            throw CommandException.Usage("--key takes private keys and secrets: only public keys were given, which open nothing.");
        }
    }

    /// <param name="keys">The public keys, or private ones of which the public ones are taken.</param>
    /// <param name="name">The file that they stand in, by which the signer is called; null calls it by its key.</param>
    public void AddSigners(PlainKeyFile keys, string? name)
    {
        foreach (PublicKey key in keys.PublicKeys.Concat(keys.PrivateKeys.Select(k => k.PublicKey)))
        {
            SignaturePublicKey signer = key as SignaturePublicKey
                ?? throw CommandException.Usage("--signer takes keys of ed448 or ed25519: one that was given is for encryption.");
            if (_signers.TrueForAll(s => s.Key.Kid != signer.Kid))
            {
                _signers.Add(new KnownSigner(signer, name ?? "the key that was named"));
            }
        }
    }

    public FileOpening ToOpening() => new() { Keys = [_private], SymmetricKeys = _secrets, Passphrase = Passphrase, Signers = _signers };

    public void Dispose() => _files.ForEach(f => f.Dispose());

    // The files own the keys.
    private sealed class PrivateKeys : IDecryptionKeyring
    {
        private readonly Dictionary<Encoding.Udf, AgreementPrivateKey> _keys = [];

        public void Add(AgreementPrivateKey key) => _keys.TryAdd(Encoding.Udf.Parse(key.Kid), key);

        public AgreementPrivateKey? Find(string kid) => Encoding.Udf.TryParse(kid, out Encoding.Udf? udf) ? _keys.GetValueOrDefault(udf) : null;
    }
}
