using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>How a file is to be sealed: to whom, by whom, and what is said of it. The keys stay the caller's.</summary>
public sealed record FileSealing
{
    /// <summary>Public keys that will open it.</summary>
    public IReadOnlyCollection<AgreementPublicKey> Recipients { get; init; } = [];

    /// <summary>Shared secrets that will open it.</summary>
    public IReadOnlyCollection<SymmetricKey> SymmetricKeys { get; init; } = [];

    /// <summary>A passphrase that will open it; null for none.</summary>
    public SecretBytes? Passphrase { get; init; }

    /// <summary>Keys that sign it.</summary>
    public IReadOnlyCollection<SignaturePrivateKey> Signers { get; init; } = [];

    /// <summary>Its media type; null says nothing of it.</summary>
    public string? ContentType { get; init; }

    /// <summary>State the name of the file and when it was last changed.</summary>
    public bool WithName { get; init; }

    /// <summary>Hide what is stated of the file from all but the recipients.</summary>
    public bool HidesMetadata { get; init; }

    /// <summary>An HTML document for people who cannot open it: in clear, and covered by nothing; empty for none.</summary>
    public ReadOnlyMemory<byte> Cover { get; init; }

    /// <summary>Seal in an old form, for programs that read nothing else.</summary>
    public bool ForOldReaders { get; init; }

    /// <summary>In an old form, encrypt also where nobody signs: whoever has the file can alter it.</summary>
    public bool Unauthenticated { get; init; }

    /// <summary>Whether anything keeps others from reading it.</summary>
    public bool IsEncrypted => Recipients.Count > 0 || SymmetricKeys.Count > 0 || Passphrase is not null;
}
