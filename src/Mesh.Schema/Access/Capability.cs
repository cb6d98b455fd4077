using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>A grant or denial (Mesh schema 10.1).</summary>
[JsonConverter(typeof(CapabilityConverter))]
public abstract record Capability : MeshObject
{
    /// <summary>
    /// The key in the catalog. Access and Null: UDF of the authentication key, or for messages of the sender's account.
    /// </summary>
    [JsonPropertyOrder(-9)]
    public required string Id { get; init; }

    /// <summary>False suspends it.</summary>
    [JsonPropertyOrder(-9)]
    public required bool Active { get; init; }

    /// <summary>Orders re-issues.</summary>
    [JsonPropertyOrder(-9)]
    public long? Issued { get; init; }

    /// <summary>What <see cref="Udf"/> names: see <see cref="CapabilityMode"/>.</summary>
    [JsonPropertyOrder(-9)]
    public string? Mode { get; init; }

    /// <summary>UDF of the device's authentication key, UDF of the account, or locator of the PIN.</summary>
    [JsonPropertyOrder(-9)]
    public string? Udf { get; init; }

    /// <summary>Verifier of a proof of knowledge, for mode PIN.</summary>
    [JsonPropertyOrder(-9)]
    public string? Witness { get; init; }
}
