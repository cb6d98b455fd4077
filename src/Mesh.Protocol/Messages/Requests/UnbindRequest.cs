namespace Mesh.Protocol;

/// <summary>Ends the binding of an account (Mesh protocol, section 4.3). Credential kind C, or D with the right.</summary>
public sealed record UnbindRequest : MeshRequestUser;
