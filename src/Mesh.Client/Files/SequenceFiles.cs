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
    /// <param name="note">A file with a signed note that the sequence has to continue; null for none.</param>
    /// <param name="progress">Told the octets read so far.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What was found. Faults of the sequence are reported, not thrown.</returns>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>: it cannot be read; those of <see cref="OpenLog.RequireContinues"/> about the note.</exception>
    public static SequenceVerified Verify(
        string file, FileOpening opening, string? note, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        Read(file, opening, (octets, access) =>
        {
            NoteFile? known = note is null ? null : NoteFile.Read(note, opening.Signers);
            SequenceReport report = known is null
                ? SequenceVerifier.Verify(octets, access.Request, progress, cancellation)
                : SequenceVerifier.VerifyContinuing(octets, access.Request, known.Count, known.Root, progress, cancellation);
            IReadOnlyList<SignatureReport> signatures = Signatures(report, opening.Signers);
            return new SequenceVerified(file, report, signatures, SequenceWords.Statements(report, signatures, known));
        });

    /// <summary>Looks for damage and for what is good behind it. Nothing is changed.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>: it cannot be read.</exception>
    public static SequenceCheckReport Examine(
        string file, FileOpening opening, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        Read(file, opening, (octets, access) => SubsetOctets.IsSubset(octets)
            ? throw new ClientException(ClientError.InvalidInput, $"{file} is a copy of some entries, of which nothing is repaired: dare verify shows what it has.")
            : SequenceCheck.Examine(octets, access.Request, progress, cancellation));

    /// <summary>Puts aside what an interrupted program left at the end, and writes an index frame where none is there; what is damaged stays as it is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sealing">Who signs it, as its policy asks.</param>
    /// <param name="opening">What opens it.</param>
    /// <param name="completesErasures">True to carry out what was announced as erased and is there still.</param>
    /// <returns>What it is then.</returns>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>,
    /// <see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>: it is damaged, and was not changed.</exception>
    public static ArchiveWritten Close(string file, FileSealing sealing, FileOpening opening, bool completesErasures = false)
    {
        ArgumentNullException.ThrowIfNull(sealing);
        ArgumentNullException.ThrowIfNull(opening);
        using var access = new ArchiveAccess(opening, []);
        using SequenceSealing parts = SequenceSealing.OfNew(sealing);
        return ArchiveFault.Guard(file, access, () =>
        {
            RequireOwn(file);
            using SequenceWriter writer = SequenceWriter.Open(file, parts.Options(SequenceContent.Sequence, access.Request));
            writer.Close();
            if (completesErasures)
            {
                SequenceEraser.Complete(writer);
            }

            return Written(file, writer);
        });
    }

    /// <summary>Whether a sequence ends in an index frame, so that <see cref="Close"/> has nothing to do.</summary>
    /// <exception cref="ClientException">It is no sequence, or cannot be read.</exception>
    public static SequenceEnd EndOf(string file) => Read(file, new FileOpening(), (octets, access) =>
    {
        try
        {
            using SequenceReader reader = SequenceReader.Open(SubsetOctets.Original(octets), access.Request, withUnsigned: true);
            return reader.Standing.IsClosed ? SequenceEnd.Closed : SequenceEnd.Open;
        }
        catch (DareException e) when (e.Code == DareError.SignatureMissing)
        {
            return SequenceEnd.NeverSigned;
        }
    });

    /// <summary>What a sequence is, in one word.</summary>
    /// <param name="contentType">One of <see cref="SequenceContent"/>, or of another application.</param>
    public static string KindOf(string? contentType) => SequenceWords.Kind(contentType);

    /// <summary>Makes a new sequence without entries.</summary>
    /// <param name="file">The file, which is not there yet.</param>
    /// <param name="contentType">One of <see cref="SequenceContent"/>.</param>
    /// <param name="sealing">Who may open it and who signs it.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>.</exception>
    public static ArchiveWritten Create(string file, string contentType, FileSealing sealing)
    {
        ArgumentNullException.ThrowIfNull(sealing);
        using SequenceSealing parts = SequenceSealing.OfNew(sealing);
        return Create(file, parts, contentType, withIndex: true, _ => { });
    }

    /// <summary>Makes a new sequence; it is removed if it does not come about.</summary>
    internal static ArchiveWritten Create(string file, SequenceSealing sealing, string contentType, bool withIndex, Action<SequenceWriter> work)
    {
        using var access = new ArchiveAccess(new FileOpening(), []);
        return ArchiveFault.Guard(file, access, () =>
        {
            using SequenceWriter writer = SequenceWriter.Create(file, sealing.Options(contentType, access.Request));
            try
            {
                work(writer);
                if (withIndex)
                {
                    writer.Close();
                }
                else
                {
                    writer.Checkpoint();
                }

                return Written(file, writer);
            }
            catch
            {
                writer.Dispose();
                File.Delete(file);
                throw;
            }
        });
    }

    /// <summary>What a sequence is after it was written.</summary>
    internal static ArchiveWritten Written(string file, SequenceWriter writer) => new(
        file, writer.Count, [.. (writer.Head.Policy?.EncryptKeys ?? []).Select(k => k.Kid)],
        [.. (writer.Head.Policy?.SignKeys ?? []).Select(k => k.Kid)], writer.Torn);

    /// <summary>Reads a sequence under its keys.</summary>
    internal static T Read<T>(string file, FileOpening opening, Func<IDurableFile, ArchiveAccess, T> work)
    {
        ArgumentNullException.ThrowIfNull(opening);
        using var access = new ArchiveAccess(opening, []);
        return ArchiveFault.Guard(file, access, () =>
        {
            using IDurableFile octets = DurableFiles.Instance.OpenToRead(file) ?? throw new FileNotFoundException(file);
            RequireOwn(file);
            return work(octets, access);
        });
    }

    private static void RequireOwn(string file)
    {
        if (FileKinds.Of(file) == FileKind.PublishedSequence)
        {
            throw new ClientException(
                ClientError.InvalidInput,
                $"{Path.GetFileName(file)} is an archive of an older form, or its first frame is damaged: dare list, extract and verify read old forms.");
        }
    }

    // Where every entry bears its own signatures, those are of all keys of the policy, and no root is signed.
    private static IReadOnlyList<SignatureReport> Signatures(SequenceReport report, IReadOnlyCollection<KnownSigner> known) =>
        report is { Fault: null, Entries: > 0, Head.Policy: { Signature: "Isolated" } policy }
            ? [.. policy.SignKeys.Select((SignaturePublicKey key) => FileReports.Of(key, null, known))]
            : FileReports.Of(report.Signatures, known);
}
