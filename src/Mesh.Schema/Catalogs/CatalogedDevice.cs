using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// A device of the account with everything that it needs to act for it (Mesh schema 9). Entries of MMM_Device and copies given to
/// the device are signed by the administrator.
/// </summary>
public sealed record CatalogedDevice : CatalogedEntry
{
    /// <summary>When the entry was made; a device takes only a later one.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>UDF of the connected signature key.</summary>
    public string? Udf { get; init; }

    /// <summary>Profile UDF of the device.</summary>
    public required string DeviceUdf { get; init; }

    /// <summary>UDF of the administrator key that was used.</summary>
    public string? SignatureUdf { get; init; }

    /// <summary>
    /// The PIN that admitted the device. Ours (Mesh rulings 10): signed with the entry, it shows every administrator that the PIN is
    /// spent, whatever the service says about the spool.
    /// </summary>
    public string? PinId { get; init; }

    /// <summary>The account.</summary>
    public required Enveloped<ProfileUser> EnvelopedProfileUser { get; init; }

    /// <summary>The device.</summary>
    public required Enveloped<ProfileDevice> EnvelopedProfileDevice { get; init; }

    /// <summary>What the device shows to the service.</summary>
    public required Enveloped<ConnectionService> EnvelopedConnectionService { get; init; }

    /// <summary>What the device shows to other devices.</summary>
    public required Enveloped<ConnectionDevice> EnvelopedConnectionDevice { get; init; }

    /// <summary>The account's contribution to the keys of the device.</summary>
    public required Enveloped<ActivationAccount> EnvelopedActivationAccount { get; init; }

    /// <summary>Account and store keys.</summary>
    public required Enveloped<ActivationCommon> EnvelopedActivationCommon { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => DeviceUdf;
}
