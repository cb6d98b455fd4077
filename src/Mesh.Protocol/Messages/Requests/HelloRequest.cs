using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>Asks a service what it is (Mesh protocol, section 4.1). Credential kind A or better.</summary>
public sealed record HelloRequest : MeshRequest
{
    /// <summary>A binding that the client thinks of asking for.</summary>
    public Enveloped<CallsignBinding>? CallsignBinding { get; init; }
}
