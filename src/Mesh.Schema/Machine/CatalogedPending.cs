using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>A request of this machine to join an account, not yet answered (Mesh schema 15).</summary>
public sealed record CatalogedPending : CatalogedMachine
{
    /// <summary>Profile UDF of this machine.</summary>
    [JsonPropertyName("DeviceUDF")]
    public required string DeviceUdf { get; init; }

    /// <summary>The profile that asked.</summary>
    public required Enveloped<ProfileDevice> EnvelopedProfileDevice { get; init; }

    /// <summary>What the service answered.</summary>
    public required Enveloped<AcknowledgeConnection> EnvelopedAcknowledgeConnection { get; init; }

    /// <summary>The account that was asked.</summary>
    public required string AccountAddress { get; init; }
}
