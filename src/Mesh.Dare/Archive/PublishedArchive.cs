using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// An archive that others have written (DARE 7): a sequence of any dialect and type whose frames are files, named in one of three layouts.
/// The latest frame for a path counts, and a <c>Delete</c> hides those before it. All bodies are digested once when it is read; what is kept
/// is one row for each path. Not for use by several threads at once.
/// </summary>
public sealed class PublishedArchive
{
    /// <summary>Different paths at most; about 200 octets each are kept, and its text.</summary>
    public const int MaximumPaths = 1 << 20;

    private readonly Dictionary<string, Row> _latest;
    private readonly PublishedArchiveOptions _options;

    private PublishedArchive(PublishedSequence sequence, Dictionary<string, Row> latest, PublishedArchiveOptions options, bool isCheckpointed)
    {
        Sequence = sequence;
        IsCheckpointed = isCheckpointed;
        _latest = latest;
        _options = options;
    }

    /// <summary>The frames.</summary>
    public PublishedSequence Sequence { get; }

    /// <summary>True when the archive has the apex that the caller trusts, which covers every body and no metadata.</summary>
    public bool IsCheckpointed { get; }

    /// <summary>Files that there are now.</summary>
    public int Count => _latest.Values.Count(r => !r.IsDeleted);

    /// <summary>Reads the whole archive once.</summary>
    /// <exception cref="DareException">
    /// As <see cref="PublishedSequence.Read(IOctetSource)"/>; <see cref="DareError.TreeMismatch"/>: it does not have the trusted apex;
    /// <see cref="DareError.LimitExceeded"/>: more than <see cref="MaximumPaths"/> paths.
    /// </exception>
    public static PublishedArchive Read(IOctetSource source, PublishedArchiveOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Dictionary<string, Row> latest = new(StringComparer.Ordinal);
        PublishedSequence sequence = PublishedSequence.Read(source, (frame, digest) => Take(frame, digest, latest, options));
        return new PublishedArchive(sequence, latest, options, HasTrustedApex(sequence, options));
    }

    /// <summary>The files that there are now, each in its latest version, in the order of their frames.</summary>
    /// <exception cref="DareException">As <see cref="PublishedSequence.Frame"/>.</exception>
    public IEnumerable<PublishedEntry> Files() =>
        _latest.Where(r => !r.Value.IsDeleted).OrderBy(r => r.Value.Index).Select(r => Entry(Sequence.Frame(r.Value.Index), r.Key, r.Value));

    /// <summary>
    /// Every version of every file, deletions and frames that name no file included, in order. Bodies were digested when the archive was
    /// read; of signatures only the latest version of a path knows.
    /// </summary>
    /// <exception cref="DareException">As <see cref="PublishedSequence.Frame"/>.</exception>
    public IEnumerable<PublishedEntry> Versions()
    {
        foreach (PublishedFrame frame in Sequence.Forward().Where(f => f.Index > 0 && f.Header.SequenceInfo is not { IsMeta: true }))
        {
            PublishedFileMeta meta = Meta(frame, _options);
            if (meta.Paths.Count == 0)
            {
                yield return new PublishedEntry(frame, meta, null, Standing(frame, null));
            }

            foreach (string path in meta.Paths)
            {
                yield return new PublishedEntry(frame, meta, path, Standing(frame, Find(path, frame.Index)));
            }
        }
    }

