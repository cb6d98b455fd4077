// MMM_Device as an administrator reads it (Mesh schema 9; Mesh rulings 10). What an earlier administrator key signed tells of the past
// alone: a live device is one whose entry verifies under the present key.

using Mesh.Schema;

namespace Mesh.Client;

/// <summary>The devices of an account, and the rotations that wait.</summary>
internal sealed class DeviceReplica
{
    private readonly Membership _membership;
    private readonly DateTimeOffset _now;
    private readonly IReadOnlyList<string> _removed;
    private readonly IReadOnlyList<string> _spentPins;

    public DeviceReplica(Replica replica, Membership membership, DateTimeOffset now)
    {
        Replica = replica;
        _membership = membership;
        _now = now;
        Live = [.. Verified(replica.Catalog?.Live.Values ?? [])];
        DeviceHistory told = replica.Live<DeviceHistory>().FirstOrDefault() ?? new DeviceHistory();
        _removed = [.. told.Removed, .. replica.Deleted.Where(IsDevice).Select(r => r.Key)];
        _spentPins = [.. told.PinIds, .. SpentPins(replica)];
        Directory = new DeviceDirectory(Live, _removed, _spentPins);
        Rotations = [.. replica.Live<RotationPending>()];
    }

    public Replica Replica { get; }

    /// <summary>The live entries that verify; one that does not is no device.</summary>
    public IReadOnlyList<VerifiedDevice> Live { get; }

    public DeviceDirectory Directory { get; }

    public IReadOnlyList<RotationPending> Rotations { get; }

    /// <summary>
    /// Every entry there ever was that verifies under the present administrator key, oldest first: what devices may have known, and whose keys
    /// were whose. None but <see cref="Live"/> gives a device anything.
    /// </summary>
    public IEnumerable<VerifiedDevice> Past() => Verified(Replica.History);

    /// <summary>The same of one device.</summary>
    public IEnumerable<VerifiedDevice> Past(string udf) => Verified(Replica.History.Where(r => UdfText.Same(r.Key, udf)));

    /// <summary>What those must know who cannot verify what a replaced key signed.</summary>
    /// <param name="removed">Primary keys of the devices that are removed now.</param>
    public DeviceHistory History(IEnumerable<string> removed) => new()
    {
        Removed = [.. _removed.Concat(removed).Distinct(StringComparer.Ordinal)],
        PinIds = [.. _spentPins.Distinct(StringComparer.Ordinal)],
    };

    private IEnumerable<VerifiedDevice> Verified(IEnumerable<Mesh.Dare.CatalogRecord> records)
    {
        foreach (Mesh.Dare.CatalogRecord record in records.Where(IsDevice))
        {
            VerifiedDevice device;
            try
            {
                device = DeviceEntryValidator.Validate(record.Entry, _membership.Account, _now);
            }
            catch (SchemaException)
            {
                continue; // What access it kept, AccessAudit finds.
            }

            yield return device;
        }
    }

    private static bool IsDevice(Mesh.Dare.CatalogRecord record) => record.Tag == nameof(CatalogedDevice);

    private static IEnumerable<string> SpentPins(Replica replica) =>
        replica.History.Where(IsDevice).Select(r => SchemaJson.Decode<CatalogedDevice>(r.Body).PinId).OfType<string>();
}
