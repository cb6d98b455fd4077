using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>Answer to Connect (Mesh protocol, section 4.4).</summary>
public sealed record ConnectResponse : MeshResponse
{
    /// <summary>The service's acknowledgement, with the witness.</summary>
    public Enveloped<AcknowledgeConnection>? EnvelopedAcknowledgeConnection { get; init; }

    /// <summary>The account that was asked.</summary>
    public Enveloped<ProfileAccount>? EnvelopedProfileAccount { get; init; }
}
