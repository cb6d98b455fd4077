using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>What opens an archive, as the library wants it; the passphrase is asked for once.</summary>
internal sealed class ArchiveAccess : IDisposable
{
    private readonly List<SecretBytes> _secrets;
    private readonly PassphraseSecrets _derived = new();
    private SecretBytes? _passphrase;

    public ArchiveAccess(FileOpening opening, IReadOnlyCollection<SymmetricKey> writing)
    {
        Keys = new WatchedKeys(opening);
        _secrets = [.. opening.SymmetricKeys.Concat(writing).Select(k => new SecretBytes(k.Reveal()))];
        Request = new OpenRequest
        {
            Keys = Keys,
            SymmetricKeys = _secrets,
            Passphrase = AskOnce,
            Derived = _derived,
            Signers = FileReports.Policy(opening.Signers),
        };
    }

    public WatchedKeys Keys { get; }

    public OpenRequest Request { get; }

    /// <summary>The passphrase, if there is one; the caller's.</summary>
    public SecretBytes? TryPassphrase() => AskOnce();

    public void Dispose()
    {
        _secrets.ForEach(s => s.Dispose());
        _derived.Dispose();
        _passphrase?.Dispose();
    }

    private SecretBytes? AskOnce() => (_passphrase ??= Keys.Passphrase())?.Clone();
}
