using System.Text.Json.Serialization;

namespace Mesh.Protocol;

/// <summary>What every request has (Mesh protocol, section 2).</summary>
public abstract record MeshRequest
{
    /// <summary>Host name that the client believes it is talking to.</summary>
    [JsonPropertyOrder(-9)]
    public string? Service { get; init; }

    /// <summary>Identifies the request through all its repetitions; unique per logical request. Set by <see cref="PreparedRequest"/>.</summary>
    [JsonPropertyName("ID")]
    [JsonPropertyOrder(-9)]
    public string? Id { get; init; }

    /// <summary>The transaction that it asks for.</summary>
    [JsonIgnore]
    public MeshTransaction Transaction => MeshTransaction.Of(this);
}
