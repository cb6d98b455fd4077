using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// How far a store had come: origin, count of frames, root (Mesh sealing, section 5). A device keeps the largest one that it has seen
/// outside the store, where a rolled-back store cannot take it along, and sounds an alarm when the store goes back or forks.
/// </summary>
public sealed class StoreCheckpoint
{
    /// <summary>Creates a checkpoint.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: lengths other than 16 and 32, or a negative count.</exception>
    public StoreCheckpoint(ReadOnlyMemory<byte> origin, long count, ReadOnlyMemory<byte> root)
    {
        if (origin.Length != StorePlace.OriginSize || root.Length != MerkleHash.Size || count < 0)
        {
            throw DareException.Malformed("A checkpoint has an origin of 16 octets, a count from 0 and a root of 32 octets.");
        }

        Origin = origin.ToArray();
        Count = count;
        Root = root.ToArray();
    }

    /// <summary>The origin of the store, 16 octets.</summary>
    public ReadOnlyMemory<byte> Origin { get; }

    /// <summary>Number of frames.</summary>
    public long Count { get; }

    /// <summary>The root over them, 32 octets.</summary>
    public ReadOnlyMemory<byte> Root { get; }

    /// <summary>Requires that the store has grown from here to <paramref name="next"/>, shown by a consistency proof.</summary>
    /// <param name="next">The later state.</param>
    /// <param name="path">The proof; empty when the counts are equal.</param>
    /// <exception cref="DareException">
    /// <see cref="DareError.WrongPlace"/>: another origin; <see cref="DareError.TreeMismatch"/>: the store went back, or shows another root
    /// for the same count, or the proof does not hold. Each is an alarm.
    /// </exception>
    public void RequireGrowth(StoreCheckpoint next, IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(path);
        RequireSameStore(next);
        if (next.Count < Count)
        {
            throw new DareException(DareError.TreeMismatch, $"The store went back from {Count} frames to {next.Count}.");
        }

        if (!MerkleProof.VerifyConsistency(Count, next.Count, Root.Span, next.Root.Span, path))
        {
            throw Forked();
        }
    }

    /// <summary>Requires that the store whose frames are at hand contains this state.</summary>
    /// <param name="origin">The origin in its frame 0.</param>
    /// <param name="tree">The tree over its frames.</param>
    /// <exception cref="DareException">As <see cref="RequireGrowth"/>.</exception>
    public void RequireWithin(ReadOnlyMemory<byte> origin, MerkleTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (tree.Count < Count)
        {
            throw new DareException(DareError.TreeMismatch, $"The store went back from {Count} frames to {tree.Count}.");
        }

        RequireSameStore(new StoreCheckpoint(origin, tree.Count, tree.Root()));
        if (!CryptographicOperations.FixedTimeEquals(tree.Root(Count), Root.Span))
        {
            throw Forked();
        }
    }

    private void RequireSameStore(StoreCheckpoint next)
    {
        if (!Origin.Span.SequenceEqual(next.Origin.Span))
        {
            throw new DareException(DareError.WrongPlace, "The store has another origin than it had: it was rewritten or replaced.");
        }
    }

    private DareException Forked() =>
        new(DareError.TreeMismatch, $"The store no longer contains the {Count} frames that were seen: it has another root for them.");
}
