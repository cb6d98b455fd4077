using System.Numerics;

namespace Mesh.Dare;

/// <summary>Roots and proofs of RFC 9162 2.1 from the complete subtrees of a tree: O(log n) hashes each.</summary>
internal static class MerklePaths
{
    /// <summary>The root over the first <paramref name="count"/> leaves.</summary>
    public static byte[] Root(IMerkleNodes nodes, long count) => count == 0 ? MerkleHash.EmptyRoot() : Hash(nodes, 0, count);

    /// <summary>The path of leaf <paramref name="index"/> under the root over <paramref name="count"/> leaves (2.1.3.1).</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no such leaf.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Inclusion(IMerkleNodes nodes, long index, long count)
    {
        RequireIndex(index, count);
        List<ReadOnlyMemory<byte>> path = [];
        long start = 0;
        long size = count;
        while (size > 1)
        {
            long left = LargestPowerBelow(size);
            if (index - start < left)
            {
                path.Add(Hash(nodes, start + left, size - left));
                size = left;
            }
            else
            {
                path.Add(Hash(nodes, start, left));
                start += left;
                size -= left;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>The proof that the tree over <paramref name="to"/> leaves continues the one over <paramref name="from"/> (2.1.4.1).</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: <paramref name="from"/> is greater, or negative.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Consistency(IMerkleNodes nodes, long from, long to)
    {
        if (from < 0 || from > to)
        {
            throw new DareException(DareError.InvalidRequest, "A consistency proof leads from a count to one that is not smaller.");
        }

        List<ReadOnlyMemory<byte>> path = [];
        if (from == 0 || from == to)
        {
            return path;
        }

        long start = 0;
        long size = to;
        long old = from;
        bool oldIsWholeSubtree = true;
        while (old != size)
        {
            long left = LargestPowerBelow(size);
            if (old <= left)
            {
                path.Add(Hash(nodes, start + left, size - left));
                size = left;
            }
            else
            {
                path.Add(Hash(nodes, start, left));
                start += left;
                size -= left;
                old -= left;
                oldIsWholeSubtree = false;
            }
        }

        if (!oldIsWholeSubtree)
        {
            path.Add(Hash(nodes, start, size));
        }

        path.Reverse();
        return path;
    }

    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no such leaf.</exception>
    public static void RequireIndex(long index, long count)
    {
        if (index < 0 || index >= count)
        {
            throw new DareException(DareError.InvalidRequest, $"The tree of {count} leaves has no leaf {index}.");
        }
    }

    private static long LargestPowerBelow(long size) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(size - 1)));

    private static byte[] Hash(IMerkleNodes nodes, long start, long size)
    {
        byte[] hash = new byte[MerkleHash.Size];
        Subtree(nodes, start, size, hash);
        return hash;
    }

    // start is a multiple of the largest power of two that is not above size, as everywhere in RFC 9162.
    private static void Subtree(IMerkleNodes nodes, long start, long size, Span<byte> destination)
    {
        if (BitOperations.IsPow2(size))
        {
            int level = BitOperations.Log2((ulong)size);
            nodes.CopyNode(level, start >> level, destination);
            return;
        }

        long left = LargestPowerBelow(size);
        Span<byte> right = stackalloc byte[MerkleHash.Size];
        Subtree(nodes, start, left, destination);
        Subtree(nodes, start + left, size - left, right);
        MerkleHash.Node(destination, right, destination);
    }
}
