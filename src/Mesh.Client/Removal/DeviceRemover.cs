// Removing a device (Mesh protocol 6.6; Mesh rulings 7 to 9): its rights become a denial with evidence, its entry ends, and what it held is
// replaced, in one Transact. Where this device cannot replace a key, the account says so until a super device does.

using System.Collections.Immutable;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Removes devices, and finishes rotations that others had to leave.</summary>
internal sealed class DeviceRemover(AccountSession session, SignaturePrivateKey? recovered = null)
{
    private const string NoDeviceHasIt = "No device of the account holds the profile key: account rotate takes it from recovery shares.";

    private const AccountKeys InProfile = AccountKeys.CommonEncryption | AccountKeys.CommonSignature | AccountKeys.AdministratorSignature;

    public async Task<DeviceRemoved> RemoveAsync(string idOrName, bool force, CancellationToken cancel)
    {
        VerifiedDevice device = Find(idOrName, force);
        Plan plan = PlanFor(device);
        await session.TransactAsync(() => Build(Find(device.Udf, force), plan, []), cancel).ConfigureAwait(false);
        Grants held = RoleTable.GrantsOf(device.Roles);
        return new DeviceRemoved(
            device.Udf,
            [.. Names(plan.Keys), .. plan.Stores],
            plan.Pending,
            IsProfileKeyOnDevice(device),
            [.. held.Catalogs.Select(s => s.Label)],
            (held.Keys & (AccountKeys.CommonEncryption | AccountKeys.CommonSignature)) != 0 && !held.AreKeysShared,
            held.Keys.HasFlag(AccountKeys.ProfileSignature))
        {
            Contradiction = session.Contradiction,
        };
    }

    /// <summary>Replaces the keys that a device without ProfileSignature had to leave; nothing where none wait or this is no super device.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        IReadOnlyList<RotationPending> waiting = session.Devices().Rotations;
        if (waiting.Count == 0)
        {
            return;
        }

        if (ProfileSignature is null || session.Membership.CommonEncryption is null)
        {
            string who = IsProfileKeyOnDevice(null) ? "They wait for a device with the roles super and admin." : NoDeviceHasIt;
            session.Notices.Add(new SyncNotice(
                SyncNoticeKind.RotationPending, waiting[0].DeviceUdf, $"Keys that a removed device had known are not all replaced. {who}"));
            return;
        }

        // Over the state of the attempt: another device may have finished it meanwhile, or left more.
        int sent = await session.TransactAsync(
            () => session.Devices().Rotations is { Count: > 0 } rotations ? Build(null, PlanFor(rotations), rotations) : new ChangeSet(),
            cancel).ConfigureAwait(false);
        if (sent == 0)
        {
            return;
        }

