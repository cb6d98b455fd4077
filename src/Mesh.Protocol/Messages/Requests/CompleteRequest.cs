using System.Text.Json.Serialization;

namespace Mesh.Protocol;

/// <summary>Collects the decision about a connection request (Mesh protocol, section 4.5). Credential kind B, the requesting device's.</summary>
public sealed record CompleteRequest : StatusRequestBase
{
    /// <summary>The account that the device asked to join.</summary>
    public required string AccountAddress { get; init; }

    /// <summary>MakeID(Witness, responseid).</summary>
    [JsonPropertyName("ResponseID")]
    public required string ResponseId { get; init; }
}
