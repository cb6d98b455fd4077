using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// Which devices were ever removed and which PINs are spent (Mesh rulings 10), written anew when AdministratorSignature is replaced: a
/// device that joins later cannot verify what the replaced key signed. An entry of MMM_Device, signed by the administrator. Ours.
/// </summary>
public sealed record DeviceHistory : CatalogedEntry
{
    /// <summary>The one primary key.</summary>
    public const string EntryKey = "mmm/DeviceHistory";

    /// <summary>Profile UDFs of devices that were removed at any time.</summary>
    public ImmutableArray<string> Removed { get => field.OrEmpty(); init; }

    /// <summary>PinIds by which devices were admitted at any time.</summary>
    public ImmutableArray<string> PinIds { get => field.OrEmpty(); init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => EntryKey;
}
