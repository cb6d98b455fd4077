namespace Mesh.Protocol;

/// <summary>What the chain ProfileService → host ConnectionService says.</summary>
/// <param name="ServiceUdf">UDF of the service profile.</param>
/// <param name="HostKey">Authentication key of the host's connection, 57 octets.</param>
public sealed record HostProof(string ServiceUdf, ReadOnlyMemory<byte> HostKey);
