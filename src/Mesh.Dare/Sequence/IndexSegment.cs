using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mesh.Dare;

/// <summary>
/// What one index frame covers (docs/format/sequence.md, section 5), read page by page. The pages are those that the metadata of the frame
/// promises; whether that frame is under the root is for the caller.
/// </summary>
internal sealed class IndexSegment
{
    private readonly PagedOctets _octets;
    private readonly IndexTables _tables;

    /// <param name="source">The body in clear.</param>
    /// <param name="frame">The number of the index frame.</param>
    /// <param name="info">What its metadata says.</param>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.DigestMismatch"/>.</exception>
    public IndexSegment(IOctetSource source, long frame, FrameIndexInfo info)
    {
        _octets = new PagedOctets(source, info);
        Span<byte> header = stackalloc byte[IndexTables.HeaderSize];
        _octets.Copy(0, header);
        long first = BinaryPrimitives.ReadInt64BigEndian(header[8..]);
        long frames = BinaryPrimitives.ReadInt64BigEndian(header[16..]);
        long entries = BinaryPrimitives.ReadInt64BigEndian(header[24..]);
        long keys = BinaryPrimitives.ReadInt64BigEndian(header[32..]);
        Unlisted = BinaryPrimitives.ReadInt64BigEndian(header[40..]);
        bool fits = header.StartsWith(IndexTables.Magic) && first == info.First && first >= 0 && frames > 0
            && frames == frame - first && frames <= IndexTables.MostFrames && entries >= 0 && entries <= frames && keys >= 0
            && keys <= info.Length && Unlisted >= 0 && Unlisted <= frames;
        _tables = new IndexTables(first, frames, entries, keys);
        if (!fits || _tables.Length != info.Length)
        {
            throw DareException.Malformed($"Index frame {frame} has tables that do not fit it.");
        }
    }

    /// <summary>The first frame covered.</summary>
    public long First => _tables.First;

    /// <summary>Frames covered.</summary>
    public long Frames => _tables.Frames;

    /// <summary>Entries in its table.</summary>
    public long Count => _tables.Entries;

    /// <summary>Frames whose hidden keys its writer could not read.</summary>
    public long Unlisted { get; }

    public long KeyOctets => _tables.KeyOctets;

    public bool Covers(long index) => index >= First && index - First < Frames;

    /// <summary>Requires that every page has its digest.</summary>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>, <see cref="DareError.Decryption"/>.</exception>
    public void RequirePages()
    {
        for (long at = 0; at < _tables.Length; at += IndexTables.PageSize)
        {
            _ = _octets.Within(at);
        }
    }

    /// <summary>Where a frame begins.</summary>
    public long OffsetOf(long index)
    {
        Span<byte> octets = stackalloc byte[8];
        _octets.Copy(IndexTables.OffsetsAt + (8 * (index - First)), octets);
        return BinaryPrimitives.ReadInt64BigEndian(octets);
    }

    /// <summary>Copies a subtree that frame <paramref name="completedBy"/> completes.</summary>
    public void CopyNode(long completedBy, int level, Span<byte> destination) => _octets.Copy(
        _tables.NodesAt + (MerkleHash.Size * (IndexTables.NodesBefore(completedBy) + level - IndexTables.NodesBefore(First))),
        destination);

    /// <summary>All subtrees, in order.</summary>
    public void CopyNodes(OctetList destination)
    {
        byte[] nodes = new byte[checked((int)(_tables.Nodes * MerkleHash.Size))];
        _octets.Copy(_tables.NodesAt, nodes);
        destination.Add(nodes);
    }

    /// <summary>The entries by key and then by frame.</summary>
    public IEnumerable<IndexedEntry> Entries() => Entries([]);

    /// <inheritdoc cref="Entries()"/>
    /// <param name="prefix">UTF-8 octets that the keys begin with.</param>
    public IEnumerable<IndexedEntry> Entries(byte[] prefix)
    {
        // Rows and keys have the same order, far from one another.
        var rows = new PageWindow(_octets);
        var keys = new PageWindow(_octets);
        for (long i = LowerBound(prefix); i < Count && BeginsWith(i, prefix); i++)
        {
            yield return Entry(i, rows, keys);
        }
    }

    /// <summary>The versions of a key, oldest first.</summary>
    public IEnumerable<IndexedEntry> Find(byte[] key)
    {
        for (long i = LowerBound(key); i < Count && CompareKey(i, key) == 0; i++)
        {
            yield return Entry(i, _octets, _octets);
        }
    }

    // The first entry whose key is not before that one.
    private long LowerBound(byte[] key)
    {
        // Of an empty key that is known, and nothing is looked up for it: another thread may be looking things up.
        long low = 0;
        for (long high = key.Length > 0 ? Count : 0; low < high;)
        {
            long middle = low + ((high - low) / 2);
            if (CompareKey(middle, key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    [SkipLocalsInit]
    private bool BeginsWith(long position, byte[] prefix)
    {
        if (prefix.Length == 0)
        {
            return true;
        }

        Span<byte> room = stackalloc byte[IndexTables.LongestKey];
        return Key(Row(position, room, _octets), room, _octets).StartsWith(prefix);
    }

    [SkipLocalsInit] // Clearing room for the longest key takes longer than reading most keys.
    private IndexedEntry Entry(long position, OctetPages rows, OctetPages keys)
    {
        Span<byte> room = stackalloc byte[IndexTables.LongestKey];
        ReadOnlySpan<byte> row = Row(position, room, rows);
        long index = BinaryPrimitives.ReadInt64BigEndian(row[16..]);
        long size = BinaryPrimitives.ReadInt64BigEndian(row[24..]);
        if (!Covers(index) || size < 0 || row[12] > (byte)IndexedType.Link || row[13] > (byte)IndexedEvent.Erase)
        {
            throw DareException.Malformed("An index frame has an entry that is none.");
        }

        var type = (IndexedType)row[12];
        var what = (IndexedEvent)row[13];
        int mode = BinaryPrimitives.ReadUInt16BigEndian(row[14..]);
        long time = BinaryPrimitives.ReadInt64BigEndian(row[32..]);
        return new IndexedEntry(Text(Key(row, room, keys)), index) { Type = type, Event = what, Mode = mode, Size = size, Time = time };
    }

    private static string Text(ReadOnlySpan<byte> key)
    {
        try
        {
            return IndexTables.Utf8.GetString(key);
        }
        catch (DecoderFallbackException e)
        {
            throw new DareException(DareError.Malformed, "A key in an index frame is not UTF-8.", e);
        }
    }

    [SkipLocalsInit]
    private int CompareKey(long position, byte[] key)
    {
        Span<byte> room = stackalloc byte[IndexTables.LongestKey];
        return Key(Row(position, room, _octets), room, _octets).SequenceCompareTo(key);
    }

    private ReadOnlySpan<byte> Row(long position, Span<byte> room, OctetPages rows) =>
        rows.Read(_tables.EntriesAt + (position * IndexTables.EntrySize), IndexTables.EntrySize, room);

    // What the row says is read before the room is used again.
    private ReadOnlySpan<byte> Key(ReadOnlySpan<byte> row, Span<byte> room, OctetPages keys)
    {
        long at = BinaryPrimitives.ReadInt64BigEndian(row);
        int length = BinaryPrimitives.ReadInt32BigEndian(row[8..]);
        if (at < 0 || length < 0 || length > room.Length || at > _tables.KeyOctets - length)
        {
            throw DareException.Malformed("An index frame has a key outside its keys.");
        }

        return keys.Read(_tables.KeysAt + at, length, room);
    }
}
