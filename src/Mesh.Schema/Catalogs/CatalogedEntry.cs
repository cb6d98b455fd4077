using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>An entry of a catalog (Mesh schema 9).</summary>
public abstract record CatalogedEntry : MeshObject
{
    /// <summary>Labels that the user gave.</summary>
    [JsonPropertyOrder(-9)]
    public ImmutableArray<string> Labels { get => field.OrEmpty(); init; }

    /// <summary>A second key for lookup, chosen by the user.</summary>
    [JsonPropertyOrder(-9)]
    public string? LocalName { get; init; }

    /// <summary>A random identifier, for entries that have no key of their own.</summary>
    [JsonPropertyOrder(-9)]
    public string? Uid { get; init; }

    /// <summary>How far the device that wrote the entry saw the stores come. Ours: <see cref="DeviceCheckpoint"/>.</summary>
    [JsonPropertyOrder(9)]
    public Enveloped<DeviceCheckpoint>? EnvelopedCheckpoint { get; init; }

    /// <summary>The primary key: identifies the entry in its catalog.</summary>
    [JsonIgnore]
    public abstract string PrimaryKey { get; }
}
