// Account creation (Mesh protocol 6.1). What is needed to go on is on the disk before each step that others can see, so that a creation which
// was interrupted anywhere is finished, or undone, by the next attempt with the same address.

using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Creates accounts.</summary>
internal sealed class AccountCreator(MachineParts parts)
{
    private static readonly ImmutableArray<Role> FirstDevice = [Role.Super, Role.Admin, Role.Web];
    private static readonly ImmutableArray<Role> WithoutProfileKey = [Role.Admin, Role.Web];

    public async Task<AccountCreated> CreateAsync(string address, AccountCreation creation, CancellationToken cancel)
    {
        string account = Names.Address(address);
        MachineLock held = await parts.LockAsync(cancel).ConfigureAwait(false);
        MachineRecord? record;
        bool resumed;
        try
        {
            record = Existing(account);
            resumed = record is not null;
            record ??= await BeginAsync(account, creation, cancel).ConfigureAwait(false);
        }
        catch
        {
            held.Dispose();
            throw;
        }

        record = await FinishAsync(record, creation, held, cancel).ConfigureAwait(false);
        return new AccountCreated(record.Address, record.ProfileUdf, record.DeviceUdf, resumed, record.KeepsProfileKey != false);
    }

    private MachineRecord? Existing(string account)
    {
        MachineRecord? record = parts.Catalog.All().FirstOrDefault(r => r.State != AccountState.Removed && AccountAddress.Same(r.Address, account));
        return record is null or { State: AccountState.Creating }
            ? record
            : throw new ClientException(ClientError.AccountExists, $"This machine has {account} already.");
    }

