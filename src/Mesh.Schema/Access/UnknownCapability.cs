using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// A capability of a class that this version does not know. It is read so that the rest of the catalog stays readable, grants
/// nothing, and cannot be written.
/// </summary>
public sealed record UnknownCapability : Capability
{
    /// <summary>The class by its tag.</summary>
    [JsonIgnore]
    public required string Class { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Tag => Class;
}
