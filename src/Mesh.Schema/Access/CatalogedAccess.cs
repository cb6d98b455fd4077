using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>An entry of MMM_Access (Mesh schema 10). Signed by the administrator; the service reads it and does what it says.</summary>
public sealed record CatalogedAccess : CatalogedEntry
{
    /// <summary>What is granted or denied.</summary>
    public required Capability Capability { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => Capability.Id;
}
