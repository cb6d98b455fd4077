using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Frames that are to be appended to one store, checked one after another against the store as it will then stand (Mesh account log,
/// Layout; Mesh sealing, sections 4 and 5). Nothing of it is seen by readers until it is published.
/// </summary>
internal sealed class StoreStage
{
    private readonly StoreIndex? _index;
    private readonly List<Staged> _frames;

    private StoreStage(string label, StoreIndex? index, StoreTree tree, long streamLength, List<Staged> frames, ReadOnlyMemory<byte> origin)
    {
        Label = label;
        _index = index;
        Tree = tree;
        StreamLength = streamLength;
        _frames = frames;
        Origin = origin;
    }

    public string Label { get; }

    public StoreTree Tree { get; }

    public long Count => (_index?.Count ?? 0) + _frames.Count;

    public long StreamLength { get; private set; }

    public ReadOnlyMemory<byte> Origin { get; private set; }

    public static StoreStage Of(string label, StoreIndex? index) =>
        new(label, index, index?.Tree.Clone() ?? new StoreTree(), index?.StreamLength ?? 0, [], index?.Origin ?? default);

    /// <summary>A copy to try a further transaction on.</summary>
    public StoreStage Fork() => new(Label, _index, Tree.Clone(), StreamLength, [.. _frames], Origin);

    /// <summary>The frame to which TreePosition of the next frame points, as an offset in the store's stream; null for frame zero.</summary>
    public long? NextTreePosition() => Count == 0 ? null : StreamStart(PreviousFrame.Of(Count));

    /// <summary>Appends a frame that continues the store; <paramref name="length"/> is that of its octets.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.WrongPlace"/>: another Index, TreePosition or label; <see cref="DareError.TreeMismatch"/>: another root.
    /// </exception>
    public void Append(StoreFacts facts, int length)
    {
        if (facts.Index != Count || facts.TreePosition != NextTreePosition())
        {
            throw new DareException(
                DareError.WrongPlace, $"A frame of {Label} has Index {facts.Index} or a TreePosition that do not continue the store at {Count}.");
        }

        if (facts.Index == 0)
        {
            if (facts.Store != Label)
            {
                throw new DareException(DareError.WrongPlace, $"Frame zero of {Label} names another store.");
            }

            Origin = facts.Origin;
        }

        Tree.Append(facts);
        _frames.Add(new Staged(facts, StreamLength, length));
        StreamLength += length;
    }

    /// <summary>Builds the next frame for an envelope, appends it and returns its octets.</summary>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>, <see cref="DareError.InvalidRequest"/>.</exception>
    public byte[] Append(UnverifiedEnvelope envelope, DateTimeOffset? received = null)
    {
        byte[] frame = StoreFrameBuilder.Append(envelope, NextTreePosition(), Tree.Frontier.Clone(), received);
        Append(StoreFactsReader.Read(frame), frame.Length);
        return frame;
    }

    /// <summary>Whether the tree has the root that the last frame states; false while the digest of an erased salt is missing.</summary>
    public bool RootAgrees() => Tree.IsWhole && CryptographicOperations.FixedTimeEquals(Tree.Root(), _frames[^1].Facts.ApexDigest.Span);

    /// <summary>The latest frame of a key among those staged.</summary>
    public KeyEntry? Find(string key)
    {
        for (int i = _frames.Count - 1; i >= 0; i--)
        {
            if (_frames[i].Facts.Key == key)
            {
                return KeyEntry.Of(_frames[i].Facts);
            }
        }

        return null;
    }

    /// <summary>The frame appended last.</summary>
    public StoreFacts Last => _frames[^1].Facts;

    /// <summary>What was staged, in order.</summary>
    public IEnumerable<StoreFacts> Facts => _frames.Select(f => f.Facts);

    private long StreamStart(long index)
    {
        long known = _index?.Count ?? 0;
        return index < known ? _index!.PositionOf(index) : _frames[(int)(index - known)].StreamStart;
    }

    private sealed record Staged(StoreFacts Facts, long StreamStart, int Length);
}
