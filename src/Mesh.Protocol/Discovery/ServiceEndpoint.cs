using System.Net;

namespace Mesh.Protocol;

/// <summary>One host of a service and where it listens. Found through unauthenticated sources: whom to trust is decided elsewhere.</summary>
/// <param name="Host">The name that its certificate must bear and that <c>Host</c> carries; for an override the loopback address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Addresses">Addresses to connect to, in the order of preference.</param>
/// <param name="Paths">Paths to ask for, the next one where the one before is unknown (HTTP 404).</param>
/// <param name="IsSecure">TLS 1.3; false for loopback under MESH_RESOLVE alone.</param>
/// <param name="Udf">The service UDF that the name system claims, or null.</param>
public sealed record ServiceEndpoint(
    string Host, int Port, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<string> Paths, bool IsSecure, string? Udf)
{
    /// <summary>The short well-known path and, behind it, the one of web service discovery (Mesh protocol, P-36).</summary>
    public static IReadOnlyList<string> WellKnown { get; } = ["/.well-known/mmm", "/.well-known/srv/mmm"];

    /// <inheritdoc/>
    public override string ToString() => $"{(IsSecure ? "https" : "http")}://{Host}:{Port}";
}
