using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// How far a device saw the stores of the account come when it wrote an entry (Mesh sealing, section 4). It stands inside the sealed entry and is signed
/// by CommonSignature: a service that shows two devices different histories cannot let one of them read what the other writes without being
/// found out. Ours.
/// </summary>
public sealed record DeviceCheckpoint : Assertion
{
    /// <summary>UDF of the account.</summary>
    public required string AccountUdf { get; init; }

    /// <summary>UDF of the profile of the device that saw it.</summary>
    public required string DeviceUdf { get; init; }

    /// <summary>The stores that the device reads.</summary>
    public ImmutableArray<StoreApex> Stores { get => field.OrEmpty(); init; }
}
