using System.Text.Json.Serialization;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>Answer to BindAccount (Mesh protocol, section 4.2).</summary>
public sealed record BindResponse : MeshResponse
{
    /// <summary>Why the account is on hold.</summary>
    public string? Reason { get; init; }

    /// <summary>Where to go on.</summary>
    [JsonPropertyName("URL")]
    public string? Url { get; init; }

    /// <summary>Where the account is served, and the key for what the service reads.</summary>
    public Enveloped<AccountHostAssignment>? EnvelopedAccountHostAssignment { get; init; }
}
