using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Verifies the frames of a store one after another, from frame 0 or from a state verified before (Mesh sealing, sections 4 and 5):
/// framing, Index, TreePosition, digest of the body, leaf, root. What it gives is under the root
/// (<see cref="VerificationLevel.Apex"/>); whose root that is, the caller finds out by a checkpoint or a signed root.
/// </summary>
public sealed class StoreReader
{
    private readonly List<long> _offsets = [];
    private readonly SaltDigests _erased;
    private MerkleFrontier _tree = new();

    /// <summary>A reader that begins with frame 0.</summary>
    /// <param name="erased">What the Erase entries of the store say; see <see cref="SaltDigests.Collect"/>.</param>
    public StoreReader(SaltDigests? erased = null) => _erased = erased ?? new SaltDigests();

    /// <summary>What frame 0 says.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no frame was read yet.</exception>
    public StoreHead Head
    {
        get => field ?? throw new DareException(DareError.InvalidRequest, "Frame 0 of the store has not been read yet.");
        private set;
    }

    /// <summary>Frames so far.</summary>
    public long Count => _tree.Count;

    /// <summary>Octets so far: where the next frame begins in the store.</summary>
    public long Position { get; private set; }

    /// <summary>The state so far, to be remembered or compared.</summary>
    public StoreCheckpoint Checkpoint => new(Head.Origin, Count, _tree.Root());

    /// <summary>
    /// A reader that goes on where another one ended.
    /// </summary>
    /// <param name="head">What frame 0 says.</param>
    /// <param name="tree">The tree over the frames that were verified.</param>
    /// <param name="offsets">Where each of them begins in the store.</param>
    /// <param name="position">Where the last of them ends.</param>
    /// <param name="erased">What the Erase entries of the store say.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: the parts do not fit each other.</exception>
    public static StoreReader Resume(
        StoreHead head, MerkleFrontier tree, IReadOnlyCollection<long> offsets, long position, SaltDigests? erased = null)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(offsets);
        if (offsets.Count != tree.Count || tree.Count == 0)
        {
            throw new DareException(DareError.InvalidRequest, "The state of a store has one offset for each frame.");
        }

        var reader = new StoreReader(erased) { _tree = tree.Clone(), Position = position, Head = head };
        reader._offsets.AddRange(offsets);
        return reader;
    }

    /// <summary>Reads a whole store.</summary>
    /// <exception cref="DareException">As <see cref="Next"/>.</exception>
    public static (StoreReader Reader, IReadOnlyList<StoreFrame> Frames) ReadAll(ReadOnlyMemory<byte> store)
    {
        List<StoreFrame> frames = [];
        foreach (FrameLayout layout in new FrameReader(new MemoryOctets(store)).Forward())
        {
            frames.Add(StoreFrame.Parse(store.Slice((int)layout.Start, (int)layout.Length)));
        }

        var reader = new StoreReader(SaltDigests.Collect(frames));
        frames.ForEach(reader.Accept);
        return (reader, frames);
    }

    /// <summary>Verifies the next frame; when it throws, the reader is as before.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>; <see cref="DareError.WrongPlace"/>: another Index or
    /// TreePosition; <see cref="DareError.DigestMismatch"/>; <see cref="DareError.TreeMismatch"/>: another root, or an erased salt of which
    /// nothing is known.
    /// </exception>
    public StoreFrame Next(ReadOnlyMemory<byte> octets)
    {
        StoreFrame frame = StoreFrame.Parse(octets);
        Accept(frame);
        return frame;
    }

    private void Accept(StoreFrame frame)
    {
        RequirePlace(frame);
        RequireBody(frame);
        MerkleFrontier tree = TreeWith(frame);
        if (frame.Index == 0)
        {
            Head = StoreHead.Read(frame);
        }

        _tree = tree;
        _offsets.Add(Position);
        Position += frame.Octets.Length;
    }

    private MerkleFrontier TreeWith(StoreFrame frame)
    {
        MerkleFrontier tree = _tree.Clone();
        tree.Append(_erased.LeafHash(frame, _tree));
        return CryptographicOperations.FixedTimeEquals(tree.Root(), frame.ApexDigest.Span)
            ? tree
            : throw new DareException(DareError.TreeMismatch, $"Frame {frame.Index} does not have the root that the frames up to it give.");
    }

    private void RequirePlace(StoreFrame frame)
    {
        long? position = Count == 0 ? null : _offsets[(int)PreviousFrame.Of(Count)];
        if (frame.Index != Count || frame.Info.TreePosition != position)
        {
            throw new DareException(
                DareError.WrongPlace, $"A frame with Index {frame.Index}, or its TreePosition, does not continue the store at {Count}.");
        }
    }

    private void RequireBody(StoreFrame frame)
    {
        ReadOnlySpan<byte> stated = frame.Envelope.Trailer.PayloadDigest!.Value.Span;
        bool same = CryptographicOperations.FixedTimeEquals(DareDigest.S512.Compute(frame.Envelope.Body.Span), stated);
        bool erased = _erased.Names(frame.Index) && !frame.Envelope.Body.Span.ContainsAnyExcept((byte)0);
        if (!same && !erased)
        {
            throw new DareException(DareError.DigestMismatch, $"The body of frame {frame.Index} does not have the digest that is stated.");
        }
    }
}
