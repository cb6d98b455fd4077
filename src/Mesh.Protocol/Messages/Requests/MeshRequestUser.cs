using System.Text.Json.Serialization;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>What requests about an account have (Mesh protocol, section 2).</summary>
public abstract record MeshRequestUser : MeshRequest
{
    /// <summary>Address of the account that the request is about.</summary>
    [JsonPropertyOrder(-8)]
    public required string Account { get; init; }

    /// <summary>Id of the capability that the caller relies on.</summary>
    [JsonPropertyOrder(-8)]
    public string? Capability { get; init; }

    /// <summary>Profile of the device.</summary>
    [JsonPropertyOrder(-8)]
    public Enveloped<ProfileDevice>? EnvelopedProfileDevice { get; init; }
}
