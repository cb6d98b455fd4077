using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>What is told of a file that was verified or opened (command-line reference, section 9): exactly the statements that hold.</summary>
internal static class FileReports
{
    /// <summary>Follows a signature that says less than others.</summary>
    public const string Replaced = ", by a key that was replaced since: whoever has a removed device can make it still, with any date";

    /// <summary>Whose signatures are looked for.</summary>
    public static SignerPolicy Policy(IReadOnlyCollection<KnownSigner> known) => SignerPolicy.WhereKnown([.. known.Select(k => k.Key)]);

    public static FileOpened Of(string output, OpenedFile opened, IReadOnlyCollection<KnownSigner> known)
    {
        // Names and times are told where tags or signatures cover them.
        ContentMeta? stated = opened.MetadataIsBound ? Stated(opened.ContentMetaData) : null;
        return new FileOpened(
            output, opened.Length, opened.Header.IsEncrypted, Of(opened.Claims, opened.Signatures, known), stated?.Filename, stated?.Modified);
    }

    /// <param name="input">The envelope.</param>
    /// <param name="file">What was found.</param>
    /// <param name="known">Whose signatures were looked for.</param>
    /// <param name="detached">The file that is kept apart; null where the envelope has a body.</param>
    public static FileReport Of(string input, CheckedFile file, IReadOnlyCollection<KnownSigner> known, string? detached)
    {
        SignatureReport[] signatures = Of(file.Claims, file.Signatures, known);
        ContentMeta? stated = Stated(file.Header.ContentMetaData);
        return new FileReport(
            input,
            file.BodyLength,
            file.Header.IsEncrypted ? file.Header.EncryptionAlgorithm : null,
            [.. (file.Header.Recipients ?? []).Select(r => r.KeyIdentifier)],
            file.DigestAlgorithm,
            file.PayloadDigest,
            signatures,
            Statements(file, signatures, detached))
        {
            Detached = detached,
            ContentType = stated?.ContentType,
            Filename = stated?.Filename,
            Modified = stated?.Modified,
            Cover = file.Header.Cover is { } cover ? System.Text.Encoding.UTF8.GetString(cover.Span) : null,
        };
    }

    /// <summary>Signatures that verify, and those of them whose keys are known.</summary>
    public static IReadOnlyList<SignatureReport> Of(IEnumerable<VerifiedSignature> signatures, IReadOnlyCollection<KnownSigner> known) =>
        [.. signatures.Select(s => Of(s.Key, s.Created, known))];

    /// <summary>A key that signed, and whose it is where that is known.</summary>
    public static SignatureReport Of(SignaturePublicKey key, DateTimeOffset? created, IReadOnlyCollection<KnownSigner> known) =>
        known.FirstOrDefault(k => k.Key.Kid == key.Kid) is { } signer
            ? new SignatureReport(key.Kid, Verified: true, signer.Name, created, signer.IsReplaced)
            : new SignatureReport(key.Kid, Verified: false, Signer: null, created);

    private static List<string> Statements(CheckedFile file, SignatureReport[] signatures, string? detached)
    {
        List<string> holds = ["the structure of the envelope"];
        if (file.DigestStated)
        {
            holds.Add(detached is null ? "the digest of the body as stored" : $"the digest of {Path.GetFileName(detached)}");
        }

        foreach (SignatureReport signature in signatures)
        {
            string over = detached is null ? "body" : Path.GetFileName(detached);
            holds.Add(signature.Verified
                ? $"the signature of {signature.Signer} ({signature.Kid}) over {over} {(signature.CoversBodyAlone ? "alone, as old programs sign: not over names and times" : "and metadata")}{(signature.IsReplaced ? Replaced : "")}"
                : $"nothing about the signature by {signature.Kid}: the key is not known here");
        }

        if (signatures.Length == 0)
        {
            holds.Add("no author: the file is unsigned");
        }

        if (file.Header.IsEncrypted)
        {
            holds.Add("nothing about the plaintext: that is verified when the file is decoded");
        }

        if (OldForms.IsCbc(file.Header) && !file.Signatures.Any())
        {
            holds.Add("nothing about who had the file: A256CBC is not authenticated, and whoever has it can alter what it says");
        }

        if (file.Header.Cover is not null)
        {
            holds.Add("nothing about the cover: anybody can change it");
        }

        return holds;
    }

    private static SignatureReport[] Of(DareTrailer claims, IReadOnlyList<VerifiedSignature> signatures, IReadOnlyCollection<KnownSigner> known) =>
    [
        .. claims.Signatures.Select(entry =>
            signatures.FirstOrDefault(s => s.Key.Kid == entry.KeyIdentifier) is { } verified
                ? Of(verified, known)
                : new SignatureReport(entry.KeyIdentifier ?? "", Verified: false, Signer: null, Created: null)),
    ];

    private static SignatureReport Of(VerifiedSignature signature, IReadOnlyCollection<KnownSigner> known)
    {
        KnownSigner signer = known.First(k => k.Key.Kid == signature.Key.Kid);
        return new SignatureReport(signature.Key.Kid, Verified: true, signer.Name, signature.Created, signer.IsReplaced)
        {
            CoversBodyAlone = signature.Form != SignatureForms.SignedData,
        };
    }

    // What others wrote need not be what this program understands; then nothing is told of it.
    private static ContentMeta? Stated(ReadOnlyMemory<byte> contentMetaData)
    {
        try
        {
            return ContentMeta.Parse(contentMetaData);
        }
        catch (DareException)
        {
            return null;
        }
    }
}
