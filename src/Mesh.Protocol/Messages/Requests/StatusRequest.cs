namespace Mesh.Protocol;

/// <summary>Asks for the state of an account (Mesh protocol, section 4.6). Credential kind D; C while setting up or recovering.</summary>
public sealed record StatusRequest : StatusRequestBase;
