namespace Mesh.Dare;

/// <summary>
/// The offsets that TreePosition of later frames will need (DARE 4.4): those of the last frames of the subtrees that the count is made of. At
/// most 64 of them, however long the sequence is.
/// </summary>
internal sealed class TreePositions
{
    private readonly List<(long Index, long Offset)> _kept = [];

    /// <summary>Frames so far.</summary>
    public long Count { get; private set; }

    /// <summary>TreePosition of the next frame; null for frame 0.</summary>
    public long? Next => Count == 0 ? null : Find(PreviousFrame.Of(Count));

    /// <summary>Takes note of the next frame.</summary>
    public void Append(long offset)
    {
        long last = Count - 1 - LowestBit(Count + 1) + 1;
        while (_kept.Count > 0 && _kept[^1].Index > last)
        {
            _kept.RemoveAt(_kept.Count - 1);
        }

        _kept.Add((Count, offset));
        Count++;
    }

    /// <summary>The offsets that matter for a count, found from the last frame by following TreePosition, each checked by the caller.</summary>
    /// <param name="count">Frames so far.</param>
    /// <param name="offsetOf">The offset of a frame, given that of the frame after it in this walk.</param>
    public static TreePositions Restore(long count, Func<long, long> offsetOf)
    {
        var positions = new TreePositions { Count = count };
        for (long n = count; n > 0; n -= LowestBit(n))
        {
            positions._kept.Insert(0, (n - 1, offsetOf(n - 1)));
        }

        return positions;
    }

    private static long LowestBit(long n) => n & -n;

    private long Find(long index)
    {
        foreach ((long kept, long offset) in _kept)
        {
            if (kept == index)
            {
                return offset;
            }
        }

        throw new InvalidOperationException($"the offset of frame {index} was not kept");
    }
}
