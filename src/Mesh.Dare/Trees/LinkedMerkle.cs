using System.Numerics;
using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The apex of a <c>Merkle</c> sequence (DARE 4.6, D-08) as it was meant: T(0) = H(0^n ‖ PD(0)); for later frames every left apex is folded
/// in, and finally that of the preceding frame in the tree. What we write of our own is <c>MerkleLog</c>; this is for the published type.
/// Holds at most 64 apexes, whatever the number of frames.
/// </summary>
public sealed class LinkedMerkle
{
    private readonly HashAlgorithmName _hash;
    private readonly byte[] _zeros;

    // The latest apex for each number of zeros that a frame's number, counted from 1, ends with. No older one is ever folded in: frames
    // m − 1, m − 2, m − 4, … before frame m, and its previous frame in the tree, are each the latest with as many zeros.
    private readonly byte[][] _latest = new byte[64][];

    /// <summary>An empty tree for this digest (<see cref="DareDigest"/>).</summary>
    public LinkedMerkle(DareDigest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        _hash = digest.HashName;
        _zeros = new byte[digest.Size];
    }

    /// <summary>Frames so far.</summary>
    public long Count { get; private set; }

    /// <summary>The apex that the next frame has with this payload digest.</summary>
    public byte[] Next(ReadOnlySpan<byte> payloadDigest) => Apex(Count, payloadDigest, linked: true);

    /// <summary>Adds the frame with this payload digest and gives its apex.</summary>
    public byte[] Append(ReadOnlySpan<byte> payloadDigest)
    {
        byte[] apex = Next(payloadDigest);
        Count++;
        _latest[BitOperations.TrailingZeroCount(Count)] = apex;
        return apex;
    }

    /// <summary>
    /// What the deployed writers put: the same foldings for frame number <paramref name="index"/>, but zeros in place of every earlier
    /// apex, so that the value depends on this payload alone.
    /// </summary>
    internal byte[] Unlinked(long index, ReadOnlySpan<byte> payloadDigest) => Apex(index, payloadDigest, linked: false);

    private byte[] Apex(long index, ReadOnlySpan<byte> payloadDigest, bool linked)
    {
        byte[] current = payloadDigest.ToArray();
        if (index == 0)
        {
            return Hash(_zeros, current);
        }

        ulong number = (ulong)index + 1;
        int zeros = BitOperations.TrailingZeroCount(number);
        for (int k = 0; k < zeros; k++)
        {
            current = Hash(linked ? _latest[k] : _zeros, current);
        }

        ulong odd = number >> zeros;
        int previous = odd == 1 ? zeros - 1 : zeros + BitOperations.TrailingZeroCount(odd - 1);
        return Hash(linked ? _latest[previous] : _zeros, current);
    }

    private byte[] Hash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(_hash);
        hash.AppendData(left);
        hash.AppendData(right);
        return hash.GetHashAndReset();
    }
}
