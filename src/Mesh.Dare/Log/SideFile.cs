using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The side file of a log: the index, so that opening need not read the whole log (Mesh account log, Opening). A cache: it may be
/// deleted, and nothing in it is believed that the log does not show. Which frame of a key is the latest, the log shows to those alone who
/// read all of it; that much is believed of a side file whose tag is ours. Big-endian:
/// <c>"MeshSide" ‖ version(4) ‖ LogId(16) ‖ position(8) ‖ index(8) ‖ digest(32) ‖ n(8) ‖ n × start of outer frame(8) ‖ m(4) ‖ m × store ‖
/// tag of all that(32)</c>, the tag of the log's <see cref="IPrivateSeal"/>, for a log without one SHA-256; store = <c>LP(label) ‖ Origin(16) ‖ frames(8) ‖ frames × {offset(8) ‖ outer(8) ‖ length(4)} ‖ LP(frontier) ‖
/// keys(4) ‖ keys × {LP(key) ‖ index(8) ‖ flags(1) ‖ expire(8) ‖ LP(group)}</c>; flags: 1 deleted, 2 has expire, 4 has group.
/// </summary>
internal static class SideFile
{
    private const int Version = 1;
    private const int MaximumLength = 1 << 30;
    private const byte Deleted = 1;
    private const byte HasExpire = 2;
    private const byte HasGroup = 4;

    private static ReadOnlySpan<byte> Magic => "MeshSide"u8;

    /// <summary>The content for an index whose trees are all whole.</summary>
    public static byte[] Encode(LogIndex index, IPrivateSeal? seal)
    {
        LogTip tip = index.Tip ?? throw new InvalidOperationException("an empty index has no side file");
        using var octets = new MemoryStream();
        using var writer = new BigEndianWriter(octets);
        writer.Octets(Magic);
        writer.Int32(Version);
        writer.Octets(tip.LogId.Span);
        writer.Int64(tip.End);
        writer.Int64(tip.Index);
        writer.Octets(tip.Digest.Span);
        writer.Int64(index.OuterStarts.Count);
        for (int i = 0; i < index.OuterStarts.Count; i++)
        {
            writer.Int64(index.OuterStarts[i].Offset);
        }

        writer.Int32(index.Stores.Count);
        foreach (StoreIndex store in index.Stores.Values.OrderBy(s => s.Label, StringComparer.Ordinal))
        {
            WriteStore(writer, store);
        }

        writer.Flush();
        octets.Write(Tag(octets.GetBuffer().AsSpan(0, (int)octets.Length), seal));
        return octets.ToArray();
    }

    /// <summary>
    /// The index that the side file gives, if the log shows that it still fits: the frame at its position, and for each store the last
    /// frame, whose root the frontier must give. Null: start anew.
    /// </summary>
    public static LogIndex? Load(LogOptions options, string path, LogScanner scanner, IOctetSource log, LogTip zero)
    {
        try
        {
            using IDurableFile? file = options.Files.OpenToRead(path);
            if (file is null || file.Length is < SHA256.HashSizeInBytes or > MaximumLength)
            {
                return null;
            }

            byte[] octets = new byte[file.Length];
            return file.TryReadExactly(0, octets) ? Decode(octets, options.Seal, scanner, log, zero) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a cache that cannot be read is no cache
        }
    }

    /// <summary>Writes the side file under a temporary name and gives it its own. Failing costs nothing but time later.</summary>
    public static void Save(IDurableFiles files, LogPaths paths, byte[] octets)
    {
        try
        {
            files.Remove(paths.SideNew);
            using (IDurableFile file = files.Create(paths.SideNew))
            {
                file.WriteAll(0, octets);
            }

            files.Rename(paths.SideNew, paths.Side);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The log is whole without it, and the next opening reads the log instead.
        }
    }

    /// <summary>Removes the side file, after which the next opening reads the whole log. If it stays, it is checked as always.</summary>
    public static void Discard(IDurableFiles files, LogPaths paths) => files.RemoveIfPossible(paths.Side);

    /// <summary>Reads octets; null for any that do not fit.</summary>
    public static LogIndex? Decode(ReadOnlyMemory<byte> octets, IPrivateSeal? seal, LogScanner scanner, IOctetSource log, LogTip zero)
    {
        if (octets.Length < SHA256.HashSizeInBytes)
        {
            return null;
        }

        ReadOnlyMemory<byte> content = octets[..^SHA256.HashSizeInBytes];
        if (!CryptographicOperations.FixedTimeEquals(Tag(content.Span, seal), octets.Span[^SHA256.HashSizeInBytes..]))
        {
            return null;
        }

        var reader = new BigEndianReader(content);
        if (!reader.Octets(Magic.Length).Span.SequenceEqual(Magic) || reader.Int32() != Version
            || !reader.Octets(OuterFrame.LogIdSize).Span.SequenceEqual(zero.LogId.Span))
        {
            return null;
        }

        LogTip? tip = scanner.TipAt(reader.Int64(), reader.Int64(), reader.Octets(OuterFrame.DigestSize).Span);
        if (tip is null || !tip.LogId.Span.SequenceEqual(zero.LogId.Span))
        {
            return null;
        }

        long outers = reader.Count(sizeof(long));
        if (outers - 1 != tip.Index)
        {
            return null;
        }

        Rows<OuterStart> starts = new();
        for (long i = 0; i < outers; i++)
        {
            long start = reader.Int64();
            if (i == 0 ? start != 0 : start <= starts[starts.Count - 1].Offset || start > tip.Start)
            {
                return null;
            }

            starts.Add(new OuterStart(start));
        }

        int count = reader.Int32();
        List<StoreIndex> stores = [];
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            if (ReadStore(ref reader, tip) is not { } store || !LogShows(store, starts, scanner, log, zero.LogId))
            {
                return null;
            }

            stores.Add(store);
        }

