using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// An entry of the host catalog, which a user has once per machine (Mesh schema 15). It holds no private key: those are in the key
/// store.
/// </summary>
public abstract record CatalogedMachine : CatalogedEntry
{
    /// <summary>Identifier in the host catalog.</summary>
    [JsonPropertyOrder(-5)]
    public required string Id { get; init; }

    /// <summary>Name that the user gave.</summary>
    [JsonPropertyOrder(-5)]
    public string? Local { get; init; }

    /// <summary>True for the account that is used where none is named.</summary>
    [JsonPropertyOrder(-5)]
    public bool? Default { get; init; }

    /// <summary>The account as last verified.</summary>
    [JsonPropertyOrder(-5)]
    public Enveloped<ProfileUser>? EnvelopedProfileAccount { get; init; }

    /// <summary>This machine's entry in the account.</summary>
    [JsonPropertyOrder(-5)]
    public CatalogedDevice? CatalogedDevice { get; init; }

    /// <summary>Tag by which the machine knows whether its entry changed.</summary>
    [JsonPropertyOrder(-5)]
    public string? CatalogedDeviceDigest { get; init; }

    /// <summary>Where the account is served.</summary>
    [JsonPropertyOrder(-5)]
    public Enveloped<AccountHostAssignment>? EnvelopedAccountHostAssignment { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => Id;
}
