using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The apex of a published <c>Merkle</c> sequence (DARE 4.6, D-08) as it was meant: T(0) = H(0^n ‖ PD(0)); for later frames every left
/// apex is folded in, and finally that of the preceding frame in the tree. Only read: what we write is <c>MerkleLog</c>. Holds the apex
/// of every frame, since any may be needed.
/// </summary>
public sealed class LinkedMerkle
{
    private readonly HashAlgorithmName _hash;
    private readonly List<byte[]> _apexes = [];

    /// <summary>An empty tree for this digest (<see cref="DareDigest"/>).</summary>
    public LinkedMerkle(DareDigest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        _hash = digest.HashName;
        Zeros = new byte[digest.Size];
    }

    /// <summary>Frames so far.</summary>
    public int Count => _apexes.Count;

    private byte[] Zeros { get; }

    /// <summary>Adds the frame with this payload digest and gives its apex.</summary>
    public byte[] Append(ReadOnlySpan<byte> payloadDigest)
    {
        int index = _apexes.Count;
        byte[] apex = Apex(index, payloadDigest, linked: true);
        _apexes.Add(apex);
        return apex;
    }

    /// <summary>
    /// What the deployed writers put: the same foldings for frame number <paramref name="index"/>, but zeros in place of every earlier
    /// apex, so that the value depends on this payload alone.
    /// </summary>
    internal byte[] Unlinked(int index, ReadOnlySpan<byte> payloadDigest) => Apex(index, payloadDigest, linked: false);

    private byte[] Apex(int index, ReadOnlySpan<byte> payloadDigest, bool linked)
    {
        byte[] current = payloadDigest.ToArray();
        if (index == 0)
        {
            return Hash(Zeros, current);
        }

        int rest = index + 1;
        int distance = 1;
        while ((rest & 1) == 0)
        {
            current = Hash(linked ? _apexes[index - distance] : Zeros, current);
            distance *= 2;
            rest /= 2;
        }

        int previous = rest == 1 ? (distance / 2) - 1 : index - distance;
        return Hash(linked ? _apexes[previous] : Zeros, current);
    }

    private byte[] Hash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(_hash);
        hash.AppendData(left);
        hash.AppendData(right);
        return hash.GetHashAndReset();
    }
}
