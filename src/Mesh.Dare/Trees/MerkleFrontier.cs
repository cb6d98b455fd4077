using System.Numerics;

namespace Mesh.Dare;

/// <summary>
/// What must be kept of a <c>MerkleLog</c> to append to it and to know its root (RFC 9162 2.1): the hashes of the complete subtrees
/// that the count is made of, one for each 1 bit of the count, largest first. At most 63 hashes, 2,016 octets.
/// Not safe for concurrent use; <see cref="Clone"/> gives an independent copy.
/// </summary>
public sealed class MerkleFrontier
{
    private readonly byte[] _nodes = new byte[63 * MerkleHash.Size];

    /// <summary>The frontier of the empty tree.</summary>
    public MerkleFrontier()
    {
    }

    private MerkleFrontier(long count, ReadOnlySpan<byte> nodes)
    {
        Count = count;
        nodes.CopyTo(_nodes);
    }

    /// <summary>Number of leaves so far.</summary>
    public long Count { get; private set; }

    /// <summary>The kept hashes, 32 octets each, largest subtree first; with <see cref="Count"/> the whole state.</summary>
    public ReadOnlySpan<byte> Nodes => _nodes.AsSpan(0, BitOperations.PopCount((ulong)Count) * MerkleHash.Size);

    /// <summary>Takes up a state written earlier. The state is a cache: it proves nothing, and must be checked against a root.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: the octets do not fit the count.</exception>
    public static MerkleFrontier Restore(long count, ReadOnlySpan<byte> nodes)
    {
        if (count < 0 || nodes.Length != BitOperations.PopCount((ulong)count) * MerkleHash.Size)
        {
            throw DareException.Malformed("The frontier of a tree does not have the length that its count asks for.");
        }

        return new MerkleFrontier(count, nodes);
    }

    /// <summary>An independent copy.</summary>
    public MerkleFrontier Clone() => new(Count, Nodes);

    /// <summary>Appends the leaf with this 32-octet hash.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: another length.</exception>
    public void Append(ReadOnlySpan<byte> leafHash) => Append(leafHash, completed: null);

    /// <summary>As <see cref="Append(ReadOnlySpan{byte})"/>; the leaf and every subtree that it completes go to <paramref name="completed"/>, smallest first.</summary>
    internal void Append(ReadOnlySpan<byte> leafHash, OctetList? completed)
    {
        MerkleHash.RequireSize(leafHash);
        completed?.Add(leafHash);
        Span<byte> carry = stackalloc byte[MerkleHash.Size];
        leafHash.CopyTo(carry);
        int kept = BitOperations.PopCount((ulong)Count);
        for (long n = Count; (n & 1) == 1; n >>= 1)
        {
            kept--;
            MerkleHash.Node(Node(kept), carry, carry);
            completed?.Add(carry);
        }

        long count = checked(Count + 1);
        carry.CopyTo(Node(kept));
        Count = count;
    }

    /// <summary>The 32-octet root over the leaves so far.</summary>
    public byte[] Root()
    {
        int kept = BitOperations.PopCount((ulong)Count);
        if (kept == 0)
        {
            return MerkleHash.EmptyRoot();
        }

        byte[] root = Node(kept - 1).ToArray();
        for (int k = kept - 2; k >= 0; k--)
        {
            MerkleHash.Node(Node(k), root, root);
        }

        return root;
    }

    /// <summary>The 32-octet root with one leaf more.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: another length.</exception>
    public byte[] RootWith(ReadOnlySpan<byte> leafHash)
    {
        MerkleHash.RequireSize(leafHash);
        byte[] root = leafHash.ToArray();
        for (int k = BitOperations.PopCount((ulong)Count) - 1; k >= 0; k--)
        {
            MerkleHash.Node(Node(k), root, root);
        }

        return root;
    }

    private Span<byte> Node(int position) => _nodes.AsSpan(position * MerkleHash.Size, MerkleHash.Size);
}
