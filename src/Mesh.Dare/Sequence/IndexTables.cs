using System.Text;

namespace Mesh.Dare;

/// <summary>
/// Where the tables of an index frame stand (docs/format/sequence.md, section 5). All numbers are big-endian.
/// <code>
/// 0   8  "DAREIDX1"            48            offsets of frames, 8 each
/// 8   8  first frame           ...           complete subtrees, 32 each, in the order in which the frames complete them
/// 16  8  frames                ...           entries, 40 each, by key and then by frame
/// 24  8  entries               ...           keys, UTF-8
/// 32  8  octets of keys        Length        digests of the pages, 32 each
/// 40  8  frames whose hidden keys the writer could not read, and that are not among the entries
/// </code>
/// </summary>
internal readonly record struct IndexTables(long First, long Frames, long Entries, long KeyOctets)
{
    public const int HeaderSize = 48;

    public const int EntrySize = 40;

    public const int PageSize = 1 << 16;

    /// <summary>Frames after which a writer makes an index frame, so that it is made in little memory.</summary>
    public const int FramesAimedAt = 1 << 16;

    /// <summary>Frames that one index frame covers at most.</summary>
    public const int MostFrames = 1 << 20;

    /// <summary>Octets of the keys of one index frame, at most; the frame is written when they would become more.</summary>
    public const int MostKeyOctets = 16 << 20;

    /// <summary>Octets of a key at most.</summary>
    public const int LongestKey = 1 << 12;

    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ReadOnlySpan<byte> Magic => "DAREIDX1"u8;

    public const int OffsetsAt = HeaderSize;

    public long NodesAt => OffsetsAt + (8 * Frames);

    public long Nodes => NodesBefore(First + Frames) - NodesBefore(First);

    public long EntriesAt => NodesAt + (MerkleHash.Size * Nodes);

    public long KeysAt => EntriesAt + (EntrySize * Entries);

    public long Length => KeysAt + KeyOctets;

    public long Pages => PagesOf(Length);

    public static long PagesOf(long length) => (length + PageSize - 1) / PageSize;

    /// <summary>How many complete subtrees the first <paramref name="leaves"/> leaves have: 2n less the 1 bits of n.</summary>
    public static long NodesBefore(long leaves) => (2 * leaves) - long.PopCount(leaves);
}
