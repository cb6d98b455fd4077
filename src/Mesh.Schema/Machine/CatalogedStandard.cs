namespace Mesh.Schema;

/// <summary>An account that this machine is connected to (Mesh schema 15).</summary>
public sealed record CatalogedStandard : CatalogedMachine;
