using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>An account in the service's list of accounts (Mesh schema 15).</summary>
public abstract record AccountEntry : CatalogedEntry
{
    /// <summary>Where its log is: the profile UDF after strict validation, never text from a client.</summary>
    [JsonPropertyOrder(-5)]
    public string? Directory { get; init; }

    /// <summary>The account.</summary>
    [JsonPropertyOrder(-5)]
    public required string ProfileUdf { get; init; }

    /// <summary>Space allowed, in units of 1,024 octets.</summary>
    [JsonPropertyOrder(-5)]
    public long? Quota { get; init; }

    /// <summary>A word of <see cref="AccountStatus"/>.</summary>
    [JsonPropertyOrder(-5)]
    public string? Status { get; init; }

    /// <summary>Whether the provider lets it be read and ended only. It outlives an unbinding and a new binding. Ours.</summary>
    [JsonPropertyOrder(-5)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suspended { get; init; }

    /// <summary>When its owner ended it here; the grace time begins then. Ours.</summary>
    [JsonPropertyOrder(-5)]
    public DateTimeOffset? Ended { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => ProfileUdf;
}
