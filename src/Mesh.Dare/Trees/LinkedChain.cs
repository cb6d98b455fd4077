using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// The chain digest of a published <c>Chain</c> sequence (DARE 4.5, D-09) as it was meant: C(0) = H(0^n ‖ PD(0)), C(i) = H(C(i−1) ‖ PD(i)).
/// Only read.
/// </summary>
public sealed class LinkedChain
{
    private readonly HashAlgorithmName _hash;
    private readonly byte[] _zeros;
    private byte[] _last;

    /// <summary>An empty chain for this digest.</summary>
    public LinkedChain(DareDigest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        _hash = digest.HashName;
        _zeros = new byte[digest.Size];
        _last = _zeros;
    }

    /// <summary>Adds the frame with this payload digest and gives its chain digest.</summary>
    public byte[] Append(ReadOnlySpan<byte> payloadDigest)
    {
        _last = Hash(_last, payloadDigest);
        return _last;
    }

    /// <summary>What the deployed writers put: zeros in place of the value before, so that it covers this payload alone.</summary>
    internal byte[] Unlinked(ReadOnlySpan<byte> payloadDigest) => Hash(_zeros, payloadDigest);

    private byte[] Hash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(_hash);
        hash.AppendData(left);
        hash.AppendData(right);
        return hash.GetHashAndReset();
    }
}
