using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Copies sequences: another Origin, other numbers, everything sealed and signed anew (docs/format/sequence.md, section 12).</summary>
public static class SequenceCopies
{
    /// <summary>Copies a sequence into a new file.</summary>
    /// <param name="file">The original.</param>
    /// <param name="output">The copy, which is not there yet; it is removed if it does not come about.</param>
    /// <param name="copying">What is copied and how.</param>
    /// <param name="opening">What opens the original.</param>
    /// <param name="progress">Told how many octets of the original were read.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>,
    /// <see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>.</exception>
    public static SequenceCopied Copy(
        string file,
        string output,
        SequenceCopying copying,
        FileOpening opening,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(copying);
        return SequenceFiles.Read(file, opening, (octets, access) =>
        {
            IOctetSource source = SubsetOctets.Original(octets);
            if (copying.KeepsSealed)
            {
                return Carry(file, output, copying, opening, (source, access), progress, cancellation);
            }

            using SequenceReader reader = SequenceReader.Open(
                new CountedOctets(source, progress), access.Request, withUnsigned: copying.IsSalvage, checksIndex: copying.IsSalvage);
            using SequenceSealing sealing = SequenceSealing.OfCopy(copying, source, reader, opening, access);
            var options = new SequenceCopyOptions { AllVersions = copying.AllVersions, SkipsDamage = copying.IsSalvage };
            SequenceCopyReport? report = null;
            ArchiveWritten written = SequenceFiles.Create(
                output, sealing, reader.Head.ContentType ?? SequenceContent.Sequence, copying.WithIndex, writer =>
                {
                    try
                    {
                        report = SequenceCopier.Copy(reader, writer, options, progress: null, cancellation);
                    }
                    catch (DareException e)
                    {
                        // It is the original that is at fault, and not the copy.
                        throw ArchiveFault.Explain(file, access, e);
                    }
                });
            return new SequenceCopied(
                written, report!.Copied, report.Skipped, reader.Standing, FileReports.Of(reader.Standing.Signatures, opening.Signers));
        });
    }

    private static SequenceCopied Carry(
        string file,
        string output,
        SequenceCopying copying,
        FileOpening opening,
        (IOctetSource Octets, ArchiveAccess Access) source,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        using SequenceReader reader = SequenceReader.Open(source.Octets, source.Access.Request);
        using SequenceSealing sealing = SequenceSealing.OfCarried(copying, reader.Head.Policy);
        long copied = 0;
        ArchiveWritten written = SequenceFiles.Create(
            output, sealing, reader.Head.ContentType ?? SequenceContent.Sequence, copying.WithIndex, writer =>
            {
                try
                {
                    copied = CarriedCopier.Copy(source.Octets, source.Access.Request, writer, copying.AllVersions, progress, cancellation);
                }
                catch (DareException e)
                {
                    throw ArchiveFault.Explain(file, source.Access, e);
                }
            });
        return new SequenceCopied(written, copied, [], reader.Standing, FileReports.Of(reader.Standing.Signatures, opening.Signers));
    }
}
