using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>What <see cref="CompatSealer"/> is to write. There is no way to give a salt or a seed.</summary>
public sealed class CompatRequest
{
    /// <summary>The ContentMetaData, in clear and authenticated by nothing; empty for none.</summary>
    public ReadOnlyMemory<byte> ContentMetaData { get; init; }

    /// <summary>The EnvelopeId; null for none.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>X448 or X25519 keys to encrypt to, in this order; one that is repeated counts once.</summary>
    public IReadOnlyCollection<AgreementPublicKey> Recipients { get; init; } = [];

    /// <summary>Shared secrets to encrypt to, after the keys.</summary>
    public IReadOnlyCollection<SecretBytes> SymmetricRecipients { get; init; } = [];

    /// <summary>Keys that sign the manifest, in this order.</summary>
    public IReadOnlyCollection<SignaturePrivateKey> Signers { get; init; } = [];

    /// <summary>Data of the application beside the body, encrypted when the body is.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Annotations { get; init; } = [];

    /// <summary>
    /// True to encrypt without any signature. <c>A256CBC</c> is not authenticated: whoever carries such an envelope can alter it, and
    /// readers of ours open it only when they are told to.
    /// </summary>
    public bool WithoutProof { get; init; }

    internal bool IsEncrypted => Recipients.Count > 0 || SymmetricRecipients.Count > 0;

    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    internal void Check()
    {
        if (IsEncrypted && Signers.Count == 0 && !WithoutProof)
        {
            throw Invalid("a body under A256CBC needs a signature, since nothing else would show that it was altered");
        }

        if (Signers.Select(s => s.Kid).Distinct(StringComparer.Ordinal).Count() != Signers.Count)
        {
            throw Invalid("a key signs once");
        }

        if (Recipients.Count + SymmetricRecipients.Count > DareLimits.Recipients || Signers.Count > DareLimits.Signatures
            || Annotations.Count > DareLimits.Annotations)
        {
            throw Invalid("too many recipients, signers or annotations");
        }
    }

    private static DareException Invalid(string problem) => new(DareError.InvalidRequest, $"Nothing was sealed: {problem}.");
}
