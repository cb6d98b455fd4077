using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// Keys that a removed device still knows because the device that removed it could not replace them (Mesh rulings 7): without
/// ProfileSignature no new profile can be signed. An entry of MMM_Device, signed by the administrator; the next <c>super</c> device
/// replaces the keys and deletes it. Ours.
/// </summary>
public sealed record RotationPending : CatalogedEntry
{
    private const string KeyPrefix = "mmm/RotationPending/";

    /// <summary>Profile UDF of the removed device.</summary>
    public required string DeviceUdf { get; init; }

    /// <summary>When the device was removed.</summary>
    public required DateTimeOffset Removed { get; init; }

    /// <summary>Member names of the profile keys that have to be replaced, such as <c>CommonEncryption</c>.</summary>
    public ImmutableArray<string> Keys { get => field.OrEmpty(); init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => KeyPrefix + DeviceUdf;
}
