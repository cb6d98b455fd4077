namespace Mesh.Dare;

/// <summary>The complete subtrees of a tree, wherever they are kept: in memory, or in index frames.</summary>
internal interface IMerkleNodes
{
    /// <summary>Copies the 32-octet hash of the subtree of 2^<paramref name="level"/> leaves that begins at leaf number · 2^level.</summary>
    void CopyNode(int level, long number, Span<byte> destination);
}
