using System.Text.Json.Serialization;
using Mesh.Dare;

namespace Mesh.Schema;

/// <summary>
/// Something that whoever has its key may fetch (Mesh schema 11). The service reads the entry and not the data, which is sealed
/// under the key.
/// </summary>
public sealed record CatalogedPublication : CatalogedEntry
{
    /// <summary>The publication id, derived from the key.</summary>
    public required string Id { get; init; }

    /// <summary>By which the service checks a claim; absent where it answers one (Mesh protocol P-10).</summary>
    public string? Authenticator { get; init; }

    /// <summary>The data.</summary>
    public required UnverifiedEnvelope EnvelopedData { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? NotOnOrAfter { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => Id;
}