        if (reader.Failed || !reader.AtEnd || stores.DistinctBy(s => s.Label).Count() != stores.Count)
        {
            return null;
        }

        var index = new LogIndex();
        index.Restore(tip, starts, stores);
        return index;
    }

    private static byte[] Tag(ReadOnlySpan<byte> octets, IPrivateSeal? seal) => seal?.Authenticate(octets) ?? SHA256.HashData(octets);

    private static void WriteStore(BigEndianWriter writer, StoreIndex store)
    {
        writer.Text(store.Label);
        writer.Octets(store.Origin.Span);
        writer.Int64(store.Count);
        for (long i = 0; i < store.Count; i++)
        {
            writer.Int64(store[i].Offset);
            writer.Int64(store[i].Outer);
            writer.Int32(store.FrameLength(i));
        }

        writer.Prefixed(store.Tree.Frontier.Nodes);
        writer.Int32(store.Keys.Count);
        foreach ((string key, KeyEntry entry) in store.Keys.OrderBy(k => k.Key, StringComparer.Ordinal))
        {
            writer.Text(key);
            writer.Int64(entry.Index);
            writer.Octets([(byte)((entry.IsDelete ? Deleted : 0) | (entry.Expire is null ? 0 : HasExpire) | (entry.Group is null ? 0 : HasGroup))]);
            writer.Int64(entry.Expire ?? 0);
            writer.Text(entry.Group ?? "");
        }
    }

    private static StoreIndex? ReadStore(ref BigEndianReader reader, LogTip tip)
    {
        string label = reader.Text();
        var store = new StoreIndex(label, reader.Octets(StorePlace.OriginSize).ToArray());
        long frames = reader.Count(20);
        for (long i = 0; i < frames; i++)
        {
            (long offset, long outer, int length) = (reader.Int64(), reader.Int64(), reader.Int32());
            if (offset <= 0 || offset > tip.End || length <= 0 || length > tip.End - offset || outer < 0 || outer > tip.Index)
            {
                return null;
            }

            store.AddEntry(offset, outer, length);
        }

        ReadOnlyMemory<byte> nodes = reader.Prefixed();
        int keys = reader.Int32();
        for (int i = 0; i < keys && !reader.Failed; i++)
        {
            string key = reader.Text();
            long index = reader.Int64();
            int flags = reader.Octets(1) is { IsEmpty: false } f ? f.Span[0] : 0;
            long expire = reader.Int64();
            string group = reader.Text();
            if (index < 0 || index >= frames)
            {
                return null;
            }

            store.Keys[key] = new KeyEntry(
                index, (flags & Deleted) != 0, (flags & HasExpire) != 0 ? expire : null, (flags & HasGroup) != 0 ? group : null);
        }

        if (reader.Failed || frames == 0 || !LabelText.IsValid(label))
        {
            return null;
        }

        try
        {
            store.SetTree(new StoreTree(MerkleFrontier.Restore(frames, nodes.Span)));
            return store;
        }
        catch (DareException)
        {
            return null;
        }
    }

    // The last frame of the store stands where the side file says, has the last index, and states the root that the frontier gives.
    private static bool LogShows(StoreIndex store, Rows<OuterStart> starts, LogScanner scanner, IOctetSource log, ReadOnlyMemory<byte> logId)
    {
        long last = store.Count - 1;
        StoreFrameEntry entry = store[last];
        int length = store.FrameLength(last);
        if (entry.Outer < 0 || entry.Outer >= starts.Count)
        {
            return false;
        }

        bool shown = false;
        long start = starts[(int)entry.Outer].Offset;
        scanner.TryReadAt(start, logId, (in OuterFrame frame, long _) =>
        {
            foreach ((LogRecord record, int offset) in frame.Records())
            {
                if (start + offset == entry.Offset && record.Label == store.Label && record.Frame.Length == length)
                {
                    StoreFacts? facts = StoreFactsReader.TryRead(record.Frame);
                    shown = frame.Index == entry.Outer && facts is not null && facts.Index == last
                        && facts.ApexDigest.Span.SequenceEqual(store.Root!.Value.Span);
                }
            }
        });
        return shown && log.Length >= entry.Offset + length;
    }
}
