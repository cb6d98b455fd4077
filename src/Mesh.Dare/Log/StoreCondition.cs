namespace Mesh.Dare;

/// <summary>
/// What a transaction rests on in a store that it need not write to: the number of frames there must be. Who decided by what a store said
/// gives its count here, so that nothing is done by rights that ended meanwhile.
/// </summary>
public sealed record StoreCondition(StoreLabel Label, long Count);
