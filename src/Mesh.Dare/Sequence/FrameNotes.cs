using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// What is kept of every frame until no index frame may cover it any more: offset, leaf, and a digest of what an index must say of it. 64 octets
/// each, of the last <see cref="IndexTables.MostFrames"/> frames.
/// </summary>
internal sealed class FrameNotes
{
    private const int Size = 64;
    private const int InBlock = 1024;
    private const int EntrySize = 16;

    private readonly Dictionary<long, byte[]> _blocks = [];

    public enum Kind : byte
    {
        /// <summary>No entry with a key.</summary>
        None,

        /// <summary>An entry whose key all can see.</summary>
        Visible,

        /// <summary>An entry whose key is hidden and was read.</summary>
        Hidden,

        /// <summary>A frame whose metadata are hidden and could not be read.</summary>
        Unread,

        /// <summary>A frame whose metadata are hidden, were read, and have no key.</summary>
        Keyless,
    }

    /// <summary>Frames noted so far.</summary>
    public long Count { get; private set; }

    public void Add(long offset, ReadOnlySpan<byte> leaf, Kind kind, IndexedEntry? entry)
    {
        if (Count % InBlock == 0)
        {
            _blocks[Count / InBlock] = new byte[InBlock * Size];
            _blocks.Remove((Count - IndexTables.MostFrames) / InBlock - 1);
        }

        Span<byte> note = _blocks[Count / InBlock].AsSpan((int)(Count % InBlock) * Size, Size);
        BinaryPrimitives.WriteInt64BigEndian(note, offset);
        leaf.CopyTo(note[8..]);
        note[40] = (byte)kind;
        if (entry is not null)
        {
            Digest(entry, note.Slice(48, EntrySize));
        }

        Count++;
    }

    public long Offset(long index) => BinaryPrimitives.ReadInt64BigEndian(Note(index));

    public ReadOnlySpan<byte> Leaf(long index) => Note(index).Slice(8, MerkleHash.Size);

    public Kind KindOf(long index) => (Kind)Note(index)[40];

    /// <summary>True when this is what an index must say of the frame.</summary>
    public bool Agrees(IndexedEntry entry)
    {
        Span<byte> digest = stackalloc byte[EntrySize];
        Digest(entry, digest);
        return Note(entry.Index).Slice(48, EntrySize).SequenceEqual(digest);
    }

    private ReadOnlySpan<byte> Note(long index) => _blocks[index / InBlock].AsSpan((int)(index % InBlock) * Size, Size);

    private static void Digest(IndexedEntry entry, Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[20 + IndexTables.LongestKey];
        input[0] = (byte)entry.Type;
        input[1] = (byte)entry.Event;
        BinaryPrimitives.WriteUInt16BigEndian(input[2..], (ushort)entry.Mode);
        BinaryPrimitives.WriteInt64BigEndian(input[4..], entry.Size);
        BinaryPrimitives.WriteInt64BigEndian(input[12..], entry.Time);
        int key = IndexTables.Utf8.GetBytes(entry.Key, input[20..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input[..(20 + key)], digest);
        digest[..EntrySize].CopyTo(destination);
    }
}
