namespace Mesh.Dare;

/// <summary>
/// Where the frames of a sequence stand: every 64th offset is kept, 8 octets each; the others are found from there by the lengths of the
/// frames between.
/// </summary>
internal sealed class FrameOffsets(FrameReader reader)
{
    private const int Stride = 64;

    private readonly List<long> _kept = [];

    public long Count { get; private set; }

    /// <summary>Adds the next frame.</summary>
    public void Add(long start)
    {
        if (Count++ % Stride == 0)
        {
            _kept.Add(start);
        }
    }

    /// <summary>The frame with that number.</summary>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>; <see cref="DareError.Malformed"/>: the source was changed.</exception>
    public FrameLayout Find(long index)
    {
        if (index < 0 || index >= Count)
        {
            throw new DareException(DareError.NotFound, $"The sequence has no frame {index}.");
        }

        FrameLayout layout = reader.At(_kept[(int)(index / Stride)]);
        for (long k = index % Stride; k > 0; k--)
        {
            layout = reader.At(layout.End);
        }

        return layout;
    }
}
