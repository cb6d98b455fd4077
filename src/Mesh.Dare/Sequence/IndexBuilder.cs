using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>Collects the keys for the next index frame and makes its body (docs/format/sequence.md, section 5), in memory.</summary>
internal sealed class IndexBuilder
{
    private readonly List<Row> _rows = [];
    private readonly OctetList _keys = new();
    private long _unlisted;

    /// <summary>Octets of the keys so far.</summary>
    public int KeyOctets => _keys.Length;

    /// <summary>Takes note of the key of a frame.</summary>
    public void Add(IndexedEntry entry)
    {
        byte[] key = IndexTables.Utf8.GetBytes(entry.Key);
        _rows.Add(new Row(_keys.Length, key.Length, entry));
        _keys.Add(key);
    }

    /// <summary>Takes note of a frame whose key cannot be read here.</summary>
    public void AddUnlisted() => _unlisted++;

    public void Clear()
    {
        _rows.Clear();
        _keys.Clear();
        _unlisted = 0;
    }

    /// <summary>The body in clear: tables, and digests of their pages.</summary>
    /// <param name="earlier">Index frames that the new one replaces, in order; the last ends where <paramref name="tail"/> begins.</param>
    /// <param name="tail">The frames since, of which the keys were noted here.</param>
    public (byte[] Body, FrameIndexInfo Info) ToBody(IReadOnlyList<IndexSegment> earlier, SequenceTail tail)
    {
        var all = new IndexBuilder { _unlisted = _unlisted };
        List<long> offsets = [];
        var nodes = new OctetList();
        foreach (IndexSegment segment in earlier)
        {
            segment.CopyNodes(nodes);
            for (long i = segment.First; i < segment.First + segment.Frames; i++)
            {
                offsets.Add(segment.OffsetOf(i));
            }

            foreach (IndexedEntry entry in segment.Entries())
            {
                all.Add(entry);
            }

            all._unlisted += segment.Unlisted;
        }

        offsets.AddRange(tail.Offsets);
        nodes.Add(tail.Nodes.Span);
        _rows.ForEach(r => all.Add(r.Entry));
        long first = earlier.Count > 0 ? earlier[0].First : tail.First;
        (byte[] body, long length, byte[] digest) = all.Write(first, offsets, nodes);
        return (body, new FrameIndexInfo { First = first, Length = length, Digest = digest, Frontier = tail.Tree.Nodes.ToArray() });
    }

    private (byte[] Body, long Length, byte[] Digest) Write(long first, List<long> offsets, OctetList nodes)
    {
        var tables = new IndexTables(first, offsets.Count, _rows.Count, _keys.Length);
        byte[] body = new byte[checked((int)(tables.Length + (tables.Pages * MerkleHash.Size)))];
        IndexTables.Magic.CopyTo(body);
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(8), first);
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(16), offsets.Count);
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(24), _rows.Count);
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(32), _keys.Length);
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(40), _unlisted);
        for (int i = 0; i < offsets.Count; i++)
        {
            BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(IndexTables.OffsetsAt + (8 * i)), offsets[i]);
        }

        nodes.Span.CopyTo(body.AsSpan((int)tables.NodesAt));
        WriteEntries(body.AsSpan((int)tables.EntriesAt));
        _keys.Span.CopyTo(body.AsSpan((int)tables.KeysAt));
        Span<byte> digests = body.AsSpan((int)tables.Length);
        for (int page = 0; page < tables.Pages; page++)
        {
            int start = page * IndexTables.PageSize;
            int size = (int)Math.Min(IndexTables.PageSize, tables.Length - start);
            SHA256.HashData(body.AsSpan(start, size), digests[(page * MerkleHash.Size)..]);
        }

        return (body, tables.Length, SHA256.HashData(digests));
    }

    private void WriteEntries(Span<byte> destination)
    {
        _rows.Sort(Compare);
        foreach (Row row in _rows)
        {
            BinaryPrimitives.WriteInt64BigEndian(destination, row.KeyAt);
            BinaryPrimitives.WriteInt32BigEndian(destination[8..], row.KeyLength);
            destination[12] = (byte)row.Entry.Type;
            destination[13] = (byte)row.Entry.Event;
            BinaryPrimitives.WriteUInt16BigEndian(destination[14..], (ushort)row.Entry.Mode);
            BinaryPrimitives.WriteInt64BigEndian(destination[16..], row.Entry.Index);
            BinaryPrimitives.WriteInt64BigEndian(destination[24..], row.Entry.Size);
            BinaryPrimitives.WriteInt64BigEndian(destination[32..], row.Entry.Time);
            destination = destination[IndexTables.EntrySize..];
        }
    }

    private int Compare(Row left, Row right)
    {
        int order = Key(left).SequenceCompareTo(Key(right));
        return order != 0 ? order : left.Entry.Index.CompareTo(right.Entry.Index);
    }

    private ReadOnlySpan<byte> Key(Row row) => _keys.Span.Slice(row.KeyAt, row.KeyLength);

    private readonly record struct Row(int KeyAt, int KeyLength, IndexedEntry Entry);
}
