using System.Runtime.ExceptionServices;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Appends to a log that other threads and other processes append to as well (docs/format/log.md). Safe for concurrent use: threads share a flush. An
/// entry is acknowledged when <see cref="Append(ContentMeta, ReadOnlySpan{byte})"/> returns; whether it is then on the medium is for
/// <see cref="JournalOptions.FlushInterval"/>.
/// </summary>
public sealed class JournalWriter : IDisposable
{
    private readonly SharedSequence _shared;
    private readonly JournalOptions _options;
    private readonly string _path;
    private readonly Lock _gate = new();
    private readonly GroupFlush _flushing;
    private ITimer? _timer;
    private Exception? _trouble;
    private bool _began;
    private bool _closed;
    private bool _isTicking;
    private long _noted;
    private long _lastCheckpoint;
    private bool _hasAppended;

    private JournalWriter(string path, SharedSequence shared, JournalOptions options)
    {
        _path = path;
        _shared = shared;
        _options = options;
        _lastCheckpoint = options.Sequence.Time.GetTimestamp();
        _noted = shared.Writer.Count;
        _flushing = new GroupFlush(shared.Flush);
    }

    /// <summary>What frame 0 says.</summary>
    public StoreHead Head => _shared.Writer.Head;

    /// <summary>Frames when this writer last looked.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _shared.Writer.Count;
            }
        }
    }

    /// <summary>Where octets were put last that an interrupted writer had left at the end; null when there were none.</summary>
    public string? Torn
    {
        get
        {
            lock (_gate)
            {
                return _shared.Torn;
            }
        }
    }

    /// <summary>Goes on with a log.</summary>
    /// <exception cref="DareException">As <see cref="SequenceWriter.Open"/>; <see cref="DareError.InvalidRequest"/>: it is another kind of sequence.</exception>
    public static JournalWriter Open(string path, JournalOptions options) => Open(path, options, mayCreate: false);

    /// <summary>Goes on with a log, or makes it; several may do that at once, and one of them makes it.</summary>
    /// <exception cref="DareException">As <see cref="Open(string, JournalOptions)"/> and <see cref="SequenceWriter.Create"/>.</exception>
    public static JournalWriter OpenOrCreate(string path, JournalOptions options) => Open(path, options, mayCreate: true);

    /// <summary>Appends an entry.</summary>
    /// <param name="meta">What is said of it; <c>UniqueId</c> is the key by which it is found, <c>Created</c> is now where it is left out.</param>
    /// <param name="content">The content.</param>
    /// <returns>The number of its frame.</returns>
    /// <exception cref="DareException">
    /// <see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>: nothing was appended; <see cref="DareError.LogBusy"/>: another
    /// program kept the lock for too long; <see cref="DareError.LogCorrupt"/>: the file went back, or is damaged.
    /// </exception>
    /// <exception cref="IOException">Nothing is known of the entry: it may be there or not.</exception>
    public long Append(ContentMeta meta, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(meta);
        Begin();
        PreparedFrame frame = _shared.Writer.Prepare(
            meta.Created is null ? meta with { Created = MeshTime.Format(_options.Sequence.Time.GetUtcNow()) } : meta, content);
        long index;
        long ticket;
        lock (_gate)
        {
            RequireUsable();
            (index, bool flushed) = _shared.Append(writer => (writer.Append(frame), CheckpointIfDue(writer)));
            ticket = _flushing.Wrote(flushed);
            _hasAppended = true;
            StartTimer();
        }

        if (_options.FlushInterval == TimeSpan.Zero)
        {
            _flushing.WaitFor(ticket);
        }

        return index;
    }

    /// <summary>Appends a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key by which it is found; null for none.</param>
    /// <returns>The number of its frame.</returns>
    /// <exception cref="DareException">As <see cref="Append(ContentMeta, ReadOnlySpan{byte})"/>.</exception>
    public long Append(string text, string? key = null) =>
        Append(new ContentMeta { UniqueId = key, ContentType = "text/plain" }, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Returns when everything appended so far is on the medium.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            RequireUsable();
        }

        _flushing.WaitForAll();
    }

    /// <summary>Signs the root over everything so far, where the policy asks for that, puts the note beside the log, and makes all durable.</summary>
    public void Checkpoint()
    {
        lock (_gate)
        {
            RequireUsable();
            _shared.Append(writer =>
            {
                MakeCheckpoint(writer);
                return true;
            });
            _flushing.Wrote(isDurable: true);
        }
    }

    /// <summary>
    /// Ends: what was appended is signed, where the policy asks for that, durable, and indexed if there is much that is not. <see cref="Dispose"/> alone
    /// sees to nothing of that.
    /// </summary>
    public void Close()
    {
        lock (_gate)
        {
            RequireUsable();
            if (_hasAppended)
            {
                _shared.Append(writer =>
                {
                    if (writer.Unindexed >= _options.IndexFrames)
                    {
                        writer.Close();
                        WriteNote(writer);
                    }
                    else if (writer.Count > Covered(writer))
                    {
                        MakeCheckpoint(writer);
                    }
                    else
                    {
                        writer.Flush();
                    }

                    return true;
                });
                _flushing.Wrote(isDurable: true);
            }

            _closed = true;
        }
    }

    /// <summary>Gives file and keys up.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _closed = true;
            _shared.Dispose();
        }
    }

    private static JournalWriter Open(string path, JournalOptions options, bool mayCreate)
    {
        ArgumentNullException.ThrowIfNull(options);
        SharedSequence shared = SharedSequence.Open(path, options.Sequence.For(SequenceContent.Log), mayCreate);
        if (shared.Writer.Head.ContentType == SequenceContent.Log)
        {
            return new JournalWriter(path, shared, options);
        }

        shared.Dispose();
        throw new DareException(DareError.InvalidRequest, $"{path} is a sequence, and no log.");
    }

    // The exchange frame of this writer comes before its first entry, which is sealed under it.
    private void Begin()
    {
        lock (_gate)
        {
            RequireUsable();
            if (!_began)
            {
                _shared.Append(writer =>
                {
                    writer.Begin();
                    return true;
                });
                _began = true;
            }
        }
    }

    // How many frames a signature covers, or a note where the policy asks for no signatures.
    private long Covered(SequenceWriter writer) =>
        writer.SignsRoots ? writer.Signed : _options.NoteKey is null ? writer.Count : Math.Min(_noted, writer.Count);

    private bool CheckpointIfDue(SequenceWriter writer)
    {
        if (writer.Count - Covered(writer) < _options.CheckpointFrames && !(writer.Count > Covered(writer) && IsTimeForCheckpoint()))
        {
            return false;
        }

        MakeCheckpoint(writer);
        return true;
    }

    private bool IsTimeForCheckpoint() => _options.Sequence.Time.GetElapsedTime(_lastCheckpoint) >= _options.CheckpointInterval;

    private void MakeCheckpoint(SequenceWriter writer)
    {
        writer.Checkpoint();
        WriteNote(writer);
        _lastCheckpoint = _options.Sequence.Time.GetTimestamp();
    }

    private void WriteNote(SequenceWriter writer)
    {
        if (_options.NoteKey is { } key)
        {
            JournalNotes.Write(_path, writer.State, _options.NoteOrigin ?? JournalNotes.OriginOf(writer.Head), key, _options.Sequence.Files);
            _noted = writer.Count;
        }
    }

    // The next look at what nobody waits for; there is none while nothing is left to be done.
    private void StartTimer()
    {
        bool unsigned = Covered(_shared.Writer) < _shared.Writer.Count;
        bool unflushed = _options.FlushInterval is { Ticks: > 0 } && _flushing.IsPending;
        if (_closed || _isTicking || !(unsigned || unflushed))
        {
            return;
        }

        TimeSpan due = unflushed && _options.FlushInterval < _options.CheckpointInterval ? _options.FlushInterval!.Value : _options.CheckpointInterval;
        _timer ??= _options.Sequence.Time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _isTicking = _timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    // What failed here is said to whoever calls next.
    private void Tick()
    {
        try
        {
            lock (_gate)
            {
                _isTicking = false;
                if (_closed || _trouble is not null)
                {
                    return;
                }

                if (Covered(_shared.Writer) < _shared.Writer.Count && IsTimeForCheckpoint() && _shared.Append(CheckpointIfDue))
                {
                    _flushing.Wrote(isDurable: true);
                }
            }

            if (_options.FlushInterval is not null)
            {
                _flushing.WaitForAll();
            }

            lock (_gate)
            {
                StartTimer();
            }
        }
        catch (DareException e) when (e.Code == DareError.LogBusy)
        {
            lock (_gate)
            {
                StartTimer();
            }
        }
        catch (Exception e) when (e is DareException or IOException or UnauthorizedAccessException)
        {
            Volatile.Write(ref _trouble, e);
        }
    }

    private void RequireUsable()
    {
        if (_closed)
        {
            throw new DareException(DareError.InvalidRequest, "The log was closed.");
        }

        if (Volatile.Read(ref _trouble) is { } trouble)
        {
            ExceptionDispatchInfo.Throw(trouble);
        }
    }
}
