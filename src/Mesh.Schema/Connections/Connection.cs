using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>A statement that something belongs to an account or a service (Mesh schema 5).</summary>
public abstract record Connection : Assertion
{
    /// <summary>Profile UDF of what is connected.</summary>
    [JsonPropertyOrder(-5)]
    public string? Subject { get; init; }

    /// <summary>Profile UDF of the account or service that it is connected to.</summary>
    [JsonPropertyOrder(-5)]
    public string? Authority { get; init; }

    /// <summary>X448, the sum of both contributions. Authenticates requests to the service.</summary>
    [JsonPropertyOrder(-4)]
    public required KeyData Authentication { get; init; }

    /// <summary>Every key with its use.</summary>
    [JsonIgnore]
    public abstract IEnumerable<ProfileKey> Keys { get; }
}
