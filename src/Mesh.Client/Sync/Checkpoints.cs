// A service may show two devices of an account different histories, each of one piece (a fork). So a device says, in an entry that it writes and
// signs, how far it saw every store come, and whoever reads the entry compares (Mesh sealing, sections 4 and 5). The service cannot take the
// statement out of the entry, and what it says holds before anything of the fetched entries is taken over.

using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Dare;
using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>What devices tell one another about the stores that they were shown.</summary>
internal static class Checkpoints
{
    /// <summary>What this device has seen, to go with an entry; null where it does not sign for the account.</summary>
    public static Enveloped<DeviceCheckpoint>? Make(AccountSession session) => session.Membership.CommonSignature is { } key
        ? session.Parts.Sealer.SignAssertion(
            new DeviceCheckpoint
            {
                AccountUdf = session.Udf,
                DeviceUdf = session.Membership.Device.Udf,
                Updated = session.Parts.Sealer.Now,
                Stores =
                [
                    .. session.Log.Status().Where(s => s.Count > 0)
                        .Select(s => new StoreApex { Store = s.Label.ToString(), Count = s.Count, Root = s.Root.ToArray() }),
                ],
            },
            key)
        : null;

    /// <summary>Compares what the entries say that are about to be taken over, with what this device is shown.</summary>
    /// <param name="session">The account.</param>
    /// <param name="next">The stores that grow, as they would be.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Alarm"/>: the service shows devices different histories.</exception>
    public static void Compare(AccountSession session, IReadOnlyDictionary<string, Replica> next)
    {
        var stores = new Dictionary<string, Replica>(next, StringComparer.Ordinal);
        foreach (Replica replica in next.Values)
        {
            // The root that a device saw last holds for everything that it saw before.
            var compared = new HashSet<string>(StringComparer.Ordinal);
            long from = session.Log.Status(LogLabel.Parse(replica.Label))?.Count ?? 0;
            foreach (CatalogRecord record in replica.History.Where(r => r.Index >= from).Reverse())
            {
                if (Find(record) is { } stated && !compared.Contains(stated.DeviceUdf) && Verify(stated.Envelope, session.Membership) is { } checkpoint)
                {
                    compared.Add(stated.DeviceUdf);
                    checkpoint.Stores.ToList().ForEach(seen => Compare(session, stores, checkpoint.DeviceUdf, seen));
                }
            }
        }
    }

    private static void Compare(AccountSession session, Dictionary<string, Replica> stores, string device, StoreApex seen)
    {
        if (StoreTable.Find(seen.Store) is not { Label: var label } || !session.Membership.Grants.Of(label).HasFlag(StoreAccess.Read))
        {
            return;
        }

        if (!stores.TryGetValue(label, out Replica? shown))
        {
            stores[label] = shown = Replica.Closed(session.Log, label);
        }

        if (shown.Frames.Count < seen.Count)
        {
            throw Alarm(label, device, "hides entries that it showed to");
        }

        if (!CryptographicOperations.FixedTimeEquals(shown.RootOf(seen.Count), seen.Root))
        {
            throw Alarm(label, device, "shows this device another history than");
        }
    }

    // Whoever has the keys of the account can write such a statement, so it may be the device that lies.
    private static ClientException Alarm(string label, string device, string what) => new(
        ClientError.Alarm,
        $"The service {what} the device {device} ({label}), or a device with the account's keys lies. Compare with that device. "
        + "A device that was lost or stolen is removed all the same with: device delete --force");

    private static (string DeviceUdf, Enveloped<DeviceCheckpoint> Envelope)? Find(CatalogRecord record)
    {
        try
        {
            using JsonDocument body = StrictJson.Parse(record.Body);
            if (!body.RootElement.TryGetProperty(record.Tag, out JsonElement entry)
                || !entry.TryGetProperty(nameof(CatalogedEntry.EnvelopedCheckpoint), out JsonElement json))
            {
                return null;
            }

            var envelope = new Enveloped<DeviceCheckpoint>(UnverifiedEnvelope.Read(json));
            return (SchemaJson.Decode<DeviceCheckpoint>(envelope.Envelope.Body).DeviceUdf, envelope);
        }
        catch (Exception e) when (e is SchemaException or DareException or EncodingException)
        {
            return null; // Of another version, or nobody's: it says nothing.
        }
    }

    // One that does not verify under the account's key of now says nothing either: the key was replaced since, and a removed device may know the old one.
    private static DeviceCheckpoint? Verify(Enveloped<DeviceCheckpoint> envelope, Membership membership)
    {
        try
        {
            return CheckpointValidator.Validate(envelope, membership.Account).Value;
        }
        catch (SchemaException)
        {
            return null;
        }
    }
}
