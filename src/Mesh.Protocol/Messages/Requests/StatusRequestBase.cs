using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Protocol;

/// <summary>What Status and Complete ask alike (Mesh protocol, sections 4.5 and 4.6).</summary>
public abstract record StatusRequestBase : MeshRequestUser
{
    /// <summary>UDF of the calling device's profile.</summary>
    [JsonPropertyName("DeviceUDF")]
    [JsonPropertyOrder(-7)]
    public string? DeviceUdf { get; init; }

    /// <summary>Digest of the device's own entry as it has it; the entry comes only if it differs.</summary>
    [JsonPropertyOrder(-7)]
    public string? CatalogedDeviceDigest { get; init; }

    /// <summary>Catalogs to report; none together with no spools means all that the device may read.</summary>
    [JsonPropertyOrder(-7)]
    public ImmutableArray<string> Catalogs { get => field.OrEmpty(); init; }

    /// <summary>Spools to report.</summary>
    [JsonPropertyOrder(-7)]
    public ImmutableArray<string> Spools { get => field.OrEmpty(); init; }
}
