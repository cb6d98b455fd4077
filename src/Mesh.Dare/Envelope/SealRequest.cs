using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>How an envelope is to be sealed and signed (Mesh sealing, sections 2 and 3). There is no way to give a salt, a seed or a nonce.</summary>
public sealed class SealRequest
{
    /// <summary>The ContentMetaData; empty for none.</summary>
    public ReadOnlyMemory<byte> ContentMetaData { get; init; }

    /// <summary>The EnvelopeId; null for none.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>Keys to encrypt to, in this order; one that is repeated counts once. The body is encrypted when there is any recipient.</summary>
    public IReadOnlyCollection<AgreementPublicKey> Recipients { get; init; } = [];

    /// <summary>Shared secrets to encrypt to, after the keys.</summary>
    public IReadOnlyCollection<SecretBytes> SymmetricRecipients { get; init; } = [];

    /// <summary>A passphrase to encrypt to, after the secrets: any octets, of a text its UTF-8. Null for none.</summary>
    public SecretBytes? Passphrase { get; init; }

    /// <summary>The cipher, where there are recipients: <see cref="BodyCipher.A256Gcm"/> or <see cref="BodyCipher.A256GcmS64K"/>.</summary>
    public BodyCipher Cipher { get; init; } = BodyCipher.A256Gcm;

    /// <summary>
    /// The digest of the body, where there is one: <see cref="DareDigest.S512"/>, or for files that stand alone <see cref="DareDigest.S256"/>
    /// (docs/decisions/0021-digest-of-files.md).
    /// </summary>
    public DareDigest Digest { get; init; } = DareDigest.S512;

    /// <summary>Keys that sign, in this order.</summary>
    public IReadOnlyCollection<SignaturePrivateKey> Signers { get; init; } = [];

    /// <summary>True to sign the plain manifest: for self-contained assertions in clear alone.</summary>
    public bool PlainManifest { get; init; }

    /// <summary>In catalogs, the place that the entry is for; the ContentMetaData must state the same.</summary>
    public StorePlace? Place { get; init; }

    /// <summary>True to write <c>dig</c> and PayloadDigest also when nobody signs, as in every frame of a store.</summary>
    public bool WithDigest { get; init; }

    /// <summary>
    /// ContentMetaData to hide in <c>cloaked</c> (D-22), empty for none; the visible one then tells strangers as little as the caller wants. Where the
    /// visible one is empty, it is made to commit to the hidden one, which tag and signatures then cover. Otherwise signatures do not: any recipient
    /// could put another in.
    /// </summary>
    public ReadOnlyMemory<byte> CloakedContentMetaData { get; init; }

    /// <summary>
    /// Data of the application beside the body, encrypted when the body is. Bound to the envelope by their tags, but not by signatures.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Annotations { get; init; } = [];

    /// <summary>An HTML document in clear for people who cannot open the envelope, at most <see cref="DareLimits.Cover"/> octets; empty for none.</summary>
    public ReadOnlyMemory<byte> Cover { get; init; }

    internal bool IsEncrypted => Recipients.Count > 0 || SymmetricRecipients.Count > 0 || Passphrase is not null;

    /// <summary>The cost of the passphrase, for tests that cannot pay the usual one.</summary>
    internal int PassphraseCost { get; init; } = PassphraseDerivation.UsualCost;

    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    internal void Check() => Check(IsEncrypted);

    /// <summary>As above, of a request whose recipients may be those of another.</summary>
    internal void Check(bool isEncrypted)
    {
        if (Cipher is not (BodyCipher.A256Gcm or BodyCipher.A256GcmS64K))
        {
            throw Invalid("no such cipher is written");
        }

        if (Digest != DareDigest.S512 && (Digest != DareDigest.S256 || PlainManifest || Place is not null))
        {
            throw Invalid("no such digest is written there");
        }

        if (PlainManifest && (isEncrypted || Place is not null || Signers.Count == 0))
        {
            throw Invalid("the plain manifest signs assertions in clear that stand alone");
        }

        if (!CloakedContentMetaData.IsEmpty && !isEncrypted)
        {
            throw Invalid("only an encrypted envelope can hide metadata");
        }

        if (Signers.Select(s => s.Kid).Distinct(StringComparer.Ordinal).Count() != Signers.Count)
        {
            throw Invalid("a key signs once");
        }

        if (Passphrase is { Length: 0 })
        {
            throw Invalid("an empty passphrase protects nothing");
        }

        if (Cover.Length > DareLimits.Cover)
        {
            throw Invalid($"a cover has at most {DareLimits.Cover} octets");
        }

        if (Recipients.Count + SymmetricRecipients.Count + (Passphrase is null ? 0 : 1) > DareLimits.Recipients || Signers.Count > DareLimits.Signatures
            || Annotations.Count > DareLimits.Annotations)
        {
            throw Invalid("too many recipients, signers or annotations");
        }

        Place?.Require(ContentMetaData, DareError.InvalidRequest);
    }

    private static DareException Invalid(string problem) => new(DareError.InvalidRequest, $"Nothing was sealed: {problem}.");
}
