using System.Collections.Immutable;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>A device asks to join an account (Mesh protocol, section 4.4). Credential kind B.</summary>
public sealed record ConnectRequest : MeshRequest
{
    /// <summary>The signed request.</summary>
    public required Enveloped<RequestConnection> EnvelopedRequestConnection { get; init; }

    /// <summary>Rights asked for; the administrator decides.</summary>
    public ImmutableArray<string> Rights { get => field.OrEmpty(); init; }
}
