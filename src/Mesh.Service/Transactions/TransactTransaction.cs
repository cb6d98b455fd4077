// Transact (Mesh protocol 4.8): every store, spool and profile that it names changes, or none. What the service can judge without reading what is
// sealed, it judges here: rights per store, places and events of entries, the administrator's signatures, the store keys in force.

using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>Carries out Transact.</summary>
internal sealed class TransactTransaction(
    IAccountStorage storage, AccountDirectory accounts, ServiceIdentity identity, ServicePolicy policy, TimeProvider time)
{
    /// <summary>Judges and commits a transaction.</summary>
    /// <returns>Null where the rights changed meanwhile.</returns>
    public async Task<ReadOnlyMemory<byte>?> RunAsync(RequestContext context, Authority authority, TransactRequest request)
    {
        if (!request.Outbound.IsEmpty)
        {
            throw Refusal.Of(MeshStatus.Refused, MeshStatusExtended.Refused, "messages to other accounts are not served yet");
        }

        AccountLimits.RequireInUse(authority.Account, ChangesRightsAlone(request));
        RequireRights(authority, request.Updates);
        HostedAccount account = UpdateProfile(authority, request);
        Dare.AccountStatus status = await storage.StatusAsync(account.Name, context.Cancellation).ConfigureAwait(false);
        var stores = status.Stores.ToDictionary(s => s.Label.ToString(), StringComparer.Ordinal);
        List<StoreStatus> moved = [.. request.Updates.Select(u => StatusOf(u, stores)).Zip(request.Updates)
            .Where(pair => pair.First.Count != pair.Second.Index).Select(pair => pair.First)];
        if (moved.Count > 0)
        {
            return Outcomes.Conflict(context, moved);
        }

        AccountLimits.RequireRoom(
            account, policy, status.Octets + context.Octets.Length, request.Updates.Any(u => Schema.StoreLabel.Same(u.Container, Schema.StoreLabel.Access)));
        using var keys = new Keyring();
        keys.Add(identity.AccessKey(account.Name));
        var judge = new EntryJudge(authority, account, stores, keys);

        // Access comes first: which store keys are in force is judged by how it stands afterwards.
        AccessState access = request.Updates.FirstOrDefault(u => Schema.StoreLabel.Same(u.Container, Schema.StoreLabel.Access)) is { } change
            ? judge.Access(change)
            : authority.Access;
        var updates = request.Updates.Select(u => judge.Update(u, access)).ToList();
        DateTimeOffset now = time.GetUtcNow();
        AddMessages(updates, authority, Schema.StoreLabel.Local, request.Local, now);
        AddMessages(updates, authority, Schema.StoreLabel.Inbound, request.Inbound, now);
        bool changedProfile = !ReferenceEquals(account, authority.Account);
        if (updates.Count == 0 && !changedProfile)
        {
            throw Refusal.Malformed("nothing to do");
        }

        var transaction = new LogTransaction
        {
            Conditions = [authority.Condition],
            Updates = updates,
            Records = changedProfile ? [account.ToRecord()] : [],
            Request = context.Record(account.Name, policy, committed => new TransactResponse
            {
                Status = MeshStatus.Done,
                ContainerStatus = Outcomes.Status(committed.Stores),
            }),
        };
        CommitResult result = await (changedProfile
            ? accounts.CommitAsync(storage, account, transaction, context.Cancellation)
            : storage.AppendAsync(account.Name, transaction, context.Cancellation)).ConfigureAwait(false);
        if (result.Outcome is CommitOutcome.Outdated)
        {
            return null;
        }

        return Outcomes.Answer(context, result);
    }

    // Before anything is said of a store, the caller must have the right to write to it.
    private static void RequireRights(Authority authority, ImmutableArray<ContainerUpdate> updates)
    {
        foreach (ContainerUpdate update in updates)
        {
            string label = Schema.StoreLabel.Canonical(update.Container);
            StoreDescription store = StoreTable.Find(label) ?? throw Refusal.Malformed("there is no such store");
            bool spool = store.Kind == StoreKind.Spool && label != Schema.StoreLabel.Archive;
            if (spool || !authority.MayWrite(label))
            {
                throw store.Writer == Role.Admin
                    ? Refusal.Of(MeshStatus.Refused, MeshStatusExtended.NotAdministrator)
                    : Refusal.NotAuthorized();
            }

            if (update.Envelopes.IsEmpty)
            {
                throw Refusal.Malformed($"an update of {label} has nothing to append");
            }
        }
    }

    private static bool ChangesRightsAlone(TransactRequest request) =>
        request.Local.IsEmpty && request.Inbound.IsEmpty
        && request.Updates.Any(u => Schema.StoreLabel.Same(u.Container, Schema.StoreLabel.Access))
        && request.Updates.All(u => Schema.StoreLabel.Canonical(u.Container) is Schema.StoreLabel.Access or Schema.StoreLabel.Device);

    private static StoreStatus StatusOf(ContainerUpdate update, Dictionary<string, StoreStatus> stores)
    {
        string label = Schema.StoreLabel.Canonical(update.Container);
        return stores.GetValueOrDefault(label) ?? new StoreStatus(Dare.StoreLabel.Parse(label), 0, default, default);
    }

    private static HostedAccount UpdateProfile(Authority authority, TransactRequest request)
    {
        if (request.EnvelopedProfileAccount is not { } envelope)
        {
            return authority.Account;
        }

        if (!authority.MayWrite(Schema.StoreLabel.Access))
        {
            throw Refusal.Of(MeshStatus.Refused, MeshStatusExtended.NotAdministrator);
        }

        Verified<ProfileUser> profile = ProfileValidator.ValidateUpdate(authority.Account.Profile, envelope);
        bool stays = AccountAddress.Same(profile.Value.AccountAddress, authority.Account.Address)
            && UdfText.Same(profile.Value.ServiceUdf, authority.Account.Profile.Value.ServiceUdf);
        return stays
            ? authority.Account with { Profile = profile }
            : throw Refusal.Malformed("a profile that is changed here keeps its address and its service");
    }

    private static void AddMessages(
        List<StoreUpdate> updates, Authority authority, string label, ImmutableArray<Enveloped<Message>> messages, DateTimeOffset now)
    {
        if (messages.IsEmpty)
        {
            return;
        }

        if (!authority.MayWrite(label))
        {
            throw Refusal.NotAuthorized();
        }

        foreach (Enveloped<Message> message in messages)
        {
            if (message.ToJson().Length > ProtocolLimits.CatalogEntry)
            {
                throw Refusal.Of(MeshStatus.TooLarge, MeshStatusExtended.TooLarge);
            }

            // What devices write for one another is sealed and signed; the service itself makes everything else that stands in a spool.
            if (!message.Envelope.Header.IsEncrypted || message.Envelope.Trailer.Signatures.Count == 0)
            {
                throw Refusal.Malformed("a message is sealed and signed");
            }
        }

        updates.Add(new StoreUpdate(
            Dare.StoreLabel.Parse(label), [.. messages.Select(m => StoreEntry.FromEnvelope(m.Envelope, now))]));
    }
}