        session.Notices.Add(new SyncNotice(
            SyncNoticeKind.RotationFinished, waiting[0].DeviceUdf, "The keys that a removed device had known were replaced."));
    }

    private SignaturePrivateKey? ProfileSignature => recovered ?? session.Membership.ProfileSignature;

    private bool IsProfileKeyOnDevice(VerifiedDevice? removed) =>
        session.Devices().Live.Any(d => d.Roles.Contains(Role.Super) && !UdfText.Same(d.Udf, removed?.Udf));

    private VerifiedDevice Find(string idOrName, bool force)
    {
        VerifiedDevice device = Client.Names.Single(session.Devices().Live, idOrName, d => d.Entry.LocalName, d => d.Udf, "device", "device list shows those that there are");
        if (UdfText.Same(device.Udf, session.Membership.Device.Udf))
        {
            throw new ClientException(ClientError.InvalidInput, "A device does not remove itself. Delete the account from this machine, or remove it from another device.");
        }

        return !device.Roles.Contains(Role.Super) || force
            ? device
            : throw new ClientException(
                ClientError.NotAuthorised, "That device holds the profile key: only a new account restores safety. Remove it nevertheless with --force.");
    }

    private Plan PlanFor(VerifiedDevice device)
    {
        Grants held = RoleTable.GrantsOf(device.Roles);
        if (held.AreKeysShared)
        {
            return new Plan(AccountKeys.None, [], []); // its shares die with it
        }

        AccountKeys keys = held.Keys & InProfile;
        ImmutableArray<string> stores = [.. held.Catalogs.Select(s => s.Label)];
        if (ProfileSignature is not null)
        {
            return new Plan(keys, stores, []);
        }

        return new Plan(AccountKeys.None, stores, [.. Names(keys)]);
    }

    private Plan PlanFor(IReadOnlyList<RotationPending> waiting)
    {
        string[] names = [.. waiting.SelectMany(w => w.Keys).Distinct(StringComparer.Ordinal)];
        AccountKeys keys = InProfile & names.Aggregate(AccountKeys.None, (sum, n) => Enum.TryParse(n, out AccountKeys key) ? sum | key : sum);
        return new Plan(keys, [.. names.Where(n => session.Membership.Entry(n) is not null)], []);
    }

    private ChangeSet Build(VerifiedDevice? removed, Plan plan, IReadOnlyList<RotationPending> finished)
    {
        ObjectSealer sealer = session.Parts.Sealer;
        using var rotation = new KeyRotation(session, plan.Keys, plan.Stores, recovered);
        DeviceReplica devices = session.Devices();
        Replica accessStore = session.Replica(StoreLabel.Access);
        var deviceWriter = Writer(devices.Replica, rotation);
        var accessWriter = Writer(accessStore, rotation);
        var written = new HashSet<string>(StringComparer.Ordinal);
        var change = new ChangeSet { Profile = rotation.Profile };
        if (removed is not null)
        {
            deviceWriter.Delete(removed.Entry.PrimaryKey);
            PutAccess(accessWriter, ConnectionBuilder.Deny(sealer, rotation.Account, removed, rotation.Administrator), written);
        }

        if (!plan.IsEmpty)
        {
            Reissue(devices, removed, rotation, deviceWriter, accessWriter, written, change);
        }

        finished.ToList().ForEach(f => deviceWriter.Delete(f.PrimaryKey));
        if (removed is not null && plan.Pending.Length > 0)
        {
            deviceWriter.Put(new RotationPending { DeviceUdf = removed.Udf, Removed = sealer.Now, Keys = plan.Pending });
        }

        if (rotation.Escrow() is { } escrow)
        {
            deviceWriter.Put(escrow);
        }

        foreach (string label in rotation.Stores)
        {
            PutAccess(accessWriter, StoreKeyEntry.Of(rotation.Entry(label)), written);
        }

        if (rotation.ReplacesAdministrator)
        {
            // What the replaced key signed counts no more: what stays is signed anew, as it stands, for it may say more than this version knows.
            foreach (Mesh.Dare.CatalogRecord entry in accessStore.Catalog!.Live.Values.Where(r => !written.Contains(r.Key)).OrderBy(r => r.Index))
            {
                if (SchemaJson.Decode<CatalogedAccess>(entry.Body) is { Capability: NullCapability { EnvelopedRevocation: not null } } denial)
                {
                    // Evidence counts under the administrator of now.
                    accessWriter.Put(ConnectionBuilder.DenyAnew(sealer, denial, rotation.Administrator));
                }
                else
                {
                    accessWriter.Put(entry.Body.Span);
                }
            }

            foreach (RotationPending waiting in devices.Rotations.Where(r => finished.All(f => f.PrimaryKey != r.PrimaryKey)))
            {
                deviceWriter.Put(waiting);
            }

            deviceWriter.Put(devices.History(removed));
        }

        change.Add(StoreLabel.Device, deviceWriter);
        change.Add(StoreLabel.Access, accessWriter);
        return change;
    }

    private void Reissue(
        DeviceReplica devices, VerifiedDevice? removed, KeyRotation rotation, StoreWriter deviceWriter, StoreWriter accessWriter, HashSet<string> written, ChangeSet change)
    {
        Membership membership = session.Membership;
        foreach (VerifiedDevice device in devices.Live.Where(d => removed is null || !UdfText.Same(d.Udf, removed.Udf)))
        {
            VerifiedDevice next = ConnectionBuilder.Reissue(
                session.Parts.Sealer,
                new DeviceConnection
                {
                    Account = rotation.Account,
                    Device = device.Profile,
                    Administrator = rotation.Administrator,
                    Roles = device.Roles,
                    Held = rotation.Common,
                },
                device,
                membership.StoreKeys(StoreLabel.Device)!);
            CatalogedAccess access = ConnectionBuilder.Admit(session.Parts.Sealer, next, rotation.Administrator);
            deviceWriter.Put(next.Entry);
            PutAccess(accessWriter, access, written);
            if (UdfText.Same(device.Udf, membership.Device.Udf))
            {
                change.Next = membership.Record with
                {
                    Profile = rotation.Account.Envelope,
                    Former = rotation.Profile is null ? membership.Record.Former : [membership.Record.Profile, .. membership.Record.Former],
                    Device = next.Entry,
                    Digest = ((AccessCapability)access.Capability).CatalogedDeviceDigest,
                    Earlier = null,
                };
            }
        }
    }

    private StoreWriter Writer(Replica replica, KeyRotation rotation) =>
        new(replica, session.Membership, rotation.Entry(replica.Label), rotation.Administrator, session.Parts.Options);

    private static void PutAccess(StoreWriter writer, CatalogedAccess entry, HashSet<string> written)
    {
        writer.Put(entry);
        written.Add(entry.PrimaryKey);
    }

    private static IEnumerable<string> Names(AccountKeys keys) =>
        Enum.GetValues<AccountKeys>().Where(k => k != AccountKeys.None && keys.HasFlag(k)).Select(k => k.ToString());

    /// <summary>What is replaced now, and what has to wait.</summary>
    private sealed record Plan(AccountKeys Keys, ImmutableArray<string> Stores, ImmutableArray<string> Pending)
    {
        public bool IsEmpty => Keys == AccountKeys.None && Stores.IsEmpty;
    }
}
