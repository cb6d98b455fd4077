namespace Mesh.Dare;

/// <summary>
/// Reads an archive (docs/format/archive.md) at any place: opening and listing look at the index alone, and every entry is verified by itself when it is
/// read. Paths are those of <see cref="ArchivePath"/>, or the entry is refused.
/// </summary>
public sealed class ArchiveReader : IDisposable
{
    private readonly SequenceReader _sequence;

    private ArchiveReader(SequenceReader sequence) => _sequence = sequence;

    /// <summary>The sequence below: standing, state, proofs.</summary>
    public SequenceReader Sequence => _sequence;

    /// <summary>Opens an archive.</summary>
    /// <param name="source">The file.</param>
    /// <param name="request">Keys at hand, and whose signatures over the root are asked for.</param>
    /// <param name="withUnsigned">True to read also what is not yet under a signed root.</param>
    /// <exception cref="DareException">As <see cref="SequenceReader.Open"/>; <see cref="DareError.InvalidRequest"/>: another kind of sequence.</exception>
    public static ArchiveReader Open(IOctetSource source, OpenRequest request, bool withUnsigned = false)
    {
        var sequence = SequenceReader.Open(source, request, withUnsigned);
        if (sequence.Head.ContentType == SequenceContent.Archive)
        {
            return new ArchiveReader(sequence);
        }

        sequence.Dispose();
        throw new DareException(DareError.InvalidRequest, "The sequence is no archive.");
    }

    /// <summary>The latest version of every entry that is not deleted, in the order of paths.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: the index cannot be opened; <see cref="DareError.EntryRefused"/>: a
    /// path that is none.</exception>
    public IEnumerable<ArchiveEntry> Entries() => _sequence.Entries().Select(Of);

    /// <summary>The latest version of everything in a folder and in the folders below it, in the order of paths; not the folder itself.</summary>
    /// <exception cref="DareException">As <see cref="Entries"/>.</exception>
    public IEnumerable<ArchiveEntry> Below(ArchivePath folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return _sequence.Entries(folder.Text + "/").Select(Of);
    }

    /// <summary>Every version of every entry, deletions included, by path and then oldest first.</summary>
    /// <exception cref="DareException">As <see cref="Entries"/>.</exception>
    public IEnumerable<ArchiveEntry> AllVersions() => _sequence.AllVersions().Select(Of);

    /// <summary>The latest version of an entry; null where there is none, or it was deleted.</summary>
    public ArchiveEntry? Find(ArchivePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _sequence.Find(path.Text) is { } entry ? new ArchiveEntry(path, entry) : null;
    }

    /// <summary>What an entry says of itself.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.EntryRefused"/>: it is not the entry that the index lists; and those of <see cref="SequenceReader.Frame"/> and
    /// <see cref="SequenceReader.Metadata"/>.
    /// </exception>
    public FileEntry Metadata(ArchiveEntry entry) => MetaOf(entry, out _).FileEntry ?? new FileEntry();

    /// <summary>
    /// The content of a file, read once and forwards. What was read counts once a read has returned 0.
    /// </summary>
    /// <exception cref="DareException">Those of <see cref="Metadata"/> and, also from reading, of <see cref="SequenceReader.Content"/>.</exception>
    public Stream Content(ArchiveEntry entry)
    {
        ContentMeta meta = MetaOf(entry, out SequenceFrame frame);
        Stream body = _sequence.Content(frame);
        try
        {
            return new ArchiveContentStream(body, meta);
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sequence.Dispose();

    private static ArchiveEntry Of(IndexedEntry entry) => new(ArchivePath.Parse(entry.Key), entry);

    private ContentMeta MetaOf(ArchiveEntry entry, out SequenceFrame frame)
    {
        ArgumentNullException.ThrowIfNull(entry);
        frame = _sequence.Frame(entry.Index);
        ContentMeta meta = _sequence.Metadata(frame);
        return !frame.IsMeta && ArchiveNaming.Of(meta) == entry.Path
            ? meta
            : throw new DareException(
                DareError.EntryRefused, $"Frame {entry.Index} is not the entry \"{ArchivePath.Show(entry.Path.Text)}\" that the index lists.");
    }
}
