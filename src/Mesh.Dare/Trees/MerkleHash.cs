using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The hashes of a <c>MerkleLog</c> (RFC 9162 2.1.1; Mesh sealing, section 4): SHA-256, 32 octets; leaf = H(00 ‖ input),
/// node = H(01 ‖ left ‖ right). The prefixes keep a node from passing for a leaf.
/// </summary>
public static class MerkleHash
{
    /// <summary>Octets of every hash in the tree.</summary>
    public const int Size = SHA256.HashSizeInBytes;

    private const int LongestOnStack = 1024;

    /// <summary>The root of no leaves: SHA-256 of nothing. A new array at each call.</summary>
    public static byte[] EmptyRoot() => SHA256.HashData([]);

    /// <summary>The 32-octet hash of a leaf with this input.</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> input)
    {
        if (input.Length < LongestOnStack)
        {
            Span<byte> octets = stackalloc byte[1 + input.Length];
            octets[0] = 0;
            input.CopyTo(octets[1..]);
            return SHA256.HashData(octets);
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(input);
        return hash.GetHashAndReset();
    }

    /// <summary>Writes the hash of the node over two hashes of 32 octets; <paramref name="destination"/> may be one of them.</summary>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Size)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Size)..]);
        SHA256.HashData(input, destination);
    }

    internal static void RequireSize(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != Size)
        {
            throw new DareException(DareError.Malformed, $"A tree hash has {Size} octets, not {hash.Length}.");
        }
    }
}
