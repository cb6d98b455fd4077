// MMM_Device as an administrator reads it (Mesh schema 9; Mesh rulings 10). What an earlier administrator key signed tells of the past
// alone: a live device is one whose entry verifies under the present key.

using Mesh.Schema;

namespace Mesh.Client;

/// <summary>The devices of an account, and the rotations that wait.</summary>
internal sealed class DeviceReplica
{
    private readonly IReadOnlyList<string> _removed;
    private readonly IReadOnlyList<string> _spentPins;

    public DeviceReplica(Replica replica, Membership membership, DateTimeOffset now)
    {
        Replica = replica;
        var live = new List<VerifiedDevice>();
        foreach (Mesh.Dare.CatalogRecord record in (replica.Catalog?.Live.Values ?? []).Where(r => r.Tag == nameof(CatalogedDevice)))
        {
            try
            {
                live.Add(DeviceEntryValidator.Validate(record.Entry, membership.Account, now));
            }
            catch (SchemaException)
            {
                // An entry that does not verify is no device.
                NotVerified.Add(record.Key);
            }
        }

        Live = live;
        DeviceHistory told = replica.Live<DeviceHistory>().FirstOrDefault() ?? new DeviceHistory();
        _removed = [.. told.Removed, .. replica.Deleted.Where(IsDevice).Select(r => r.Key)];
        _spentPins = [.. told.PinIds, .. SpentPins(replica)];
        Directory = new DeviceDirectory(live, _removed, _spentPins);
        Rotations = [.. replica.Live<RotationPending>()];
    }

    public Replica Replica { get; }

    public IReadOnlyList<VerifiedDevice> Live { get; }

    /// <summary>Live entries that do not verify, by device UDF.</summary>
    public List<string> NotVerified { get; } = [];

    public DeviceDirectory Directory { get; }

    public IReadOnlyList<RotationPending> Rotations { get; }

    /// <summary>What those must know who cannot verify what a replaced key signed.</summary>
    public DeviceHistory History(VerifiedDevice? removed) => new()
    {
        Removed = [.. _removed.Concat(removed is null ? [] : [removed.Entry.PrimaryKey]).Distinct(StringComparer.Ordinal)],
        PinIds = [.. _spentPins.Distinct(StringComparer.Ordinal)],
    };

    private static bool IsDevice(Mesh.Dare.CatalogRecord record) => record.Tag == nameof(CatalogedDevice);

    private static IEnumerable<string> SpentPins(Replica replica) =>
        replica.History.Where(IsDevice).Select(r => SchemaJson.Decode<CatalogedDevice>(r.Body).PinId).OfType<string>();
}
