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
    public ReadOnlyMemory<byte> ReadFrame(string label, long index) => Read(label, index, 1, long.MaxValue) is { Frames: [var frame] }
        ? frame
        : throw new DareException(DareError.NotFound, $"{Paths.Log} has no frame {index} of {label}.");

    /// <summary>The latest frame of a key, and the frame; null where there is none.</summary>
    /// <exception cref="DareException"><see cref="DareError.LogCorrupt"/>: what the side file said of the key is not so.</exception>
    public (KeyEntry Entry, ReadOnlyMemory<byte> Frame)? ReadLatest(string label, string key)
    {
        while (true)
        {
            (LogIndex index, KeyEntry? entry) = Look(i =>
                (i, i.Find(label) is { } store && store.Keys.TryGetValue(key, out KeyEntry found) ? found : (KeyEntry?)null));
            if (entry is not { } latest)
            {
                return null;
            }

            if (Read(label, latest.Index, 1, long.MaxValue) is { Frames: [var frame] } && StoreFactsReader.Read(frame).Key == key)
            {
                return (latest, frame);
            }

            // Between looking and reading a compaction may have renumbered a private store.
            if (ReferenceEquals(index, Look(i => i)))
            {
                throw Doubt($"a key of {label} is not where it was said to be");
            }
        }
    }

    private StoreRead? ReadFrames(string label, long from, int maximumFrames, long maximumOctets)
    {
        List<Wanted> wanted = [];
        LogFile.Lease lease;
        LogIndex index;
        StoreIndex store;
        LogTip tip;
        StoreRead read;
        lock (_gate)
        {
            if (_index.Find(label) is not { } found)
            {
                return null;
            }

            index = _index;
            store = found;
            tip = index.Tip!;
            read = new StoreRead(store.Count, store.Root ?? default, store.Origin, []);
            long octets = 0;
            for (long i = from; i < read.Count && wanted.Count < maximumFrames; i++)
            {
                int length = store.FrameLength(i);
                octets += length;
                if (octets > maximumOctets && wanted.Count > 0)
                {
                    break;
                }

                wanted.Add(new Wanted(i, store[i].Offset, length, store[i].Outer, index.OuterStarts[(int)store[i].Outer]));
            }

            lease = _file.Use();
        }

        using (lease)
        {
            List<ReadOnlyMemory<byte>> frames = new(wanted.Count);
            foreach (Wanted frame in wanted)
            {
                if (!IsVerified(store, frame.Index))
                {
                    Verify(lease.Octets, index, tip, frame);
                }

                byte[] octets = new byte[frame.Length];
                if (!IsVerified(store, frame.Index) || !lease.Octets.TryReadExactly(frame.Offset, octets))
                {
                    throw Doubt($"a frame at offset {frame.Offset} does not verify");
                }

                frames.Add(octets);
            }

            return read with { Frames = frames };
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Frames that the side file told of, and that were not verified in this process, are verified when they are read.
    private void Verify(IDurableFile file, LogIndex index, LogTip tip, Wanted wanted)
    {
        List<(string Label, long Index, long Offset, int Length)> found = [];
        new LogScanner(file, tip.End).TryReadAt(wanted.OuterStart, tip.LogId, (in OuterFrame frame, long _) =>
        {
            if (frame.Index == wanted.Outer)
            {
                found.AddRange(frame.Records().Select(r =>
                    (r.Record.Label, StoreFactsReader.TryRead(r.Record.Frame)?.Index ?? long.MaxValue, wanted.OuterStart + r.Offset, r.Record.Frame.Length)));
            }
        });
        lock (_gate)
        {
            foreach ((string label, long number, long offset, int length) in found)
            {
                if (index.Find(label) is { } store && number < store.Count && store[number].Offset == offset
                    && store[number].Outer == wanted.Outer && store.FrameLength(number) == length)
                {
                    store.MarkVerified(number);
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

    private readonly record struct Wanted(long Index, long Offset, int Length, long Outer, long OuterStart);
}
