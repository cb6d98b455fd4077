namespace Mesh.Dare;

/// <summary>
/// Compares index frames with the frames that they cover (docs/format/sequence.md, section 5): what an index says must be exactly what the frames
/// say, since readers go by it.
/// </summary>
internal sealed class IndexExaminer(IOctetSource source, FrameNotes notes)
{
    // Those in force, each with the frontier before it: the next one begins at one of them, or at frame 0.
    private const int MostInForce = 1 << 16;

    private readonly List<(long Index, byte[] Frontier)> _inForce = [];

    /// <summary>Compares what is under the leaf of an index frame, and takes note of it.</summary>
    /// <returns>The frontier at the first frame that it covers.</returns>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public byte[] Take(SequenceFrame frame, MerkleFrontier before, long? exchangeOffset)
    {
        if (frame.Meta.FrameIndex is not { } info || info.Exchange != exchangeOffset || !info.Frontier.Span.SequenceEqual(before.Nodes))
        {
            throw Wrong(frame.Index, "does not say what it covers");
        }

        while (_inForce.Count > 0 && _inForce[^1].Index > info.First)
        {
            _inForce.RemoveAt(_inForce.Count - 1);
        }

        if (info.First >= frame.Index || frame.Index - info.First > IndexTables.MostFrames
            || (info.First > 0 && (_inForce.Count == 0 || _inForce[^1].Index != info.First)))
        {
            throw Wrong(frame.Index, "does not begin where the index frame before it stands");
        }

        byte[] frontier = info.First == 0 ? [] : _inForce[^1].Frontier;
        if (_inForce.Count >= MostInForce)
        {
            throw new DareException(DareError.LimitExceeded, "The sequence has too many index frames in force.");
        }

        _inForce.Add((frame.Index, info.Frontier.ToArray()));
        return frontier;
    }

    /// <summary>Compares the tables.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.DigestMismatch"/>, <see cref="DareError.Decryption"/>.</exception>
    public void Compare(SequenceFrame frame, byte[] frontier, SequenceKeys keys)
    {
        using var chain = new IndexChain(source, keys);
        IndexSegment segment = chain.Open(frame);
        segment.RequirePages();
        MerkleFrontier tree = MerkleFrontier.Restore(segment.First, frontier);
        var completed = new OctetList();
        Span<byte> node = stackalloc byte[MerkleHash.Size];
        for (long i = segment.First; i < frame.Index; i++)
        {
            bool same = segment.OffsetOf(i) == notes.Offset(i);
            completed.Clear();
            tree.Append(notes.Leaf(i), completed);
            for (int level = 0; same && level < completed.Length / MerkleHash.Size; level++)
            {
                segment.CopyNode(i, level, node);
                same = completed.Span.Slice(level * MerkleHash.Size, MerkleHash.Size).SequenceEqual(node);
            }

            if (!same)
            {
                throw Wrong(frame.Index, $"has another offset or subtree for frame {i} than there is");
            }
        }

        CompareEntries(segment, frame.Index);
    }

    private void CompareEntries(IndexSegment segment, long index)
    {
        IndexedEntry? last = null;
        long keyOctets = 0;
        long visible = 0;
        long hidden = 0;
        long unread = 0;
        foreach (IndexedEntry entry in segment.Entries())
        {
            int order = last is null ? -1 : KeyOrder.Instance.Compare(last.Key, entry.Key);
            FrameNotes.Kind kind = notes.KindOf(entry.Index);
            bool fits = (order < 0 || (order == 0 && last!.Index < entry.Index))
                && (kind is FrameNotes.Kind.Unread || (kind is FrameNotes.Kind.Visible or FrameNotes.Kind.Hidden && notes.Agrees(entry)));
            if (!fits)
            {
                throw Wrong(index, $"does not say of frame {entry.Index} what it is, or not in order");
            }

            visible += kind == FrameNotes.Kind.Visible ? 1 : 0;
            hidden += kind == FrameNotes.Kind.Hidden ? 1 : 0;
            unread += kind == FrameNotes.Kind.Unread ? 1 : 0;
            keyOctets += IndexTables.Utf8.GetByteCount(entry.Key);
            last = entry;
        }

        long allVisible = 0;
        long unlistedAtLeast = -hidden;
        long unlistedAtMost = -unread;
        for (long i = segment.First; i < index; i++)
        {
            FrameNotes.Kind kind = notes.KindOf(i);
            allVisible += kind == FrameNotes.Kind.Visible ? 1 : 0;
            unlistedAtLeast += kind == FrameNotes.Kind.Hidden ? 1 : 0;
            unlistedAtMost += kind is FrameNotes.Kind.Unread or FrameNotes.Kind.Keyless ? 1 : 0;
        }

        unlistedAtMost += unlistedAtLeast;
        if (visible != allVisible || segment.Unlisted < unlistedAtLeast || segment.Unlisted > unlistedAtMost || keyOctets != segment.KeyOctets)
        {
            throw Wrong(index, "leaves entries out, or has octets that belong to none");
        }
    }

    private static DareException Wrong(long index, string problem) => DareException.Malformed($"Index frame {index} {problem}.");
}
