namespace Mesh.Protocol;

/// <summary>Answer to UnbindAccount (Mesh protocol, section 4.3).</summary>
public sealed record UnbindResponse : MeshResponse;
