namespace Mesh.Dare;

/// <summary>
/// Copies some frames of a sequence, octet for octet, into a file that stays verifiable under the signature of the original (docs/format/subset.md):
/// those chosen, frame 0, the index frames in force, the exchange frames whose base seeds these need, and everything from the last index frame on.
/// </summary>
public static class SubsetWriter
{
    private const int Step = 4 << 20;

    /// <summary>Which octets of the original belong to a copy.</summary>
    /// <param name="reader">The original, or a copy that has what is chosen.</param>
    /// <param name="frames">The numbers of the frames that are chosen.</param>
    /// <returns>Increasing, not touching; the last one ends where what is signed ends.</returns>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>; <see cref="DareError.Decryption"/>: the index cannot be opened; and those of
    /// <see cref="SequenceReader.Frame"/>, where the sequence has exchange frames.</exception>
    public static IReadOnlyList<OctetExtent> Plan(SequenceReader reader, IEnumerable<long> frames)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(frames);
        long first = reader.TailStart;
        SortedSet<long> wanted = [0, .. reader.IndexFrames(), .. frames];
        foreach (long index in wanted.Where(i => i < first && i > 0).ToList())
        {
            // The header of a frame is read only where it can name another one.
            if (reader.HasExchanges && reader.Frame(index).Info.ExchangePosition is { } exchange)
            {
                wanted.Add(exchange);
            }
        }

        for (long i = first; i < reader.Count; i++)
        {
            wanted.Add(i);
            if (reader.HasExchanges && reader.Frame(i).Info.ExchangePosition is { } exchange)
            {
                wanted.Add(exchange);
            }
        }

        List<OctetExtent> extents = [];
        foreach (OctetExtent next in wanted.Select(reader.ExtentOf))
        {
            if (extents.Count > 0 && extents[^1].End == next.Start)
            {
                extents[^1] = extents[^1] with { Length = extents[^1].Length + next.Length };
            }
            else
            {
                extents.Add(next);
            }
        }

        return extents;
    }

    /// <summary>Writes a copy. What is written is not verified here: see <see cref="SubsetVerifier"/>.</summary>
    /// <param name="source">The octets of the original.</param>
    /// <param name="extents">What <see cref="Plan"/> says.</param>
    /// <param name="output">Where to; written once and forwards.</param>
    /// <param name="written">How many octets <paramref name="output"/> has from an attempt that was interrupted; the writing goes on behind them.</param>
    /// <param name="progress">Told how many octets were copied.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Octets of the copy.</returns>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: too many extents; <see cref="DareError.Malformed"/>: the source has become
    /// shorter.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static long Write(
        IOctetSource source,
        IReadOnlyList<OctetExtent> extents,
        Stream output,
        long written = 0,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(extents);
        ArgumentNullException.ThrowIfNull(output);
        byte[] map = SubsetMap.Encode(extents);
        byte[] block = new byte[(int)Math.Min(Step, extents.Max(e => e.Length))];
        long done = 0;
        foreach (OctetExtent extent in extents)
        {
            long skipped = Math.Clamp(written - done, 0, extent.Length);
            done += skipped;
            for (long at = extent.Start + skipped; at < extent.End;)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = source.Read(at, block.AsSpan(0, (int)Math.Min(block.Length, extent.End - at)));
                if (count <= 0)
                {
                    throw DareException.Malformed("The sequence became shorter while it was read.");
                }

                output.Write(block, 0, count);
                at += count;
                done += count;
                progress?.Report(done);
            }
        }

        output.Write(map.AsSpan((int)Math.Clamp(written - done, 0, map.Length)));
        return done + map.Length;
    }
}
