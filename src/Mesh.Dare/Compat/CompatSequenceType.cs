namespace Mesh.Dare;

/// <summary>The types of sequence that <see cref="CompatSequenceWriter"/> writes (DARE 4.3). <c>Chain</c> is read only (D-09).</summary>
public enum CompatSequenceType
{
    /// <summary>Frames one after another.</summary>
    List,

    /// <summary>With the digest of every body.</summary>
    Digest,

    /// <summary>With positions for binary search.</summary>
    Tree,

    /// <summary>With digests, positions and apexes that are linked (DARE 4.6).</summary>
    Merkle,
}
