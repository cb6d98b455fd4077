using Mesh.Encoding;

namespace Mesh.Protocol;

/// <summary>What the chain ProfileService → host ConnectionService says.</summary>
/// <param name="Service">Fingerprint of the service profile, all of it.</param>
/// <param name="HostKey">Authentication key of the host's connection, 57 octets.</param>
public sealed record HostProof(Udf Service, ReadOnlyMemory<byte> HostKey);
