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

    // Of the attempt that was made last: whoever is faster can change which devices there are.
    private readonly List<LeftOutDevice> _leftOut = [];

    public async Task<DeviceRemoved> RemoveAsync(string idOrName, bool force, CancellationToken cancel)
    {
        RemovalTarget target = Find(idOrName, force);
        Plan plan = PlanFor(target);
        await session.TransactAsync(
            () =>
            {
                target = Find(target.Name, force);
                plan = PlanFor(target);
                return Build(target, plan, []);
            },
            cancel).ConfigureAwait(false);
        Grants held = RoleTable.GrantsOf(target.Roles);
        return new DeviceRemoved(
            target.Name,
            [.. Names(plan.Keys), .. plan.Stores],
            plan.Pending,
            IsProfileKeyOnDevice(target),
            [.. held.Catalogs.Select(s => s.Label)],
            (held.Keys & (AccountKeys.CommonEncryption | AccountKeys.CommonSignature)) != 0 && !held.AreKeysShared,
            held.Keys.HasFlag(AccountKeys.ProfileSignature))
        {
            Contradiction = session.Contradiction,
            LeftOut = [.. _leftOut],
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
        session.Notices.AddRange(_leftOut.Select(d => new SyncNotice(
            SyncNoticeKind.DeviceLeftOut,
            d.DeviceUdf,
            $"The entry of the device {d.LocalName ?? d.DeviceUdf} was spoiled. It could not be given the new keys and has to connect again.")));
    }

    private SignaturePrivateKey? ProfileSignature => recovered ?? session.Membership.ProfileSignature;

    private bool IsProfileKeyOnDevice(RemovalTarget? removed) =>
        session.Devices().Live.Any(d => d.Roles.Contains(Role.Super) && removed?.Is(d) != true && _leftOut.All(l => l.DeviceUdf != d.Udf));

    private RemovalTarget Find(string idOrName, bool force)
    {
        DeviceReplica devices = session.Devices();
        VerifiedDevice self = session.Membership.Device;
        RemovalTarget target = RemovalTarget.Find(
            devices, AccessAudit.Find(devices, session.Replica(StoreLabel.Access), self), self, idOrName);
        return !target.Roles.Contains(Role.Super) || force
            ? target
            : throw new ClientException(
                ClientError.NotAuthorised, "That device holds the profile key: only a new account restores safety. Remove it nevertheless with --force.");
    }

    private Plan PlanFor(RemovalTarget target)
    {
        Grants held = RoleTable.GrantsOf(target.Roles);
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

    private ChangeSet Build(RemovalTarget? removed, Plan plan, IReadOnlyList<RotationPending> finished)
    {
        ObjectSealer sealer = session.Parts.Sealer;
        using var rotation = new KeyRotation(session, plan.Keys, plan.Stores, recovered);
        DeviceReplica devices = session.Devices();
        Replica accessStore = session.Replica(StoreLabel.Access);
        var deviceWriter = Writer(devices.Replica, rotation);
        var accessWriter = Writer(accessStore, rotation);
        var written = new HashSet<string>(StringComparer.Ordinal);
        var change = new ChangeSet { Profile = rotation.Profile };
        var ended = new List<string>();
        _leftOut.Clear();
        if (removed is not null)
        {
            foreach (string key in removed.Keys)
            {
                PutAccess(
                    accessWriter,
                    removed.Device is { } known ? ConnectionBuilder.Deny(sealer, rotation.Account, known, rotation.Administrator, key) : ConnectionBuilder.Deny(key),
                    written);
            }

            if (removed.Device?.Entry.PrimaryKey is { } primaryKey)
            {
                ended.Add(primaryKey);
            }
        }

        if (!plan.IsEmpty)
        {
            foreach (VerifiedDevice spoiled in Reissue(devices, removed, rotation, deviceWriter, accessWriter, written, change))
            {
                // Its access ends, for it could do nothing with it; without evidence, for it is to lose nothing else.
                PutAccess(accessWriter, ConnectionBuilder.Deny(spoiled.Authentication.Kid), written);
                ended.Add(spoiled.Entry.PrimaryKey);
                _leftOut.Add(new LeftOutDevice(spoiled.Udf, spoiled.Entry.LocalName, spoiled.Roles.Contains(Role.Super)));
            }
        }

        // One that hides may have ended its entry itself.
        ended.Where(key => devices.Replica.Catalog!.Find(key) is not null).ToList().ForEach(deviceWriter.Delete);

        finished.ToList().ForEach(f => deviceWriter.Delete(f.PrimaryKey));
        if (removed is not null && plan.Pending.Length > 0)
        {
            deviceWriter.Put(new RotationPending { DeviceUdf = removed.Name, Removed = sealer.Now, Keys = plan.Pending });
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

            deviceWriter.Put(devices.History(ended));
        }

        change.Add(StoreLabel.Device, deviceWriter);
        change.Add(StoreLabel.Access, accessWriter);
        return change;
    }

    /// <returns>The devices that cannot be given a later entry.</returns>
    private List<VerifiedDevice> Reissue(
        DeviceReplica devices, RemovalTarget? removed, KeyRotation rotation, StoreWriter deviceWriter, StoreWriter accessWriter, HashSet<string> written, ChangeSet change)
    {
        Membership membership = session.Membership;
        var spoiled = new List<VerifiedDevice>();

        // This device goes by the entry that it holds, and opens its activation as the device that it is for: nobody else can spoil that.
        VerifiedDevice self = membership.Device;
        foreach (VerifiedDevice device in devices.Live.Where(d => removed?.Is(d) != true && !UdfText.Same(d.Udf, self.Udf)).Append(self))
        {
            bool isSelf = ReferenceEquals(device, self);
            IDecryptionKeyring keys = isSelf ? membership.AccountKeyring : membership.StoreKeys(StoreLabel.Device)!;
            if (!isSelf && !ConnectionBuilder.CanReissue(device, keys))
            {
                spoiled.Add(device);
                continue;
            }

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
                keys);
            CatalogedAccess access = ConnectionBuilder.Admit(session.Parts.Sealer, next, rotation.Administrator);
            deviceWriter.Put(next.Entry);
            PutAccess(accessWriter, access, written);
            if (isSelf)
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

        return spoiled;
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