    /// <summary>The latest version of a file; null where there is none now.</summary>
    /// <exception cref="DareException">As <see cref="PublishedSequence.Frame"/>.</exception>
    public PublishedEntry? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _latest.TryGetValue(path, out Row row) && !row.IsDeleted ? Entry(Sequence.Frame(row.Index), path, row) : null;
    }

    /// <summary>The entry in the frame of that number, whatever version it is.</summary>
    /// <exception cref="DareException">As <see cref="PublishedSequence.Frame"/>.</exception>
    public PublishedEntry At(long index)
    {
        PublishedFrame frame = Sequence.Frame(index);
        PublishedFileMeta meta = Meta(frame, _options);
        string? path = meta.Paths.Count == 0 ? null : meta.Paths[0];
        return new PublishedEntry(frame, meta, path, Standing(frame, path is null ? null : Find(path, index)));
    }

    /// <summary>
    /// Verifies an entry and opens it as a stream, of any size in bounded memory. A body under <c>A256CBC</c> is opened under
    /// <see cref="LegacyReading.SignedCbc"/> where a signature that was asked for verifies or the archive has the trusted apex, and under
    /// <see cref="LegacyReading.UnsignedCbc"/> (D-04).
    /// </summary>
    /// <exception cref="DareException">
    /// As <see cref="EnvelopeOpener.Open"/>; <see cref="DareError.EntryRefused"/>: the entry has a problem or removes a file.
    /// </exception>
    public PublishedContent Open(PublishedEntry entry, OpenRequest request)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string? problem = entry.IsDelete ? "it removes a file" : entry.Problem;
        return problem is null
            ? Sequence.Open(entry.Frame, request, IsCheckpointed)
            : throw new DareException(DareError.EntryRefused, $"The entry in frame {entry.Index} is not opened, because {problem}.");
    }

    private static void Take(PublishedFrame frame, BodyDigest digest, Dictionary<string, Row> latest, PublishedArchiveOptions options)
    {
        if (frame.Index == 0 || frame.Header.SequenceInfo is { IsMeta: true })
        {
            return;
        }

        PublishedFileMeta meta = Meta(frame, options);
        if (meta.Paths.Count == 0)
        {
            return;
        }

        bool signed = false, bound = false, wrong = false;
        try
        {
            BodyDigest? named = BodyDigest.AlgorithmOf(frame.Header, frame.Trailer) is null ? null : digest;
            IReadOnlyList<VerifiedSignature> found = SignatureCheck.Verify(frame.Header, frame.Trailer, named, options.Signers, place: null);
            signed = found.Count > 0;
            bound = found.Any(s => s.Form == SignatureForms.SignedData);
        }
        catch (DareException e) when (e.Code is DareError.SignatureMissing)
        {
            // The listing shows who signed what; the demand is made when an entry is opened.
        }
        catch (DareException e) when (e.Code is DareError.SignatureInvalid)
        {
            wrong = true;
        }

        foreach (string path in meta.Paths)
        {
            latest[path] = new Row(frame.Index, meta.IsDelete, signed, bound, wrong);
        }

        if (latest.Count > MaximumPaths)
        {
            throw new DareException(DareError.LimitExceeded, $"The archive has more than {MaximumPaths} different paths.");
        }
    }

    private static bool HasTrustedApex(PublishedSequence sequence, PublishedArchiveOptions options)
    {
        if (options.TrustedApex is not { } trusted)
        {
            return false;
        }

        return sequence.Apex is { } apex && CryptographicOperations.FixedTimeEquals(apex.Span, trusted.Span)
            ? true
            : throw new DareException(DareError.TreeMismatch, "The archive does not have the apex that was expected of it.");
    }

    private static PublishedFileMeta Meta(PublishedFrame frame, PublishedArchiveOptions options) =>
        PublishedFileMeta.Parse(frame.Header.ContentMetaData, options.Backslashes);

    private PublishedEntry Entry(PublishedFrame frame, string path, Row row) =>
        new(frame, Meta(frame, _options), path, Standing(frame, row));

    private Row? Find(string path, long index) => _latest.TryGetValue(path, out Row row) && row.Index == index ? row : null;

    private PublishedStanding Standing(PublishedFrame frame, Row? row)
    {
        bool digested = frame.Trailer.PayloadDigest is not null;
        VerificationLevel level = IsCheckpointed ? VerificationLevel.Checkpointed
            : row is { IsSigned: true } ? VerificationLevel.Signed
            : Sequence.Level == VerificationLevel.Apex ? VerificationLevel.Apex
            : digested ? VerificationLevel.Digest
            : VerificationLevel.Framing;
        return new PublishedStanding(level, row is { IsBound: true }, row is { IsWrong: true });
    }

    private readonly record struct Row(long Index, bool IsDeleted, bool IsSigned, bool IsBound, bool IsWrong);
}
