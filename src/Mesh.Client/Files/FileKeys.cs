using Mesh.Keys;

namespace Mesh.Client;

/// <summary>The keys of accounts of this machine that seal and sign files, for as long as it takes.</summary>
public sealed class FileKeys : IDisposable
{
    private readonly List<Membership> _opened;

    internal FileKeys(List<Membership> opened, IReadOnlyList<AgreementPublicKey> recipients, IReadOnlyList<SignaturePrivateKey> signers)
    {
        _opened = opened;
        Recipients = recipients;
        Signers = signers;
    }

    /// <summary>The encryption keys of the recipients.</summary>
    public IReadOnlyList<AgreementPublicKey> Recipients { get; }

    /// <summary>The signature keys of the signers.</summary>
    public IReadOnlyList<SignaturePrivateKey> Signers { get; }

    /// <summary>Zeroes the private keys.</summary>
    public void Dispose() => _opened.ForEach(o => o.Dispose());
}
