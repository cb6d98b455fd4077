using System.Numerics;

namespace Mesh.Dare;

/// <summary>
/// A whole <c>MerkleLog</c> in memory (RFC 9162 2.1; Mesh sealing, section 4): every complete node is kept, 64 octets for a leaf, so
/// that the root and the proofs for any earlier count cost O(log n) hashes. Not safe for concurrent use while appending.
/// </summary>
public sealed class MerkleTree
{
    // _levels[k] holds the hashes of the complete subtrees of 2^k leaves, in order.
    private readonly List<HashList> _levels = [new HashList()];

    /// <summary>Number of leaves.</summary>
    public long Count => _levels[0].Count;

    /// <summary>Appends the leaf with this 32-octet hash.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: another length.</exception>
    public void Append(ReadOnlySpan<byte> leafHash)
    {
        MerkleHash.RequireSize(leafHash);
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        leafHash.CopyTo(hash);
        for (int level = 0; ; level++)
        {
            if (level == _levels.Count)
            {
                _levels.Add(new HashList());
            }

            HashList row = _levels[level];
            row.Add(hash);
            if ((row.Count & 1) == 1)
            {
                return;
            }

            MerkleHash.Node(row[row.Count - 2], row[row.Count - 1], hash);
        }
    }

    /// <summary>The hash of leaf <paramref name="index"/>.</summary>
    public ReadOnlyMemory<byte> LeafHash(long index)
    {
        RequireIndex(index, Count);
        return _levels[0][(int)index].ToArray();
    }

    /// <summary>The root over all leaves.</summary>
    public byte[] Root() => Root(Count);

    /// <summary>The root as it was over the first <paramref name="count"/> leaves.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: more leaves than there are.</exception>
    public byte[] Root(long count)
    {
        RequireCount(count);
        byte[] root = new byte[MerkleHash.Size];
        if (count == 0)
        {
            return MerkleHash.EmptyRoot();
        }

        Subtree(0, count, root);
        return root;
    }

    /// <summary>The inclusion proof (RFC 9162 2.1.3.1) of leaf <paramref name="index"/> under the root over <paramref name="count"/> leaves.</summary>
    /// <returns>The path from the leaf to the root, 32 octets each; at most 63.</returns>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no such leaf or count.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> InclusionPath(long index, long count)
    {
        RequireCount(count);
        RequireIndex(index, count);
        List<ReadOnlyMemory<byte>> path = [];
        long start = 0;
        long size = count;
        while (size > 1)
        {
            long left = LargestPowerBelow(size);
            if (index - start < left)
            {
                path.Add(Hash(start + left, size - left));
                size = left;
            }
            else
            {
                path.Add(Hash(start, left));
                start += left;
                size -= left;
            }
        }

        path.Reverse();
        return path;
    }

    /// <summary>
    /// The proof (RFC 9162 2.1.4.1) that the tree over <paramref name="to"/> leaves continues the one over
    /// <paramref name="from"/>; empty when the counts are equal or <paramref name="from"/> is 0.
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: <paramref name="from"/> is greater, or a count is beyond the tree.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> ConsistencyPath(long from, long to)
    {
        RequireCount(to);
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
                path.Add(Hash(start + left, size - left));
                size = left;
            }
            else
            {
                path.Add(Hash(start, left));
                start += left;
                size -= left;
                old -= left;
                oldIsWholeSubtree = false;
            }
        }

        if (!oldIsWholeSubtree)
        {
            path.Add(Hash(start, size));
        }

        path.Reverse();
        return path;
    }

    private static long LargestPowerBelow(long size) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(size - 1)));

    private static void RequireIndex(long index, long count)
    {
        if (index < 0 || index >= count)
        {
            throw new DareException(DareError.InvalidRequest, $"The tree of {count} leaves has no leaf {index}.");
        }
    }

    private void RequireCount(long count)
    {
        if (count < 0 || count > Count)
        {
            throw new DareException(DareError.InvalidRequest, $"The tree has {Count} leaves, not {count}.");
        }
    }

    private byte[] Hash(long start, long size)
    {
        byte[] hash = new byte[MerkleHash.Size];
        Subtree(start, size, hash);
        return hash;
    }

    // start is a multiple of the largest power of two that is not above size, as everywhere in RFC 9162.
    private void Subtree(long start, long size, Span<byte> destination)
    {
        if (BitOperations.IsPow2(size))
        {
            int level = BitOperations.Log2((ulong)size);
            _levels[level][(int)(start >> level)].CopyTo(destination);
            return;
        }

        long left = LargestPowerBelow(size);
        Span<byte> right = stackalloc byte[MerkleHash.Size];
        Subtree(start, left, destination);
        Subtree(start + left, size - left, right);
        MerkleHash.Node(destination, right, destination);
    }

    private sealed class HashList
    {
        private byte[] _octets = new byte[4 * MerkleHash.Size];

        public int Count { get; private set; }

        public ReadOnlySpan<byte> this[int position] => _octets.AsSpan(position * MerkleHash.Size, MerkleHash.Size);

        public void Add(ReadOnlySpan<byte> hash)
        {
            int offset = Count * MerkleHash.Size;
            if (offset == _octets.Length)
            {
                Array.Resize(ref _octets, checked(_octets.Length * 2));
            }

            hash.CopyTo(_octets.AsSpan(offset));
            Count++;
        }
    }
}
