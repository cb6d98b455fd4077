using System.Text.Json.Serialization;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>
/// What every response has (Mesh protocol, section 2); by itself the answer where there is no more to say, refusals above all.
/// </summary>
public record MeshResponse
{
    /// <summary>The request's ID.</summary>
    [JsonPropertyName("ID")]
    [JsonPropertyOrder(-9)]
    public string? Id { get; init; }

    /// <summary>What came of it.</summary>
    [JsonPropertyOrder(-9)]
    public required MeshStatus Status { get; init; }

    /// <summary>What came of it, in detail.</summary>
    [JsonPropertyOrder(-9)]
    public MeshStatusExtended? StatusExtended { get; init; }

    /// <summary>For people; of the service's choosing, so show it escaped.</summary>
    [JsonPropertyOrder(-9)]
    public string? StatusDescription { get; init; }

    /// <summary>Whether the request was carried out or accepted.</summary>
    [JsonIgnore]
    public bool IsSuccess => (int)Status is >= 200 and <= 299;

    /// <summary>Ours, with DeviceRevoked: the administrator's statement that the caller's device was removed. Without it the word of the
    /// service counts for nothing.</summary>
    public Enveloped<DeviceRevocation>? EnvelopedRevocation { get; init; }

    /// <summary>Ours, with DeviceRevoked: the version of the account's profile whose administrator signed.</summary>
    public Enveloped<ProfileUser>? EnvelopedRevokingProfile { get; init; }
}
