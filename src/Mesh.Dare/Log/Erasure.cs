namespace Mesh.Dare;

/// <summary>One frame of a store that is to be erased (Mesh sealing, section 4; Mesh account log, Erasing and compacting).</summary>
public sealed record Erasure(StoreLabel Label, long Index, ErasedParts Parts);
