using Mesh.Dare;

namespace Mesh.Protocol;

/// <summary>Answer to PollClaim (Mesh protocol, section 4.11): the latest valid claim.</summary>
public sealed record PollClaimResponse : MeshResponse
{
    /// <summary>The MessageClaim as it came.</summary>
    public UnverifiedEnvelope? EnvelopedMessage { get; init; }
}
