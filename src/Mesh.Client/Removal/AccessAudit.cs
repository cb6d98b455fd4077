// Holds MMM_Access against MMM_Device (Mesh schema 9 and 10). Whoever has an administrator's device can end its own entry, or write one that does
// not verify, and keep its access: what the service lets in counts, and not what the list of devices shows.

using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Finds access that belongs to no live device.</summary>
internal static class AccessAudit
{
    /// <summary>Active access of devices without a live entry that verifies; nothing where this device may not read both catalogs.</summary>
    public static IReadOnlyList<UnaccountedDevice> Find(DeviceReplica devices, Replica access, VerifiedDevice self)
    {
        if (devices.Replica.Catalog is null)
        {
            return [];
        }

        HashSet<string> known = [.. devices.Live.Select(d => d.Authentication.Kid)];
        string[] keys =
        [
            .. access.Live<CatalogedAccess>().Where(a => AccessDecision.Of(a, CapabilityMode.Device).Outcome == AccessOutcome.Granted)
                .Select(a => a.PrimaryKey).Where(k => !known.Contains(k) && IsKey(k)),
        ];
        if (keys.Length == 0)
        {
            return [];
        }

        // An earlier entry tells whose key it was. It gives no roles and no access.
        VerifiedDevice[] past = [.. devices.Past()];
        return [.. keys.Select(k => new UnaccountedDevice(
            k, past.LastOrDefault(d => d.Authentication.Kid == k)?.Udf, k == self.Authentication.Kid))];
    }

    /// <summary>
    /// The keys that let a device in, whether its live entry says so or an earlier one; never that of another device, which an entry can state as well.
    /// </summary>
    public static IEnumerable<string> KeysOf(string udf, DeviceReplica devices, IEnumerable<UnaccountedDevice> unaccounted, VerifiedDevice self)
    {
        HashSet<string> others = [.. devices.Live.Append(self).Where(d => !UdfText.Same(d.Udf, udf)).Select(d => d.Authentication.Kid)];
        return devices.Live.Where(d => UdfText.Same(d.Udf, udf)).Select(d => d.Authentication.Kid)
            .Concat(unaccounted.Where(u => UdfText.Same(u.DeviceUdf, udf)).Select(u => u.KeyUdf))
            .Where(k => !others.Contains(k)).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The alarms of a synchronisation.</summary>
    public static IEnumerable<SyncNotice> Notices(IEnumerable<UnaccountedDevice> found) => found.Select(u => new SyncNotice(
        SyncNoticeKind.UnaccountedAccess,
        u.KeyUdf,
        u.IsThisDevice
            ? "The entry of this device among the devices was changed by somebody else and does not count. Removing the device that did it writes it anew."
            : $"A key has access as a device, but no valid device entry: {u.KeyUdf}{(u.DeviceUdf is { } udf ? $", last of device {udf}" : "")}. "
                + $"Somebody may be hiding a device. Remove it with: device delete {u.KeyUdf}. If it is yours, connect it again after that."));

    // The service looks for the fingerprint of the key that was used; another name lets nobody in.
    private static bool IsKey(string id) => Udf.TryParse(id, out _);
}
