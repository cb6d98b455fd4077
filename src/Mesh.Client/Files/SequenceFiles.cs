// Sequences of every kind - archives, logs, entries - as a whole (docs/format/sequence.md; command-line reference, section 9).

using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>Verifies, checks and repairs sequences. The keys come from the caller.</summary>
public static class SequenceFiles
{
    /// <summary>Verifies everything from the first octet to the last; keys are not needed, and with them more is compared.</summary>
    /// <param name="file">The file.</param>
    /// <param name="opening">Keys at hand, and whose signatures are known.</param>
    /// <param name="progress">Told the octets read so far.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What was found. Faults of the sequence are reported, not thrown.</returns>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>: it cannot be read.</exception>
    public static SequenceVerified Verify(
        string file, FileOpening opening, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        Read(file, opening, (octets, access) =>
        {
            SequenceReport report = SequenceVerifier.Verify(octets, access.Request, progress, cancellation);
            IReadOnlyList<SignatureReport> signatures = Signatures(report, opening.Signers);
            return new SequenceVerified(file, report, signatures, SequenceWords.Statements(report, signatures));
        });

    /// <summary>Reads a sequence under its keys.</summary>
    internal static T Read<T>(string file, FileOpening opening, Func<IDurableFile, ArchiveAccess, T> work)
    {
        ArgumentNullException.ThrowIfNull(opening);
        using var access = new ArchiveAccess(opening, []);
        return ArchiveFault.Guard(file, access, () =>
        {
            using IDurableFile octets = DurableFiles.Instance.OpenToRead(file) ?? throw new FileNotFoundException(file);
            return work(octets, access);
        });
    }

    // Where every entry bears its own signatures, those are of all keys of the policy, and no root is signed.
    private static IReadOnlyList<SignatureReport> Signatures(SequenceReport report, IReadOnlyCollection<KnownSigner> known) =>
        report is { Fault: null, Entries: > 0, Head.Policy: { Signature: "Isolated" } policy }
            ? [.. policy.SignKeys.Select((SignaturePublicKey key) => FileReports.Of(key, null, known))]
            : FileReports.Of(report.Signatures, known);
}
