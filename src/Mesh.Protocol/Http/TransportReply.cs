namespace Mesh.Protocol;

/// <summary>What a host answered to one POST. Only the octets inside a record are an answer of the service.</summary>
/// <param name="Status">HTTP status: 200 with octets; anything else is a hint to restart, wait or go elsewhere.</param>
/// <param name="Body">The octets with 200; empty otherwise.</param>
public sealed record TransportReply(int Status, ReadOnlyMemory<byte> Body);
