namespace Mesh.Dare;

/// <summary>
/// The part of an open log that readers share: the index of what is verified and, in a writer's process, flushed; the file; who waits for
/// changes. Reading goes on while the writer appends, and while a rewriting puts another file in place.
/// </summary>
internal sealed class LogView
{
    private readonly Lock _gate = new();
    private LogIndex _index;
    private LogFile _file;
    private long _version;
    private TaskCompletionSource _changed = NewSignal();
    private volatile bool _isDoubtful;

    public LogView(LogPaths paths, LogOptions options, LogIndex index, LogFile file)
    {
        Paths = paths;
        Options = options;
        _index = index;
        _file = file;
    }

    public LogPaths Paths { get; }

    public LogOptions Options { get; }

    /// <summary>The index. Changed by the writer alone, inside <see cref="Publish"/>; the writer may read it outside.</summary>
    public LogIndex Index => _index;

    /// <summary>The file that is written.</summary>
    public LogFile File => _file;

    /// <summary>A frame that was read did not verify: the log must be opened anew, which judges it.</summary>
    public bool IsDoubtful => _isDoubtful;

    /// <summary>Goes up with every change that a reader can see.</summary>
    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <summary>Changes the index, seen at once by all readers.</summary>
    public void Publish(Action<LogIndex> change, bool wake)
    {
        lock (_gate)
        {
            change(_index);
        }

        if (wake)
        {
            Wake();
        }
    }

    /// <summary>Puts a rewritten log, wholly verified, in place of this one.</summary>
    public void Replace(LogIndex index, LogFile file)
    {
        LogFile old;
        lock (_gate)
        {
            old = _file;
            _index = index;
            _file = file;
        }

        if (!ReferenceEquals(old, file))
        {
            old.Retire();
        }

        Wake();
    }

    /// <summary>Waits until the version is no longer this one.</summary>
    public Task ChangedSince(long version)
    {
        lock (_gate)
        {
            return _version != version ? Task.CompletedTask : _changed.Task;
        }
    }

