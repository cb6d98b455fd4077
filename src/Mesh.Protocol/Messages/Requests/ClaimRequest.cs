using Mesh.Dare;

namespace Mesh.Protocol;

/// <summary>Claims a publication (Mesh protocol, section 4.10). Credential kind A or better.</summary>
public sealed record ClaimRequest : MeshRequest
{
    /// <summary>The signed MessageClaim, kept as it is.</summary>
    public required UnverifiedEnvelope EnvelopedMessageClaim { get; init; }
}
