namespace Mesh.Schema;

/// <summary>A host of a service (Mesh schema 4.2): a device profile whose keys are derived for the actor <c>Host</c>.</summary>
public sealed record ProfileHost : ProfileDevice;
