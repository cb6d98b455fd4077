using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>A contact of the account, its own included (Mesh schema 9).</summary>
public sealed record CatalogedContact : CatalogedEntry
{
    /// <summary>Random N fingerprint; of one's own contact the account UDF.</summary>
    public required string Key { get; init; }

    /// <summary>True for one's own.</summary>
    public bool? Self { get; init; }

    /// <summary>The contact.</summary>
    public required Contact Contact { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => Key;
}
