// Transact (Mesh protocol 4.8): every store, spool and profile that it names changes, or none. What the service can judge without reading what is
// sealed, it judges here: rights per store, places and events of entries, the administrator's signatures, the store keys in force.

using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service;

/// <summary>Carries out Transact.</summary>
internal sealed class TransactTransaction(IAccountStorage storage, AccountDirectory accounts, ServiceIdentity identity, TimeProvider time)
{
    /// <summary>Judges and commits a transaction.</summary>
    public async Task<ReadOnlyMemory<byte>> RunAsync(RequestContext context, Authority authority, TransactRequest request)
    {
        if (!request.Outbound.IsEmpty)
        {
            throw Refusal.Of(MeshStatus.Refused, MeshStatusExtended.Refused, "messages to other accounts are not served yet");
        }

        HostedAccount account = UpdateProfile(authority, request);
        Dare.AccountStatus status = await storage.StatusAsync(account.Name, context.Cancellation).ConfigureAwait(false);
        var origins = status.Stores.ToDictionary(s => s.Label.ToString(), s => s.Origin, StringComparer.Ordinal);
        using var keys = new Keyring();
        keys.Add(identity.AccessKey(account.Name));
        var judge = new EntryJudge(authority, account, origins, keys);

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

        static TransactResponse Respond(CommitResult result) => new()
        {
            Status = MeshStatus.Done,
            ContainerStatus = Outcomes.Status(result.Stores),
        };
        var transaction = new LogTransaction
        {
            Updates = updates,
            Records = changedProfile ? [account.ToRecord()] : [],
            Request = context.Record(account.Name, Respond),
        };
        CommitResult result = await storage.AppendAsync(account.Name, transaction, context.Cancellation).ConfigureAwait(false);
        ReadOnlyMemory<byte> answer = Outcomes.Answer(context, result, Respond);
        if (changedProfile && result.Outcome is CommitOutcome.Committed)
        {
            accounts.Set(account);
        }

        return answer;
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
