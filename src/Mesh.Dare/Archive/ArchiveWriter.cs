namespace Mesh.Dare;

/// <summary>
/// Puts files into an archive (docs/format/archive.md), a sequence whose keys are paths. Small files are read, compressed and sealed on all processors;
/// the order in the archive is that of the caller. Nothing is promised before <see cref="Close"/> has returned.
/// </summary>
public sealed class ArchiveWriter : IDisposable
{
    // Contents up to this length are held in memory, a few of them at a time.
    private const int Small = 1 << 20;
    private const int MostPending = 64;
    private const int MostPendingOctets = 16 << 20;

    private readonly SequenceWriter _sequence;
    private readonly ArchiveOptions _options;
    private readonly ArchiveKnowledge _known;
    private readonly Queue<(Task<PreparedFrame> Frame, int Size)> _pending = [];
    private int _pendingOctets;

    private ArchiveWriter(SequenceWriter sequence, ArchiveOptions options, ArchiveKnowledge known)
    {
        _sequence = sequence;
        _options = options;
        _known = known;
    }

    /// <summary>The sequence below: state, head, what was put aside of an interrupted writer.</summary>
    public SequenceWriter Sequence => _sequence;

    /// <summary>Makes a new archive.</summary>
    /// <exception cref="DareException">As <see cref="SequenceWriter.Create"/>; <see cref="DareError.UnsupportedAlgorithm"/>: the compression.</exception>
    public static ArchiveWriter Create(string path, ArchiveOptions options)
    {
        RequireCompression(options);
        return new ArchiveWriter(
            SequenceWriter.Create(path, options.Sequence.For(SequenceContent.Archive)), options, ArchiveKnowledge.OfNothing());
    }

    /// <summary>Goes on with an archive.</summary>
    /// <exception cref="DareException">As <see cref="SequenceWriter.Open"/>; <see cref="DareError.InvalidRequest"/>: it is another kind of
    /// sequence.</exception>
    public static ArchiveWriter Open(string path, ArchiveOptions options)
    {
        RequireCompression(options);
        SequenceWriter sequence = SequenceWriter.Open(path, options.Sequence);
        try
        {
            return sequence.Head.ContentType == SequenceContent.Archive
                ? new ArchiveWriter(sequence, options, ArchiveKnowledge.Of(path, options.Sequence))
                : throw new DareException(DareError.InvalidRequest, $"{path} is a sequence, and no archive.");
        }
        catch
        {
            sequence.Dispose();
            throw;
        }
    }

    /// <summary>Adds an entry, or another version of one.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.InvalidRequest"/>: the content does not have the length that is stated. Entries before it were added.
    /// </exception>
    public void Add(ArchiveSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        ContentMeta meta = Meta(source);
        long size = source.Content is null ? 0 : source.Entry.Size ?? long.MaxValue;
        _sequence.Begin();
        if (size <= Small)
        {
            _pending.Enqueue((Task.Run(() => PrepareSmall(source, meta, (int)size)), (int)size));
            _pendingOctets += (int)size;
            Drain(MostPending, MostPendingOctets);
            return;
        }

        Drain(0, 0);
        AppendLarge(source, meta);
    }

    /// <summary>Marks an entry as deleted; its versions stay in the archive until it is copied without them.</summary>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>: there is no such entry.</exception>
    public void Delete(ArchivePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (_known.Has(path) == false)
        {
            throw new DareException(DareError.NotFound, $"The archive has no entry \"{ArchivePath.Show(path.Text)}\".");
        }

        Drain(0, 0);
        _sequence.Append(_sequence.Prepare(new ContentMeta { UniqueId = path.Text, Event = nameof(IndexedEvent.Delete) }, []));
        _known.Removed(path);
    }

    /// <summary>Returns when the contents of everything added so far were read.</summary>
    /// <exception cref="DareException">As <see cref="Add"/>.</exception>
    public void Complete() => Drain(0, 0);

    /// <summary>Ends: everything is in the archive, indexed, signed as its policy asks, and durable.</summary>
    public void Close()
    {
        Drain(0, 0);
        _sequence.Close();
    }

    /// <summary>Gives up what was not closed.</summary>
    public void Dispose()
    {
        // What still reads and seals must end before keys are erased; whatever became of it is not wanted any more.
        foreach ((Task<PreparedFrame> frame, _) in _pending)
        {
            ((IAsyncResult)frame).AsyncWaitHandle.WaitOne();
            _ = frame.Exception;
        }

        _known.Dispose();
        _sequence.Dispose();
    }

    private static void RequireCompression(ArchiveOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Compression is { } coding && !ContentCoding.IsKnown(coding))
        {
            throw new DareException(DareError.UnsupportedAlgorithm, $"The compression \"{Printable.Of(coding)}\" is not supported.");
        }
    }

    private ContentMeta Meta(ArchiveSource source)
    {
        bool? exists = _known.Has(source.Path);
        _known.Added(source.Path);
        return new ContentMeta
        {
            UniqueId = source.Path.Text,
            ContentType = source.ContentType,

            // Whoever cannot read what is there cannot know; an update of nothing is taken as new by every reader.
            Event = exists == false ? nameof(IndexedEvent.New) : nameof(IndexedEvent.Update),
            FileEntry = source.Entry,
        };
    }

    private PreparedFrame PrepareSmall(ArchiveSource source, ContentMeta meta, int size)
    {
        byte[] content = new byte[size];
        if (source.Content is not null)
        {
            using Stream stream = source.Content();
            if (stream.ReadAtLeast(content, size, throwOnEndOfStream: false) != size || stream.ReadByte() >= 0)
            {
                throw WrongLength(source);
            }
        }

        if (_options.Compression is { } coding && ContentCoding.IsWorthwhile(content))
        {
            using var compressed = new MemoryStream(size);
            using (Stream compressor = ContentCoding.Compress(compressed, coding))
            {
                compressor.Write(content);
            }

            if (compressed.Length < size)
            {
                return _sequence.Prepare(
                    meta with { ContentEncoding = coding }, compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
            }
        }

        return _sequence.Prepare(meta, content);
    }

    private void AppendLarge(ArchiveSource source, ContentMeta meta)
    {
        using Stream stream = source.Content!();
        byte[] beginning = new byte[1 << 16];
        int count = stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        using var whole = new JoinedStream(beginning.AsMemory(0, count), stream);
        if (source.Entry.Size is { } size)
        {
            if (_options.Compression is { } coding && ContentCoding.IsWorthwhile(beginning.AsSpan(0, count)))
            {
                using var counted = new ExactStream(whole, size, () => WrongLength(source));
                _sequence.AppendOfUnknownLength(meta with { ContentEncoding = coding }, output =>
                {
                    using Stream compressor = ContentCoding.Compress(output, coding);
                    counted.CopyTo(compressor, 1 << 18);
                });
                return;
            }

            _sequence.Append(meta, whole, size);
            return;
        }

        _sequence.AppendOfUnknownLength(meta, output => whole.CopyTo(output, 1 << 18));
    }

    private void Drain(int count, int octets)
    {
        while (_pending.Count > count || (_pending.Count > 0 && _pendingOctets > octets))
        {
            (Task<PreparedFrame> task, int size) = _pending.Dequeue();
            _pendingOctets -= size;
            _sequence.Append(task.GetAwaiter().GetResult());
        }
    }

    private static DareException WrongLength(ArchiveSource source) => new(
        DareError.InvalidRequest, $"\"{ArchivePath.Show(source.Path.Text)}\" changed while it was read: it has another length than before.");
}