    // Steps 1 to 3. Nothing here is visible to others.
    private async Task<MachineRecord> BeginAsync(string account, AccountCreation creation, CancellationToken cancel)
    {
        (Verified<ProfileService> service, _) =
            await parts.Link.HelloAsync(new ServiceTarget(ServiceDomain.OfAddress(account)), cancel).ConfigureAwait(false);
        Verified<ProfileDevice> device = await parts.OpenDeviceAsync(creation.DeviceDescription, cancel).ConfigureAwait(false);
        using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, parts.Options.Random);
        using AccountKeySet keys = AccountKeySet.Of(seed);
        Verified<ProfileUser> profile = ProfileValidator.Validate(ProfileBuilder.User(parts.Sealer, keys, account, service.Value.Udf));
        parts.SaveSeed(KeyNamesOfMachine.Account(profile.Value.Udf), seed);
        parts.Options.AfterStep("account seed");
        var record = new MachineRecord
        {
            Address = account,
            ProfileUdf = profile.Value.Udf,
            DeviceUdf = device.Value.Udf,
            ServiceUdf = service.Value.Udf,
            LocalName = creation.LocalName,
            Default = !parts.Catalog.All().Any(r => r.Default),
            State = AccountState.Creating,
            Profile = profile.Envelope.ToJson(),
            Service = service.Envelope.ToJson(),
        };
        await parts.Catalog.SaveAsync(record, cancel).ConfigureAwait(false);
        parts.Options.AfterStep("account record");
        return record;
    }

    // Steps 5 to 10. Repeated as a whole after an interruption: binding is idempotent, the first Transact is repeated octet for octet.
    private async Task<MachineRecord> FinishAsync(MachineRecord record, AccountCreation creation, MachineLock held, CancellationToken cancel)
    {
        AccountSession? session = null;
        try
        {
            if (!HasStores(record.ProfileUdf))
            {
                Verified<ProfileUser> profile = ProfileValidator.ValidateAs(EnvelopedReader.Parse<ProfileUser>(record.Profile), record.ProfileUdf);
                Verified<ProfileService> service = ProfileValidator.ValidateAs(EnvelopedReader.Parse<ProfileService>(record.Service), record.ServiceUdf);
                using KeySeed seed = parts.LoadSeed(KeyNamesOfMachine.Account(record.ProfileUdf))
                    ?? throw new ClientException(ClientError.Damaged, "The seed of the account that was being created is missing.");
                using AccountKeySet keys = AccountKeySet.Of(seed);
                using var identity = new ClientIdentity(
                    ChannelCredentials.Account(keys.Authentication.Public.Octets, record.Address, record.Profile), keys.Authentication);
                var target = new ServiceTarget(ServiceDomain.OfAddress(record.Address), record.ServiceUdf);
                Enveloped<AccountHostAssignment> assignment = await BindAsync(record, profile, keys, target, identity, cancel).ConfigureAwait(false);
                parts.Options.AfterStep("bound");
                if (record.KeepsProfileKey is null)
                {
                    record = record with { KeepsProfileKey = Ask(seed, creation) };
                    await parts.Catalog.SaveAsync(record, cancel).ConfigureAwait(false);
                    parts.Options.AfterStep("decided");
                }

                if (!File.Exists(parts.LogPath(record.ProfileUdf)))
                {
                    await PrepareAsync(seed, keys, profile, service, assignment, record, cancel).ConfigureAwait(false);
                }

                session = await AccountSession.OpenAsync(parts, record.ProfileUdf, held, cancel).ConfigureAwait(false);
                await PopulateAsync(session, target, identity, cancel).ConfigureAwait(false);
            }

            if (record.KeepsProfileKey == false)
            {
                parts.Keys.Erase(KeyNamesOfMachine.Account(record.ProfileUdf));
                parts.Options.AfterStep("seed erased");
            }

            await parts.Catalog.SaveAsync(
                record with { State = AccountState.Connected, Roles = Roles.ToText(RolesOf(record)), Profile = null, Service = null, KeepsProfileKey = null },
                cancel).ConfigureAwait(false);
            return record;
        }
        finally
        {
            if (session is not null)
            {
                await session.DisposeAsync().ConfigureAwait(false);
            }

            held.Dispose();
        }
    }

    private bool Ask(KeySeed seed, AccountCreation creation)
    {
        if (creation.Escrow is not { } escrow)
        {
            return creation.KeepProfileKey(null);
        }

        using IssuedShares shares = new SecretSharing(parts.Options.Random, parts.Options.Time).Share(seed, escrow.Threshold, escrow.Count);
        return creation.KeepProfileKey(shares);
    }

    // A device without the profile key never holds it: not in its activation, not in the entry that the service keeps.
    private static ImmutableArray<Role> RolesOf(MachineRecord record) => record.KeepsProfileKey == false ? WithoutProfileKey : FirstDevice;

    private bool HasStores(string udf)
    {
        if (!File.Exists(parts.LogPath(udf)))
        {
            return false;
        }

        (LogOptions options, PrivateSeal? seal) = parts.LogOptions(udf);
        using (seal)
        {
            AccountLog log = AccountLog.OpenReader(parts.LogPath(udf), options);
            bool has = log.Status().Count > 0;
            log.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return has;
        }
    }

    private async Task<Enveloped<AccountHostAssignment>> BindAsync(
        MachineRecord record, Verified<ProfileUser> profile, AccountKeySet keys, ServiceTarget target, ClientIdentity identity, CancellationToken cancel)
    {
        var request = new BindRequest
        {
            AccountAddress = record.Address,
            EnvelopedProfileAccount = profile.Envelope.As<ProfileAccount>(),
            EnvelopedCallsignBinding =
                [ServiceBuilder.Callsign(parts.Sealer, keys.Administrator, record.Address, record.ProfileUdf, new NamedService { Prefix = "mmm" })],
        };
        PreparedRequest prepared = PreparedRequest.Of(request, parts.Options.Random);
        MeshResponse response = (await parts.Link.SendAsync(target, identity, prepared, cancel).ConfigureAwait(false)).Response;
        if (response is BindResponse { IsSuccess: true } bound)
        {
            return bound.EnvelopedAccountHostAssignment
                ?? throw new ClientException(ClientError.InvalidResponse, "The service did not say which host serves the account.");
        }

        if (response is { Status: MeshStatus.Conflict, StatusExtended: MeshStatusExtended.AccountRegistered }
            or { Status: MeshStatus.Refused, StatusExtended: MeshStatusExtended.Refused })
        {
            // The service will never have this account: nothing of the attempt stays.
            await parts.Catalog.RemoveAsync(record.ProfileUdf, cancel).ConfigureAwait(false);
            parts.EraseAccount(record.ProfileUdf);
        }

        throw Refusal.Of(response);
    }

    // Step 8: the first device. The log is made last, so that where there is one there is a membership.
    private async Task PrepareAsync(
        KeySeed seed,
        AccountKeySet keys,
        Verified<ProfileUser> profile,
        Verified<ProfileService> service,
        Enveloped<AccountHostAssignment> assignment,
        MachineRecord record,
        CancellationToken cancel)
    {
        HostAssignmentValidator.Validate(assignment, service, record.Address);
        ActivationCommon held = new()
        {
            ProfileSignature = KeyData.OfPrivate(keys.Profile),
            AdministratorSignature = KeyData.OfPrivate(keys.Administrator),
            Encryption = KeyData.OfPrivate(keys.Encryption),
            Signature = KeyData.OfPrivate(keys.Signature),
            Entries = [.. StoreTable.All.Where(s => s.Kind == StoreKind.Catalog).Select(s => KeyGenerations.First(seed, s))],
        };
        try
        {
            VerifiedDevice device = ConnectionBuilder.Connect(parts.Sealer, new DeviceConnection
            {
                Account = profile,
                Device = await parts.OpenDeviceAsync(null, cancel).ConfigureAwait(false),
                Administrator = keys.Administrator,
                Roles = RolesOf(record),
                Held = held,
            });
            parts.SaveMembership(KeyNamesOfMachine.Activation(record.ProfileUdf), new MembershipRecord
            {
                Profile = profile.Envelope,
                Service = service.Envelope,
                Assignment = assignment,
                Device = device.Entry,
            });
        }
        finally
        {
            foreach (ActivationEntry entry in held.Entries)
            {
                entry.Dispose(); // the keys above belong to the key set
            }
        }

        parts.Options.AfterStep("activation");
        await parts.CreateLogAsync(record.ProfileUdf, cancel).ConfigureAwait(false);
        parts.Options.AfterStep("log");
    }

    // Step 9: frame 0 of every store, this device, and its rights, in one transaction.
    private async Task PopulateAsync(AccountSession session, ServiceTarget target, ClientIdentity identity, CancellationToken cancel)
    {
        PreparedRequest request;
        if (IntentStore.Find(session.Log) is { } pending)
        {
            using RequestIntent intent = pending.Intent;
            if (!intent.MayBeRepeated(parts.Options.Time) && await IsPopulatedAsync(session, cancel).ConfigureAwait(false))
            {
                return;
            }

            request = intent.Request;
        }
        else
        {
            request = PreparedRequest.Of(FirstTransaction(session.Membership), parts.Options.Random);
            await IntentStore.SaveAsync(session.Log, request, [], parts.Options.Time, cancel).ConfigureAwait(false);
            parts.Options.AfterStep("intent");
        }

        MeshResponse response = (await parts.Link.SendAsync(target, identity, request, cancel).ConfigureAwait(false)).Response;
        parts.Options.AfterStep("sent");
        if (!response.IsSuccess)
        {
            // The next attempt repeats it: it could have been carried out all the same.
            throw Refusal.Of(response);
        }

        await session.CommitAsync(request, response, []).ConfigureAwait(false);
    }

    // The service may have forgotten the request and not what it did: then this device is one of the account's, and fetches its stores.
    private static async Task<bool> IsPopulatedAsync(AccountSession session, CancellationToken cancel)
    {
        try
        {
            await new StorePuller(session).PullAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ClientException { Code: ClientError.Refused } or ProtocolException { Code: ProtocolError.Refused })
        {
            return false;
        }

        await IntentStore.DropAsync(session.Log).ConfigureAwait(false);
        return true;
    }

    private TransactRequest FirstTransaction(Membership membership)
    {
        CatalogedAccess own = ConnectionBuilder.Admit(parts.Sealer, membership.Device, membership.Administrator!);
        var updates = ImmutableArray.CreateBuilder<ContainerUpdate>();
        foreach (StoreDescription store in StoreTable.All.Where(s => s.Label is not (StoreLabel.Inbound or StoreLabel.Outbound or StoreLabel.Local)))
        {
            string type = store.Kind == StoreKind.Catalog ? StoreHead.CatalogContentType : StoreHead.SpoolContentType;
            UnverifiedEnvelope head = StoreHead.Create(parts.Options.Random, type, store.Label, membership.Udf).ToEnvelope();
            List<UnverifiedEnvelope> envelopes = [head];
            if (store.Label is StoreLabel.Device or StoreLabel.Access)
            {
                var writer = new StoreWriter(
                    Replica.Begin(head, membership, store.Label), membership, membership.Entry(store.Label)!, membership.Administrator, parts.Options);
                if (store.Label == StoreLabel.Device)
                {
                    writer.Put(membership.Device.Entry);
                }
                else
                {
                    membership.Common.Entries.ToList().ForEach(e => writer.Put(StoreKeyEntry.Of(e)));
                    writer.Put(own);
                }

                envelopes.AddRange(writer.Envelopes);
            }

            updates.Add(StoreWriter.Update(store.Label, new MerkleFrontier(), envelopes));
        }

        return new TransactRequest { Account = membership.Address, Updates = updates.ToImmutable() };
    }
}
