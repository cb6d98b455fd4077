using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The end of a sequence (DARE 4.10, D-20; docs/format/sequence.md, section 7): the last index frame, and the frames after it, each verified —
/// framing, form, Index, TreePosition, digest of the body, root. What comes after the last good frame is the trace of a writer that was interrupted, or
/// damage. Readers take the body of the index frame page by page later, and need no TreePosition.
/// </summary>
internal sealed class SequenceTail
{
    // Null where nothing will be written, and the last index frame was found from the end.
    private readonly TreePositions? _positions;

    private SequenceTail(StoreHead head, SequenceFrame zero, MerkleFrontier tree, TreePositions? positions, SequenceFrame? index)
    {
        Head = head;
        Zero = zero;
        Tree = tree;
        _positions = positions;
        Index = index;
    }

    /// <summary>What frame 0 says.</summary>
    public StoreHead Head { get; }

    /// <summary>Frame 0. That it is under the root was compared where <see cref="First"/> is 0.</summary>
    public SequenceFrame Zero { get; }

    /// <summary>The tree over the frames so far.</summary>
    public MerkleFrontier Tree { get; }

    /// <summary>TreePosition of the next frame.</summary>
    public long? NextPosition => (_positions ?? throw new InvalidOperationException("the sequence was opened for reading")).Next;

    /// <summary>The last index frame; null when there is none.</summary>
    public SequenceFrame? Index { get; private set; }

    /// <summary>The last frame.</summary>
    public SequenceFrame Last { get; private set; } = null!;

    /// <summary>The number of the last index frame; 0 when there is none.</summary>
    public long First => Index?.Index ?? 0;

    /// <summary>Where the frames from <see cref="First"/> on begin.</summary>
    public List<long> Offsets { get; } = [];

    /// <summary>The subtrees that those complete.</summary>
    public OctetList Nodes { get; } = new();

    /// <summary>Frames so far.</summary>
    public long Count => Tree.Count;

    /// <summary>Where the next frame begins.</summary>
    public long End { get; private set; }

    /// <summary>The last root that somebody signed; null when there is none since the last index frame, that one included.</summary>
    public (StoreCheckpoint State, IReadOnlyList<DareSignature> Signatures)? Signed { get; private set; }

    /// <summary>Why reading stopped before the end of the file; null when it did not.</summary>
    public DareException? Fault { get; private set; }

    /// <summary>The state so far.</summary>
    public StoreCheckpoint State => new(Head.Origin, Count, Tree.Root());

    /// <summary>Finds the end, in order to append.</summary>
    /// <param name="source">The file.</param>
    /// <param name="length">How much of it to look at.</param>
    /// <exception cref="DareException">Frame 0 is none, or an index frame contradicts the frame itself.</exception>
    public static SequenceTail Find(IOctetSource source, long length) => Find(source, length, toWrite: true);

    /// <summary>Finds the end, in order to read: looks at frame 0, the last index frame without its body, and what comes after.</summary>
    /// <inheritdoc cref="Find(IOctetSource, long)"/>
    public static SequenceTail FindToRead(IOctetSource source, long length) => Find(source, length, toWrite: false);

    /// <summary>A subtree out of the frontier of the last index frame; empty for one that is not there.</summary>
    public ReadOnlySpan<byte> FrontierNode(int level, long number)
    {
        long count = First;
        long size = 1L << level;
        if ((count & size) == 0 || number != (count >> level) - 1)
        {
            return default;
        }

        int before = (int)long.PopCount(count >> (level + 1));
        return Index!.Meta.FrameIndex!.Frontier.Span.Slice(before * MerkleHash.Size, MerkleHash.Size);
    }

    /// <summary>Goes on with what was appended since, by others.</summary>
    /// <param name="source">The file.</param>
    /// <param name="length">How much of it to look at.</param>
    /// <param name="each">Gets every frame that was verified.</param>
    public void Follow(IOctetSource source, long length, Action<SequenceFrame>? each = null)
    {
        if (length > End)
        {
            int window = (int)Math.Min(length - End, BufferedOctets.Window);
            Follow(new FrameReader(new BufferedOctets(source, length, window)), each);
        }
    }

