namespace Mesh.Client;

/// <summary>What a service says of itself (Mesh protocols, 4.1), verified.</summary>
/// <param name="Version">Protocol version, for example <c>3.0</c>.</param>
/// <param name="ServiceUdf">Profile UDF of the service, proven by the handshake.</param>
/// <param name="Domain">The domain that it serves.</param>
public sealed record HelloResult(string Version, string ServiceUdf, string Domain);
