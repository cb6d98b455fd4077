using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>What opens a file, and whose signatures are known. The keys stay the caller's.</summary>
public sealed record FileOpening
{
    /// <summary>Private keys, tried in this order.</summary>
    public IReadOnlyList<IDecryptionKeyring> Keys { get; init; } = [];

    /// <summary>Shared secrets.</summary>
    public IReadOnlyCollection<SymmetricKey> SymmetricKeys { get; init; } = [];

    /// <summary>Asked for the passphrase, once, where it takes one; null, or a null result, where there is none. What it gives is disposed.</summary>
    public Func<SecretBytes?>? Passphrase { get; init; }

    /// <summary>
    /// Open what old programs encrypted without authentication also where no known signature covers it: whoever had the file could alter it.
    /// </summary>
    public bool Unauthenticated { get; init; }

    /// <summary>Signers whose keys are known.</summary>
    public IReadOnlyCollection<KnownSigner> Signers { get; init; } = [];
}
