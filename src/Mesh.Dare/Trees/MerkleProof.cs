using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Verification of proofs of a <c>MerkleLog</c> (RFC 9162 2.1.3.2 and 2.1.4.2). Nothing here throws on any input: a proof either
/// leads to the root or does not.
/// </summary>
public static class MerkleProof
{
    /// <summary>
    /// True when <paramref name="path"/> leads from the leaf hash at <paramref name="index"/> to <paramref name="root"/>, the root over
    /// <paramref name="count"/> leaves.
    /// </summary>
    public static bool VerifyInclusion(
        long index, long count, ReadOnlySpan<byte> leafHash, ReadOnlySpan<byte> root, IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        if (index < 0 || index >= count || leafHash.Length != MerkleHash.Size || !WellFormed(path))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        leafHash.CopyTo(hash);
        long position = index;
        long last = count - 1;
        foreach (ReadOnlyMemory<byte> sibling in path)
        {
            if (last == 0)
            {
                return false;
            }

            if ((position & 1) == 1 || position == last)
            {
                MerkleHash.Node(sibling.Span, hash, hash);
                SkipAbsentLevels(ref position, ref last);
            }
            else
            {
                MerkleHash.Node(hash, sibling.Span, hash);
            }

            position >>= 1;
            last >>= 1;
        }

        return last == 0 && CryptographicOperations.FixedTimeEquals(hash, root);
    }

    /// <summary>
    /// True when <paramref name="path"/> shows that the tree over <paramref name="to"/> leaves with root <paramref name="rootTo"/> begins
    /// with the one over <paramref name="from"/> leaves with root <paramref name="rootFrom"/>. Equal counts need equal roots and an empty
    /// path; every tree continues the empty one.
    /// </summary>
    public static bool VerifyConsistency(
        long from, long to, ReadOnlySpan<byte> rootFrom, ReadOnlySpan<byte> rootTo, IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        if (from < 0 || from > to || rootFrom.Length != MerkleHash.Size || rootTo.Length != MerkleHash.Size || !WellFormed(path))
        {
            return false;
        }

        if (from == to)
        {
            return path.Count == 0 && CryptographicOperations.FixedTimeEquals(rootFrom, rootTo);
        }

        if (from == 0)
        {
            return path.Count == 0 && CryptographicOperations.FixedTimeEquals(rootFrom, MerkleHash.EmptyRoot());
        }

        return Consistent(from, to, rootFrom, rootTo, path);
    }

    private static bool Consistent(
        long from, long to, ReadOnlySpan<byte> rootFrom, ReadOnlySpan<byte> rootTo, IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        // A power of two is a whole subtree of the newer tree: its root is the first node, and the path leaves it out.
        bool whole = (from & (from - 1)) == 0;
        if (path.Count == 0 && !whole)
        {
            return false;
        }

        long position = from - 1;
        long last = to - 1;
        while ((position & 1) == 1)
        {
            position >>= 1;
            last >>= 1;
        }

        Span<byte> old = stackalloc byte[MerkleHash.Size];
        Span<byte> now = stackalloc byte[MerkleHash.Size];
        (whole ? rootFrom : path[0].Span).CopyTo(old);
        old.CopyTo(now);
        for (int k = whole ? 0 : 1; k < path.Count; k++)
        {
            if (last == 0)
            {
                return false;
            }

            ReadOnlySpan<byte> node = path[k].Span;
            if ((position & 1) == 1 || position == last)
            {
                MerkleHash.Node(node, old, old);
                MerkleHash.Node(node, now, now);
                SkipAbsentLevels(ref position, ref last);
            }
            else
            {
                MerkleHash.Node(now, node, now);
            }

            position >>= 1;
            last >>= 1;
        }

        return last == 0
            && CryptographicOperations.FixedTimeEquals(old, rootFrom)
            && CryptographicOperations.FixedTimeEquals(now, rootTo);
    }

    // A node at the right edge without a sibling passes up unchanged.
    private static void SkipAbsentLevels(ref long position, ref long last)
    {
        while ((position & 1) == 0 && position != 0)
        {
            position >>= 1;
            last >>= 1;
        }
    }

    private static bool WellFormed(IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        // 2^63 leaves have paths of at most 63 nodes; a consistency path has one more.
        if (path.Count > 64)
        {
            return false;
        }

        foreach (ReadOnlyMemory<byte> node in path)
        {
            if (node.Length != MerkleHash.Size)
            {
                return false;
            }
        }

        return true;
    }
}
