using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>Answer to Complete (Mesh protocol, section 4.5).</summary>
public sealed record CompleteResponse : MeshResponse
{
    /// <summary>The decision, sealed to the device.</summary>
    public Enveloped<RespondConnection>? EnvelopedRespondConnection { get; init; }

    /// <summary>Where the account is served.</summary>
    public Enveloped<AccountHostAssignment>? EnvelopedAccountHostAssignment { get; init; }
}
