using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>What opens an archive, as the library wants it; the passphrase is asked for once.</summary>
internal sealed class ArchiveAccess : IDisposable
{
    private readonly List<SecretBytes> _reading;
    private SecretBytes? _passphrase;

    public ArchiveAccess(FileOpening opening, IReadOnlyCollection<SymmetricKey> writing)
    {
        Keys = new WatchedKeys(opening);
        Secrets = [.. writing.Select(k => new SecretBytes(k.Reveal()))];
        _reading = [.. opening.SymmetricKeys.Select(k => new SecretBytes(k.Reveal())), .. Secrets.Select(s => s.Clone())];
        Request = new OpenRequest
        {
            Keys = Keys,
            SymmetricKeys = _reading,
            Passphrase = AskOnce,
            Signers = FileReports.Policy(opening.Signers),
        };
    }

    public WatchedKeys Keys { get; }

    public List<SecretBytes> Secrets { get; }

    public OpenRequest Request { get; }

    public void Dispose()
    {
        Secrets.ForEach(s => s.Dispose());
        _reading.ForEach(s => s.Dispose());
        _passphrase?.Dispose();
    }

    private SecretBytes? AskOnce() => (_passphrase ??= Keys.Passphrase())?.Clone();
}
