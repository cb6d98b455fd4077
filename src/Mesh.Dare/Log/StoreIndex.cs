using System.Collections;

namespace Mesh.Dare;

/// <summary>
/// What is known of one store of a log: where its frames stand, its tree, the latest frame of each key. 24 octets for each frame.
/// Guarded by the lock of the log.
/// </summary>
internal sealed class StoreIndex(string label, ReadOnlyMemory<byte> origin)
{
    private readonly Rows<StoreFrameEntry> _frames = new();
    private BitArray _verified = new(0);

    public string Label { get; } = label;

    public ReadOnlyMemory<byte> Origin { get; } = origin;

    public long Count => _frames.Count;

    /// <summary>Octets of the store's own stream.</summary>
    public long StreamLength { get; private set; }

    public StoreTree Tree { get; private set; } = new();

    /// <summary>The root; null while the digest of an erased salt is missing.</summary>
    public ReadOnlyMemory<byte>? Root { get; private set; }

    public Dictionary<string, KeyEntry> Keys { get; } = new(StringComparer.Ordinal);

    public StoreFrameEntry this[long index] => _frames[checked((int)index)];

    /// <summary>Octets of a frame.</summary>
    public int FrameLength(long index) =>
        (int)((index + 1 < Count ? this[index + 1].StreamStart : StreamLength) - this[index].StreamStart);

    /// <summary>Takes up a frame that was checked.</summary>
    public void Add(StoreFacts facts, long offset, long outer, int length)
    {
        AddEntry(offset, outer, length);
        if (facts.Key is { } key)
        {
            Keys[key] = KeyEntry.Of(facts);
        }
    }

    /// <summary>Takes up where a frame stands, without what it says: from the side file.</summary>
    public void AddEntry(long offset, long outer, int length)
    {
        _frames.Add(new StoreFrameEntry(offset, StreamLength, outer));
        StreamLength += length;
    }

    /// <summary>The tree after the frames taken up last.</summary>
    public void SetTree(StoreTree tree)
    {
        Tree = tree;
        Root = tree.IsWhole ? tree.Root() : null;
    }

    /// <summary>Says of all frames so far that only the side file told of them.</summary>
    public void MarkUnverified() => _verified = new BitArray(checked((int)Count));

    /// <summary>Says of a frame that it was verified in this process, and where it stands.</summary>
    public void MarkVerified(long index)
    {
        if (index < _verified.Length)
        {
            _verified[(int)index] = true;
        }
    }

    /// <summary>Whether a frame was verified in this process.</summary>
    public bool IsVerified(long index) => index >= _verified.Length || _verified[(int)index];

    /// <summary>Where the frame to which TreePosition of frame <paramref name="index"/> points begins in the store's own stream.</summary>
    public long PositionOf(long index) => this[index].StreamStart;
}