    /// <summary>Wakes all who wait, for the last time when the log closes.</summary>
    public void Wake()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _version++;
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }

    /// <summary>Ends reading, and wakes whoever waits.</summary>
    public void Close()
    {
        LogFile file;
        lock (_gate)
        {
            file = _file;
        }

        file.Retire();
        Wake();
    }

    /// <summary>Reads something of the index under the lock.</summary>
    public T Look<T>(Func<LogIndex, T> look)
    {
        lock (_gate)
        {
            return look(_index);
        }
    }

    /// <summary>Frames of a store from an index on; null where there is no such store.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.LogCorrupt"/>: a frame does not verify; <see cref="DareError.Unavailable"/>.
    /// </exception>
    public StoreRead? Read(string label, long from, int maximumFrames, long maximumOctets)
    {
        try
        {
            return ReadFrames(label, from, maximumFrames, maximumOctets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw LogOpener.Unavailable(Paths, e);
        }
    }

    /// <summary>One frame.</summary>
    /// <exception cref="DareException">As <see cref="Read"/>, and <see cref="DareError.NotFound"/>.</exception>
    public ReadOnlyMemory<byte> ReadFrame(string label, long index) => TryReadFrame(label, index) is { } frame
        ? frame
        : throw new DareException(DareError.NotFound, $"{Paths.Log} has no frame {index} of {label}.");

    /// <summary>The latest frame of a key, and the frame; null where there is none.</summary>
    /// <exception cref="DareException"><see cref="DareError.LogCorrupt"/>: what the side file said of the key is not so.</exception>
    public LatestFrame? ReadLatest(string label, string key)
    {
        while (true)
        {
            LogIndex index = Look(i => i);
            if (Look(i => i.Find(label)?.Keys.GetValueOrDefault(key)) is not { } latest)
            {
                return null;
            }

            if (TryReadFrame(label, latest.Index) is { } frame && StoreFactsReader.Read(frame).Key == key)
            {
                return new LatestFrame(latest, frame);
            }

            // Between looking and reading a compaction may have renumbered a private store.
            if (ReferenceEquals(index, Look(i => i)))
            {
                throw Doubt($"a key of {label} is not where it was said to be");
            }
        }
    }

    private ReadOnlyMemory<byte>? TryReadFrame(string label, long number)
    {
        try
        {
            LogFile.Lease lease;
            LogIndex index;
            Wanted wanted;
            lock (_gate)
            {
                if (_index.Find(label) is not { } store || number < 0 || number >= store.Count)
                {
                    return null;
                }

                index = _index;
                wanted = Want(store, number);
                lease = _file.Use();
            }

            using (lease)
            {
                return ReadVerified(lease.Octets, index, wanted);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            throw LogOpener.Unavailable(Paths, e);
        }
    }

    private StoreRead? ReadFrames(string label, long from, int maximumFrames, long maximumOctets)
    {
        List<Wanted> wanted = [];
        LogFile.Lease lease;
        LogIndex index;
        StoreRead read;
        lock (_gate)
        {
            if (_index.Find(label) is not { } store)
            {
                return null;
            }

            index = _index;
            read = new StoreRead(store.Count, store.Root ?? default, store.Origin, []);
            long octets = 0;
            for (long i = from; i < read.Count && wanted.Count < maximumFrames; i++)
            {
                Wanted next = Want(store, i);
                octets += next.Length;
                if (octets > maximumOctets && wanted.Count > 0)
                {
                    break;
                }

                wanted.Add(next);
            }

            lease = _file.Use();
        }

        using (lease)
        {
            List<ReadOnlyMemory<byte>> frames = new(wanted.Count);
            foreach (Wanted frame in wanted)
            {
                frames.Add(ReadVerified(lease.Octets, index, frame));
            }

            return read with { Frames = frames };
        }
    }

    // Under the lock: where a frame stands.
    private Wanted Want(StoreIndex store, long index) => new(
        store, index, store[index].Offset, store.FrameLength(index), store[index].Outer, _index.OuterStarts[(int)store[index].Outer].Offset, _index.Tip!);

    private byte[] ReadVerified(IDurableFile file, LogIndex index, Wanted wanted)
    {
        if (!IsVerified(wanted.Store, wanted.Index))
        {
            Verify(file, index, wanted);
        }

        byte[] octets = new byte[wanted.Length];
        return IsVerified(wanted.Store, wanted.Index) && file.TryReadExactly(wanted.Offset, octets)
            ? octets
            : throw Doubt($"a frame at offset {wanted.Offset} does not verify");
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Frames that the side file told of, and that were not verified in this process, are verified when they are read.
    private void Verify(IDurableFile file, LogIndex index, Wanted wanted)
    {
        List<Seen> found = [];
        new LogScanner(file, wanted.Tip.End).TryReadAt(wanted.OuterStart, wanted.Tip.LogId, (in OuterFrame frame, long _) =>
        {
            if (frame.Index == wanted.Outer)
            {
                foreach ((LogRecord record, int offset) in frame.Records())
                {
                    long number = StoreFactsReader.TryRead(record.Frame)?.Index ?? long.MaxValue;
                    found.Add(new Seen(record.Label, number, wanted.OuterStart + offset, record.Frame.Length));
                }
            }
        });
        lock (_gate)
        {
            foreach (Seen seen in found)
            {
                if (index.Find(seen.Label) is { } store && seen.Index < store.Count && store[seen.Index].Offset == seen.Offset
                    && store[seen.Index].Outer == wanted.Outer && store.FrameLength(seen.Index) == seen.Length)
                {
                    store.MarkVerified(seen.Index);
                }
            }
        }
    }

    private DareException Doubt(string problem)
    {
        _isDoubtful = true;
        SideFile.Discard(Options.Files, Paths);
        return new DareException(DareError.LogCorrupt, $"{Paths.Log}: {problem}. Open the log again to have it judged.");
    }

    private bool IsVerified(StoreIndex store, long index)
    {
        lock (_gate)
        {
            return store.IsVerified(index);
        }
    }

    /// <summary>What was read, and how the store stood at that moment.</summary>
    public sealed record StoreRead(
        long Count, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Origin, IReadOnlyList<ReadOnlyMemory<byte>> Frames);

    private sealed record Wanted(StoreIndex Store, long Index, long Offset, int Length, long Outer, long OuterStart, LogTip Tip);

    private sealed record Seen(string Label, long Index, long Offset, int Length);
}