    /// <summary>The frame at an offset, which must be the one that is asked for.</summary>
    /// <exception cref="DareException"><see cref="DareError.WrongPlace"/>: it is another one; <see cref="DareError.Malformed"/>.</exception>
    public static SequenceFrame FrameAt(FrameReader reader, long offset, long index)
    {
        SequenceFrame frame = SequenceFrame.Read(reader, reader.At(offset));
        return frame.Index == index
            ? frame
            : throw new DareException(DareError.WrongPlace, $"Frame {frame.Index} stands where frame {index} should be.");
    }

    /// <summary>Requires that the body of a frame has the digest that is stated.</summary>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>.</exception>
    public static void RequireBody(FrameReader reader, SequenceFrame frame)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        byte[] block = new byte[(int)Math.Min(1 << 18, frame.Layout.BodyLength)];
        int count;
        for (long offset = 0; (count = reader.ReadBody(frame.Layout, offset, block)) > 0; offset += count)
        {
            hash.AppendData(block, 0, count);
        }

        if (!CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), frame.PayloadDigest.Span))
        {
            throw new DareException(DareError.DigestMismatch, $"The body of frame {frame.Index} does not have the digest that is stated.");
        }
    }

    private static SequenceTail Find(IOctetSource source, long length, bool toWrite)
    {
        var reader = new FrameReader(new BufferedOctets(source, length));
        SequenceFrame zero = SequenceFrame.Read(reader, reader.At(0));
        SequenceTail tail = LastIndex(reader, zero, toWrite) ?? FromZero(reader, zero);
        tail.Follow(reader);
        return tail;
    }

    // From a frame at the end, over IndexPosition, to the last index frame; null where that way does not lead to one.
    private static SequenceTail? LastIndex(FrameReader reader, SequenceFrame zero, bool toWrite)
    {
        try
        {
            SequenceFrame last = SequenceFrame.Read(reader, reader.Before(reader.Length));
            if (!last.IsIndex)
            {
                if (last.Info.IndexPosition is not { } position || position >= last.Layout.Start)
                {
                    return null;
                }

                last = SequenceFrame.Read(reader, reader.At(position));
            }

            return last.IsIndex ? At(reader, zero, last, toWrite) : null;
        }
        catch (DareException)
        {
            // A torn end shows nothing; what is there is then found from the beginning, and what is wrong is said there.
            return null;
        }
    }

    private static SequenceTail At(FrameReader reader, SequenceFrame zero, SequenceFrame index, bool toWrite)
    {
        if (index.Meta.FrameIndex is not { } info)
        {
            throw DareException.Malformed("An index frame does not say what it covers.");
        }

        if (toWrite)
        {
            RequireBody(reader, index);
        }

        MerkleFrontier tree = MerkleFrontier.Restore(index.Index, info.Frontier.Span);
        var tail = new SequenceTail(HeadOf(reader, zero), zero, tree, toWrite ? Walk(reader, index) : null, index);
        tail.Append(index, index.Leaf().Hash());
        return tail;
    }

    // The way that TreePosition takes from the frame before the index frame; every offset is that of the frame that it should be.
    private static TreePositions Walk(FrameReader reader, SequenceFrame index)
    {
        SequenceFrame? after = null;
        return TreePositions.Restore(index.Index, wanted =>
        {
            long offset = after is null ? reader.Before(index.Layout.Start).Start : after.Info.TreePosition ?? 0;
            after = FrameAt(reader, offset, wanted);
            return offset;
        });
    }

    private static SequenceTail FromZero(FrameReader reader, SequenceFrame zero)
    {
        var tail = new SequenceTail(HeadOf(reader, zero), zero, new MerkleFrontier(), new TreePositions(), null);
        tail.Append(zero, zero.Leaf().Hash());
        return tail;
    }

    /// <summary>What frame 0 says; its body has the digest that is stated.</summary>
    /// <exception cref="DareException">It is not one of ours.</exception>
    public static StoreHead HeadOf(FrameReader reader, SequenceFrame zero) => StoreHead.Read(ZeroOf(reader, zero));

    private static StoreFrame ZeroOf(FrameReader reader, SequenceFrame zero)
    {
        if (zero.Layout.Length > DareLimits.Header * 3L)
        {
            throw new DareException(DareError.LimitExceeded, "Frame 0 of the sequence is too long.");
        }

        RequireBody(reader, zero);
        return StoreFrame.Parse(reader.Whole(zero.Layout));
    }

    private void Follow(FrameReader reader, Action<SequenceFrame>? each = null)
    {
        Fault = null;
        var erasures = new ErasureSearch(reader);
        while (End < reader.Length)
        {
            SequenceFrame frame;
            try
            {
                frame = FrameAt(reader, End, Count);
                Append(frame, Leaf(reader, frame, erasures));
            }
            catch (DareException e)
            {
                Fault = e;
                return;
            }

            each?.Invoke(frame);
        }
    }

    // Of a frame that was erased the leaf is all that there is to verify.
    private byte[] Leaf(FrameReader reader, SequenceFrame frame, ErasureSearch erasures)
    {
        byte[] leaf = frame.Leaf().Hash();
        try
        {
            RequireBody(reader, frame);
            return CryptographicOperations.FixedTimeEquals(RootWith(leaf), frame.ApexDigest.Span) || erasures.Find(frame) is not { } note
                ? leaf
                : note.LeafOf(frame);
        }
        catch (DareException e) when (e.Code == DareError.DigestMismatch && !frame.IsMeta && erasures.Find(frame) is { } note)
        {
            return note.LeafOf(frame);
        }
    }

    /// <summary>The root with one leaf more.</summary>
    public byte[] RootWith(ReadOnlySpan<byte> leaf) => Tree.RootWith(leaf);

    /// <summary>Takes note of a frame without index that was written here.</summary>
    public void Wrote(ReadOnlySpan<byte> leaf, long length)
    {
        Tree.Append(leaf, Nodes);
        _positions!.Append(End);
        Offsets.Add(End);
        End += length;
    }

    /// <summary>Begins anew with an index frame that was written here, the last frame of the file.</summary>
    public void Reread(IOctetSource source, long offset)
    {
        var reader = new FrameReader(source);
        SequenceFrame frame = FrameAt(reader, offset, Count - 1);
        Index = Last = frame;
        Offsets.Clear();
        Offsets.Add(offset);
        Nodes.Clear();
        MerkleFrontier.Restore(frame.Index, frame.Meta.FrameIndex!.Frontier.Span).Append(frame.Leaf().Hash(), Nodes);
    }

    private void Append(SequenceFrame frame, byte[] leaf)
    {
        if (_positions is not null && frame.Info.TreePosition != _positions.Next)
        {
            throw new DareException(DareError.WrongPlace, $"The TreePosition of frame {frame.Index} is not the offset that it should be.");
        }

        if (!CryptographicOperations.FixedTimeEquals(RootWith(leaf), frame.ApexDigest.Span))
        {
            throw new DareException(DareError.TreeMismatch, $"Frame {frame.Index} does not have the root that the frames up to it give.");
        }

        if (frame.IsIndex)
        {
            Index = frame;
            Offsets.Clear();
            Nodes.Clear();
        }

        Tree.Append(leaf, Nodes);
        _positions?.Append(frame.Layout.Start);
        Offsets.Add(frame.Layout.Start);
        Last = frame;
        if (frame.Trailer.SequenceSignatures.Count > 0)
        {
            Signed = (State, frame.Trailer.SequenceSignatures);
        }

        End = frame.Layout.End;
    }
}
