namespace Mesh.Schema;

/// <summary>A denial: tells a revoked key from one that was never known (Mesh schema 10.1).</summary>
public sealed record NullCapability : Capability;
