using System.Buffers.Text;
using System.Security.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>
/// Any octets as an account log, as the records of a frame whose digest is right, and as a side file: opening and reading give nothing but
/// <see cref="DareException"/>, nothing is lost by a repair, and what was repaired is sound.
/// </summary>
internal static class LogFuzz
{
    private const string Path = "/fuzz/account.log";
    private static readonly byte[] LogId = new byte[16];
    private static readonly byte[] Zero = Outer(0, new byte[32], []);
    private static readonly Lazy<byte[]> Valid = new(() => Outer(1, SHA256.HashData(Body(new byte[32], [])), Records()));

    public static void Run(ReadOnlySpan<byte> input)
    {
        Open(new OneFolder { [Path] = input.ToArray() });
        Open(new OneFolder { [Path] = [.. Zero, .. input] });
        Open(new OneFolder { [Path] = [.. Zero, .. Outer(1, SHA256.HashData(Body(new byte[32], [])), input)] });
        byte[] side = [.. input, .. SHA256.HashData(input)];
        Open(new OneFolder { [Path] = [.. Zero, .. Valid.Value], [Path + ".side"] = side });
    }

    /// <summary>A log to begin with: frame zero and one transaction.</summary>
    public static byte[] Log() => [.. Zero, .. Valid.Value];

    /// <summary>The records of a transaction, to begin with.</summary>
    public static byte[] Records()
    {
        UnverifiedEnvelope zero = StoreHead.Create(Mesh.Cryptography.SystemRandom.Instance, StoreHead.CatalogContentType, "MMM_Task").ToEnvelope();
        var tree = new MerkleFrontier();
        byte[] first = StoreFrameBuilder.Append(zero, null, tree);
        byte[] meta = "{\"UniqueId\":\"k\",\"Event\":\"New\"}"u8.ToArray();
        byte[] second = StoreFrameBuilder.Append(
            new UnverifiedEnvelope(new DareHeader { ContentMetaData = meta }, "body"u8.ToArray(), DareTrailer.Empty), 0, tree);
        return [.. Prefixed("MMM_Task"u8), .. Prefixed(first), .. Prefixed("MMM_Task"u8), .. Prefixed(second)];
    }

    /// <summary>The side file of <see cref="Log"/>, without its digest.</summary>
    public static byte[] Side()
    {
        var folder = new OneFolder { [Path] = Log() };
        AccountLog.OpenAsync(Path, new LogOptions { Files = folder }).GetAwaiter().GetResult().DisposeAsync().AsTask().GetAwaiter().GetResult();
        return folder[Path + ".side"][..^32];
    }

    private static void Open(OneFolder folder)
    {
        byte[] before = folder[Path];
        var options = new LogOptions { Files = folder, IdleDelay = TimeSpan.FromDays(1) };
        try
        {
            AccountLog reader = AccountLog.OpenReader(Path, options);
            ReadAll(reader);
            Expect(folder[Path] == before, "a reader changed the log");
            AccountLog writer = AccountLog.OpenAsync(Path, options).GetAwaiter().GetResult();
            Expect(writer.Length == reader.Length || reader.MustReopen, "reader and writer disagree");
            if (writer.Report.SetAside is { } aside)
            {
                Expect(before.AsSpan().SequenceEqual([.. folder[Path], .. folder[aside]]), "a repair lost octets");
            }
            else
            {
                Expect(folder[Path].AsSpan().SequenceEqual(before), "an opening changed the log");
            }

            ReadAll(writer);
            bool writable = writer.IsWritable;
            writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
            AccountLog again = AccountLog.OpenReader(Path, options);
            Expect(!writable || again.Report.State == LogState.Sound, "a repaired log is not sound");
            ReadAll(again);
        }
        catch (DareException e) when (e.Code is DareError.LogRefused)
        {
            Expect(folder[Path] == before, "a refused log was changed");
        }
    }

    private static void ReadAll(AccountLog log)
    {
        foreach (StoreStatus store in log.Status())
        {
            try
            {
                StoreRange range = log.Read(store.Label, 0)!;
                Expect(range.Frames.Count == store.Count, "a frame is missing");
                log.Export(store.Label, Stream.Null);
            }
            catch (DareException e) when (e.Code == DareError.LogCorrupt)
            {
                Expect(log.MustReopen, "damage was forgotten");
            }
        }
    }

    private static void Expect(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidOperationException(problem);
        }
    }

    private static byte[] Outer(long index, ReadOnlySpan<byte> prev, ReadOnlySpan<byte> records)
    {
        byte[] body = Body(prev, records);
        string header = index == 0
            ? "{\"SequenceInfo\":{\"DataEncoding\":\"JSON\",\"ContainerType\":\"Digest\",\"Index\":0},\"dig\":\"S256\"}"
            : $"{{\"SequenceInfo\":{{\"Index\":{index}}},\"dig\":\"S256\"}}";
        string trailer = $"{{\"PayloadDigest\":\"{Base64Url.EncodeToString(SHA256.HashData(body))}\"}}";
        return Frame.Encode(System.Text.Encoding.ASCII.GetBytes(header), body, System.Text.Encoding.ASCII.GetBytes(trailer));
    }

    private static byte[] Body(ReadOnlySpan<byte> prev, ReadOnlySpan<byte> records) => [.. LogId, .. prev, .. new byte[8], .. records];

    private static byte[] Prefixed(ReadOnlySpan<byte> octets) => [0, 0, (byte)(octets.Length >> 8 & 0xFF), (byte)(octets.Length & 0xFF), .. octets];

    /// <summary>Files in memory, without any fault.</summary>
    private sealed class OneFolder : Dictionary<string, byte[]>, IDurableFiles
    {
        public IDurableFile? OpenToRead(string path) => ContainsKey(path) ? new OneFile(this, path) : null;

        public IDurableFile? OpenToWrite(string path) => OpenToRead(path);

        public IDurableFile Create(string path)
        {
            Add(path, []);
            return new OneFile(this, path);
        }

        public bool Exists(string path) => ContainsKey(path);

        public void Rename(string from, string to)
        {
            this[to] = this[from];
            Remove(from);
        }

        void IDurableFiles.Remove(string path) => Remove(path);

        public IEnumerable<string> Names(string folder) => Keys.Select(k => System.IO.Path.GetFileName(k));

        public void CreateFolder(string path)
        {
        }

        public void FlushFolder(string path)
        {
        }

        public IDisposable? TryLock(string path) => Stream.Null;
    }

    private sealed class OneFile(OneFolder folder, string path) : IDurableFile
    {
        private byte[] _octets = folder[path];

        public long Length => _octets.Length;

        public int Read(long offset, Span<byte> destination) => new MemoryOctets(_octets).Read(offset, destination);

        public int Write(long offset, ReadOnlySpan<byte> octets)
        {
            byte[] grown = new byte[Math.Max(_octets.Length, offset + octets.Length)];
            _octets.CopyTo(grown, 0);
            octets.CopyTo(grown.AsSpan((int)offset));
            Set(grown);
            return octets.Length;
        }

        public void Cut(long length) => Set(_octets[..(int)length]);

        public void Flush()
        {
        }

        public void Dispose()
        {
        }

        private void Set(byte[] octets)
        {
            _octets = octets;
            folder[path] = octets;
        }
    }
}
