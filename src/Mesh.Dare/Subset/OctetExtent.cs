namespace Mesh.Dare;

/// <summary>Octets of a file that follow each other.</summary>
/// <param name="Start">The offset of the first.</param>
/// <param name="Length">How many there are.</param>
public readonly record struct OctetExtent(long Start, long Length)
{
    /// <summary>The offset behind the last one.</summary>
    public long End => Start + Length;
}
