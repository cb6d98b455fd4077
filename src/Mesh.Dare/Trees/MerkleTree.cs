namespace Mesh.Dare;

/// <summary>
/// A whole <c>MerkleLog</c> in memory (RFC 9162 2.1; Mesh sealing, section 4): every complete node is kept, 64 octets for a leaf, so
/// that the root and the proofs for any earlier count cost O(log n) hashes. Not safe for concurrent use while appending.
/// </summary>
public sealed class MerkleTree : IMerkleNodes
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
        MerklePaths.RequireIndex(index, Count);
        return _levels[0][(int)index].ToArray();
    }

    /// <summary>The root over all leaves.</summary>
    public byte[] Root() => Root(Count);

    /// <summary>The root as it was over the first <paramref name="count"/> leaves.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: more leaves than there are.</exception>
    public byte[] Root(long count)
    {
        RequireCount(count);
        return MerklePaths.Root(this, count);
    }

    /// <summary>The inclusion proof (RFC 9162 2.1.3.1) of leaf <paramref name="index"/> under the root over <paramref name="count"/> leaves.</summary>
    /// <returns>The path from the leaf to the root, 32 octets each; at most 63.</returns>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: no such leaf or count.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> InclusionPath(long index, long count)
    {
        RequireCount(count);
        return MerklePaths.Inclusion(this, index, count);
    }

    /// <summary>
    /// The proof (RFC 9162 2.1.4.1) that the tree over <paramref name="to"/> leaves continues the one over
    /// <paramref name="from"/>; empty when the counts are equal or <paramref name="from"/> is 0.
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: <paramref name="from"/> is greater, or a count is beyond the tree.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> ConsistencyPath(long from, long to)
    {
        RequireCount(to);
        return MerklePaths.Consistency(this, from, to);
    }

    void IMerkleNodes.CopyNode(int level, long number, Span<byte> destination) => _levels[level][(int)number].CopyTo(destination);

    private void RequireCount(long count)
    {
        if (count < 0 || count > Count)
        {
            throw new DareException(DareError.InvalidRequest, $"The tree has {Count} leaves, not {count}.");
        }
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
