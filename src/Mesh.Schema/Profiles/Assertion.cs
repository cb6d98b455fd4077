using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>A signed statement (Mesh schema 4.1).</summary>
public abstract record Assertion : MeshObject
{
    /// <summary>Fingerprints of index terms, never the terms themselves.</summary>
    [JsonPropertyOrder(-9)]
    public ImmutableArray<string> Names { get => field.OrEmpty(); init; }

    /// <summary>When the statement was last changed; required from the second version of a profile on.</summary>
    [JsonPropertyOrder(-8)]
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Evidence of signing after a time. Carried, not trusted.</summary>
    [JsonPropertyOrder(-7)]
    public string? NotaryToken { get; init; }

    /// <summary>Conditions under which the statement holds. None is defined, so any makes it valid but not current.</summary>
    [JsonPropertyOrder(-6)]
    public ImmutableArray<Condition> Conditions { get => field.OrEmpty(); init; }

    /// <summary>Whether every condition is understood and true.</summary>
    [JsonIgnore]
    public bool IsCurrent => Conditions.IsEmpty;
}
