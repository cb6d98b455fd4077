using Mesh.Dare;

namespace Mesh.Client;

/// <summary>What is permitted for envelopes and sequences of published dialects (docs/format/published.md), and for no others.</summary>
internal static class OldForms
{
    private const string Cbc = "A256CBC";

    /// <summary>What is permitted where a body is opened.</summary>
    public static LegacyReading Legacy(FileOpening opening) =>
        opening.Unauthenticated ? LegacyReading.SignedCbc | LegacyReading.UnsignedCbc : LegacyReading.SignedCbc;

    /// <summary>Whose signatures are looked for: those over the body alone count as well.</summary>
    public static SignerPolicy Policy(IReadOnlyCollection<KnownSigner> known) => FileReports.Policy(known)
        .With(SignatureForms.SignedData | SignatureForms.PlainManifest | SignatureForms.PayloadDigest);

    /// <summary>Whether the old forms are permitted for an envelope: its body is in clear, or under the cipher that we never write for ourselves.</summary>
    public static bool ArePermitted(DareHeader header) => !header.IsEncrypted || IsCbc(header);

    /// <summary>Whether nothing but a signature shows that the body was not altered.</summary>
    public static bool IsCbc(DareHeader header) => header.EncryptionAlgorithm == Cbc;

    /// <summary>The header of an envelope in a file, which can be read from its beginning afterwards; null where it cannot be read twice, or has none.</summary>
    public static DareHeader? Header(string input)
    {
        if (input == SealedFiles.StandardStream || SpecialFile.Is(input))
        {
            return null;
        }

        using var file = new FileStream(input, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            return file.CanSeek ? new EnvelopeFileReader(file).Header : null;
        }
        catch (DareException e) when (e.Code is DareError.Malformed or DareError.LimitExceeded)
        {
            return null; // Whoever reads it tells what is wrong.
        }
    }

    /// <summary>Says what is to be done about a body that nothing authenticates.</summary>
    public static ClientException Refuse(string name, DareException e) => new(
        ClientError.Verification,
        $"{name} is encrypted with {Cbc} and not signed by anybody known here: whoever had it could alter it. "
            + "Say --signer with the key of its author, or --unauthenticated to open it all the same.",
        e);
}
