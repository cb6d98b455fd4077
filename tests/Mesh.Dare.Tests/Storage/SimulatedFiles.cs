namespace Mesh.Dare.Tests;

/// <summary>
/// A file system in memory that forgets what a real one may forget. Writes stand in a cache until a flush; a power loss keeps any subset of
/// the unflushed sectors, and any prefix of the unflushed changes of names. After a failed flush the cache still reads well, but what was
/// to be flushed will never reach the medium unless it is written again. Operations can be made to fail, or to be the last before the
/// power goes.
/// </summary>
internal sealed class SimulatedFiles : IDurableFiles
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Inode> _names;
    private readonly HashSet<string> _held = [];
    private readonly List<Action<Dictionary<string, Inode>>> _unflushedNames;
    private readonly Dictionary<string, Inode> _durableNames;

    public SimulatedFiles()
        : this([], [], [])
    {
    }

    private SimulatedFiles(
        Dictionary<string, Inode> names, Dictionary<string, Inode> durableNames, List<Action<Dictionary<string, Inode>>> unflushedNames)
    {
        _names = names;
        _durableNames = durableNames;
        _unflushedNames = unflushedNames;
    }

    /// <summary>Called before every operation that changes or flushes something; it may throw, block, or shorten a write.</summary>
    public Func<Operation, int>? Before { get; set; }

    /// <summary>Called after a lock was given up, with its path.</summary>
    public Action<string>? Released { get; set; }

    /// <summary>Everything that was done, in order.</summary>
    public List<Operation> Journal { get; } = [];

    /// <summary>The power is off: every operation fails.</summary>
    public bool IsOff { get; set; }

    public readonly record struct Operation(string Kind, string Path, long Offset = 0, int Length = 0);

    /// <summary>The file system as the next power-on finds it.</summary>
    public SimulatedFiles AfterPowerLoss(SeededRandom random)
    {
        lock (_gate)
        {
            IsOff = true;
            Dictionary<string, Inode> names = new(_durableNames);
            foreach (Action<Dictionary<string, Inode>> change in _unflushedNames.Take(random.Next(_unflushedNames.Count + 1)))
            {
                change(names);
            }

            Dictionary<Inode, Inode> survivors = names.Values.Distinct().ToDictionary(i => i, i => i.AfterPowerLoss(random));
            names = names.ToDictionary(n => n.Key, n => survivors[n.Value]);
            return new SimulatedFiles(names, new Dictionary<string, Inode>(names), []);
        }
    }

    /// <summary>The same machine after the process was killed: nothing is lost but the locks, and nothing is flushed by that.</summary>
    public SimulatedFiles AfterKill()
    {
        lock (_gate)
        {
            IsOff = true;
            return new SimulatedFiles(
                new Dictionary<string, Inode>(_names), new Dictionary<string, Inode>(_durableNames), [.. _unflushedNames]);
        }
    }

    public byte[] Octets(string path)
    {
        lock (_gate)
        {
            return _names[path].Cache.ToArray();
        }
    }

    /// <summary>Puts a file there, already on the medium.</summary>
    public void Put(string path, byte[] octets)
    {
        lock (_gate)
        {
            var inode = new Inode();
            inode.Write(0, octets);
            inode.Flush();
            _names[path] = inode;
            _durableNames[path] = inode;
        }
    }

    public IDurableFile? OpenToRead(string path) => Open(path);

    public IDurableFile? OpenToWrite(string path) => Open(path);

    public IDurableFile Create(string path)
    {
        lock (_gate)
        {
            Check(new Operation("create", path));
            if (_names.ContainsKey(path))
            {
                throw new IOException(path + " exists");
            }

            var inode = new Inode();
            ChangeNames(names => names[path] = inode);
            return new SimulatedFile(this, inode, path);
        }
    }

    public bool Exists(string path)
    {
        lock (_gate)
        {
            return _names.ContainsKey(path);
        }
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            Check(new Operation("rename", to));
            Inode inode = _names[from];
            ChangeNames(names =>
            {
                names.Remove(from);
                names[to] = inode;
            });
        }
    }

    public void Remove(string path)
    {
        lock (_gate)
        {
            if (_names.ContainsKey(path))
            {
                Check(new Operation("remove", path));
                ChangeNames(names => names.Remove(path));
            }
        }
    }

    /// <summary>As a real folder is read, name by name; asks <see cref="Before"/> for each.</summary>
    public IEnumerable<string> Names(string folder)
    {
        string[] names;
        lock (_gate)
        {
            names = [.. _names.Keys.Where(n => Path.GetDirectoryName(n) == folder).Select(n => Path.GetFileName(n))];
        }

        foreach (string name in names)
        {
            _ = Before?.Invoke(new Operation("list", name));
            yield return name;
        }
    }

    public void CreateFolder(string path)
    {
    }

    public void FlushFolder(string path)
    {
        lock (_gate)
        {
            Check(new Operation("flush folder", path));
            _unflushedNames.ForEach(change => change(_durableNames));
            _unflushedNames.Clear();
        }
    }

    public IDisposable? TryLock(string path)
    {
        lock (_gate)
        {
            return !IsOff && _held.Add(path) ? new Held(this, path) : null;
        }
    }

    private SimulatedFile? Open(string path)
    {
        lock (_gate)
        {
            if (IsOff)
            {
                throw new IOException("the power is off");
            }

            return _names.TryGetValue(path, out Inode? inode) ? new SimulatedFile(this, inode, path) : null;
        }
    }

    private void ChangeNames(Action<Dictionary<string, Inode>> change)
    {
        change(_names);
        _unflushedNames.Add(change);
    }

    private int Check(Operation operation)
    {
        if (IsOff)
        {
            throw new IOException("the power is off");
        }

        int allowed = Before?.Invoke(operation) ?? int.MaxValue;
        if (IsOff)
        {
            throw new IOException("the power is off");
        }

        Journal.Add(operation);
        return allowed;
    }

    private sealed class Held(SimulatedFiles files, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (files._gate)
            {
                files._held.Remove(path);
            }

            files.Released?.Invoke(path);
        }
    }

    private sealed class SimulatedFile(SimulatedFiles files, Inode inode, string path) : IDurableFile
    {
        private bool _closed;

        public long Length
        {
            get
            {
                lock (files._gate)
                {
                    return inode.Cache.Length;
                }
            }
        }

        public int Read(long offset, Span<byte> destination)
        {
            lock (files._gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                return files.IsOff ? throw new IOException("the power is off") : new SpanOctets(inode.Cache.Span).Read(offset, destination);
            }
        }

        public int Write(long offset, ReadOnlySpan<byte> octets)
        {
            // Before may block, so it is asked outside of the lock.
            int allowed = Asked(new Operation("write", path, offset, octets.Length));
            lock (files._gate)
            {
                int n = Math.Min(allowed, octets.Length);
                inode.Write(offset, octets[..n]);
                return n;
            }
        }

        public void Cut(long length)
        {
            Asked(new Operation("cut", path, length));
            lock (files._gate)
            {
                inode.Cut(length);
            }
        }

        public void Flush()
        {
            try
            {
                Asked(new Operation("flush", path));
            }
            catch (IOException)
            {
                lock (files._gate)
                {
                    inode.Forget();
                }

                throw;
            }

            lock (files._gate)
            {
                inode.Flush();
            }
        }

        public void Dispose() => _closed = true;

        private int Asked(Operation operation)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (files.IsOff)
            {
                throw new IOException("the power is off");
            }

            int allowed = files.Before?.Invoke(operation) ?? int.MaxValue;
            lock (files._gate)
            {
                if (files.IsOff)
                {
                    throw new IOException("the power is off");
                }

                files.Journal.Add(operation);
            }

            return allowed;
        }
    }

    private sealed class Inode
    {
        private readonly List<(long Offset, byte[] Octets)> _unflushed = []; // null octets: cut to offset
        private Content _durable = new();

        public Content Cache { get; private set; } = new();

        public void Write(long offset, ReadOnlySpan<byte> octets)
        {
            Cache.Write(offset, octets);
            _unflushed.Add((offset, octets.ToArray()));
        }

        public void Cut(long length)
        {
            Cache.Cut(length);
            _unflushed.Add((length, null!));
        }

        public void Flush()
        {
            foreach ((long offset, byte[] octets) in _unflushed)
            {
                Apply(_durable, offset, octets);
            }

            _unflushed.Clear();
        }

        public void Forget() => _unflushed.Clear();

        public Inode AfterPowerLoss(SeededRandom random)
        {
            Content content = _durable.Clone();
            int style = random.Next(4); // 0: none, 1: all but for the last, 2 and 3: any sectors
            int count = 0;
            foreach ((long offset, byte[] octets) in _unflushed)
            {
                count++;
                if (octets is null)
                {
                    if (random.Next(2) == 0)
                    {
                        content.Cut(offset);
                    }

                    continue;
                }

                if (style == 0 || (style == 1 && count == _unflushed.Count))
                {
                    continue;
                }

                // The length may be there without the octets, which then are zeros.
                if (style == 3 && random.Next(2) == 0)
                {
                    content.Extend(offset + octets.Length);
                }

                for (long at = offset; at < offset + octets.Length;)
                {
                    long next = Math.Min(offset + octets.Length, (at / 512 * 512) + 512);
                    if (style == 1 || random.Next(3) > 0)
                    {
                        content.Write(at, octets.AsSpan((int)(at - offset), (int)(next - at)));
                    }

                    at = next;
                }
            }

            return new Inode { Cache = content.Clone(), _durable = content };
        }

        private static void Apply(Content content, long offset, byte[] octets)
        {
            if (octets is null)
            {
                content.Cut(offset);
            }
            else
            {
                content.Write(offset, octets);
            }
        }
    }

    private sealed class Content
    {
        private byte[] _octets = [];

        public int Length { get; private set; }

        public ReadOnlySpan<byte> Span => _octets.AsSpan(0, Length);

        public byte[] ToArray() => Span.ToArray();

        public Content Clone() => new() { _octets = ToArray(), Length = Length };

        public void Write(long offset, ReadOnlySpan<byte> octets)
        {
            Extend(offset + octets.Length);
            octets.CopyTo(_octets.AsSpan((int)offset));
        }

        public void Extend(long length)
        {
            if (length > _octets.Length)
            {
                Array.Resize(ref _octets, (int)Math.Max(length, 2L * _octets.Length));
            }

            if (length > Length)
            {
                _octets.AsSpan(Length, (int)length - Length).Clear();
                Length = (int)length;
            }
        }

        public void Cut(long length) => Length = (int)Math.Min(Length, length);
    }
}
