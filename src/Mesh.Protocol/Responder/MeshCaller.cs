namespace Mesh.Protocol;

/// <summary>Who sends a request: what the channel proved, and what the service made of the credentials at the handshake.</summary>
/// <param name="Kind">Credential kind.</param>
/// <param name="Names">UDFs of key, profile, signature key and service; digest of the credential.</param>
/// <param name="Binding">hb of the handshake, 64 octets.</param>
public sealed record MeshCaller(CredentialKind Kind, TicketNames Names, ReadOnlyMemory<byte> Binding);
