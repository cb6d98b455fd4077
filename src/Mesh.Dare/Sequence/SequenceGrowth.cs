using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Verifies that a file continues the sequence that its first octets are (docs/format/sequence.md, sections 6 and 7): every later frame has its form, its
/// number and positions, the digest of its body, and the root. Nothing of the earlier bodies is read, and no key is needed. Who signed the last root
/// is for <see cref="SequenceReader"/>.
/// </summary>
public static class SequenceGrowth
{
    private const long Step = 4 << 20;

    /// <summary>Follows the frames from <paramref name="known"/> on to the end.</summary>
    /// <param name="source">The file.</param>
    /// <param name="known">Where the frames end that are known; a frame ends there.</param>
    /// <param name="seen">States that were seen earlier, all of which the sequence must have gone through.</param>
    /// <param name="progress">Told how many octets were followed.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The state at the end.</returns>
    /// <exception cref="DareException">What is wrong; <see cref="DareError.TreeMismatch"/> and <see cref="DareError.WrongPlace"/> also where it is not the
    /// continuation of a state.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static StoreCheckpoint Follow(
        IOctetSource source,
        long known,
        IReadOnlyCollection<StoreCheckpoint> seen,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(seen);
        long length = source.Length;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(known, length);
        SequenceTail tail = SequenceTail.Find(source, known);
        RequireWhole(tail, known);
        foreach (StoreCheckpoint state in seen.Where(s => s.Count < tail.Count))
        {
            Require(state, new StoreCheckpoint(tail.Head.Origin, state.Count, RootOf(source, known, state.Count)));
        }

        HashSet<long> stops = [.. seen.Select(s => s.Count)];
        Require(seen, tail.State);
        var reader = new FrameReader(source);
        while (tail.End < length)
        {
            cancellation.ThrowIfCancellationRequested();
            long end = tail.End;
            long count = tail.Count;
            do
            {
                end = reader.At(end).End;
                count++;
            }
            while (end < length && end - tail.End < Step && !stops.Contains(count));
            tail.Follow(source, end);
            RequireWhole(tail, end);
            Require(seen, tail.State);
            progress?.Report(tail.End - known);
        }

        return seen.FirstOrDefault(s => s.Count > tail.Count) is { } later
            ? throw new DareException(DareError.TreeMismatch, $"The sequence went back from {later.Count} frames to {tail.Count}.")
            : tail.State;
    }

    private static void RequireWhole(SequenceTail tail, long end)
    {
        if (tail.Fault is { } fault)
        {
            throw new DareException(fault.Code, fault.Message, fault);
        }

        if (tail.End != end)
        {
            throw DareException.Malformed("The sequence does not end where a frame ends.");
        }
    }

    private static void Require(IEnumerable<StoreCheckpoint> seen, StoreCheckpoint now)
    {
        foreach (StoreCheckpoint state in seen.Where(s => s.Count == now.Count))
        {
            Require(state, now);
        }
    }

    private static void Require(StoreCheckpoint state, StoreCheckpoint now) => state.RequireGrowth(now, []);

    private static byte[] RootOf(IOctetSource source, long known, long count)
    {
        try
        {
            using var reader = SequenceReader.Open(new SliceOctets(source, 0, known), new OpenRequest(), withUnsigned: true);
            return reader.Root(count);
        }
        catch (DareException)
        {
            // The index is sealed, or there is none: header and trailer of every frame give its leaf.
            return Walk(new FrameReader(new BufferedOctets(source, known, 1 << 14)), count);
        }
    }

    private static byte[] Walk(FrameReader reader, long count)
    {
        var tree = new MerkleFrontier();
        for (long at = 0; tree.Count < count;)
        {
            SequenceFrame frame = SequenceTail.FrameAt(reader, at, tree.Count);
            tree.Append(frame.Leaf().Hash());
            at = frame.Layout.End;
        }

        return tree.Root();
    }
}
