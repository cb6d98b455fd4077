// An account opened for changing: the machine's lock, the log's writer, the membership, the remembered roots. The sequence of a state
// change is build, write down, send, commit (Mesh channel 4; Mesh protocol 6.7); the process may die between any two of them.

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>An account opened for changing.</summary>
internal sealed class AccountSession : IAsyncDisposable
{
    private const int MostTries = 5;
    private readonly MachineLock _lock;
    private readonly PrivateSeal? _seal;

    private AccountSession(MachineParts parts, string udf, MachineLock held, PrivateSeal? seal, AccountLog log, Membership membership, RememberedRoots roots)
    {
        Parts = parts;
        Udf = udf;
        _lock = held;
        _seal = seal;
        Log = log;
        Membership = membership;
        Roots = roots;
    }

    public MachineParts Parts { get; }

    public string Udf { get; }

    public AccountLog Log { get; }

    public Membership Membership { get; private set; }

    public RememberedRoots Roots { get; }

    public List<SyncNotice> Notices { get; } = [];

    /// <summary>
    /// Whether what devices state against the service is told, and no more: a device that lies could otherwise keep the others from removing it.
    /// </summary>
    public bool GoesOnOverContradictions { get; set; }

    /// <summary>What devices state against the service, where that was gone over.</summary>
    public string? Contradiction { get; set; }

    public static async Task<AccountSession> OpenAsync(MachineParts parts, string udf, CancellationToken cancel) =>
        await OpenAsync(parts, udf, await parts.LockAsync(cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);

    /// <summary>Opens the account under a lock that is held already, and takes the lock over.</summary>
    public static async Task<AccountSession> OpenAsync(MachineParts parts, string udf, MachineLock held, CancellationToken cancel)
    {
        Membership? membership = null;
        PrivateSeal? seal = null;
        try
        {
            membership = parts.OpenMembership(udf);
            parts.KeepReading(udf);
            RememberedRoots roots = RememberedRoots.Load(parts.Options.Files, parts.RootsPath(udf));
            (LogOptions options, seal) = parts.LogOptions(udf);
            AccountLog log = await AccountLog.OpenAsync(parts.LogPath(udf), options, cancel).ConfigureAwait(false);
            return new AccountSession(parts, udf, held, seal, log, membership, roots);
        }
        catch
        {
            seal?.Dispose();
            membership?.Dispose();
            held.Dispose();
            throw;
        }
    }

    public Replica Replica(string label) => Client.Replica.Load(Log, Membership, label);

    public DeviceReplica Devices() => new(Replica(StoreLabel.Device), Membership, Parts.Now);

    public StoreWriter Writer(Replica replica) => new(
        replica,
        Membership,
        Membership.Entry(replica.Label) ?? throw new ClientException(ClientError.NotAuthorised, $"This device may not write {replica.Label}."),
        Membership.Administrator,
        Parts.Options);

    /// <summary>A request as this device, and its answer whatever the status; a proven removal erases the keys.</summary>
    public async Task<MeshResponse> SendAsync(PreparedRequest request, CancellationToken cancel)
    {
        using ClientIdentity identity = Membership.Identity();
        MeshResponse response = (await Parts.Link.SendAsync(Membership.Target, identity, request, cancel).ConfigureAwait(false)).Response;
        if (Removal.IsProven(response, Membership))
        {
            await EraseAsync(cancel).ConfigureAwait(false);
            throw new ClientException(ClientError.DeviceRemoved, "This device was removed from the account. Its keys were erased.");
        }

        return response;
    }

    public async Task<T> CallAsync<T>(MeshRequest request, CancellationToken cancel)
        where T : MeshResponse
    {
        MeshResponse response = await SendAsync(PreparedRequest.Of(request, Parts.Options.Random), cancel).ConfigureAwait(false);
        return response is T typed && response.IsSuccess ? typed : throw Refusal.Of(response);
    }

    /// <summary>Carries a change out, building it anew over the new state when others were faster.</summary>
    /// <returns>Entries and messages sent.</returns>
    public async Task<int> TransactAsync(Func<ChangeSet> build, CancellationToken cancel)
    {
        for (int tries = 0; tries < MostTries; tries++)
        {
            ChangeSet change = build();
            if (change.IsEmpty)
            {
                return 0;
            }

            MeshResponse response = await TryAsync(change, cancel).ConfigureAwait(false);
            if (response.IsSuccess)
            {
                return change.Count;
            }

            if (response.Status != MeshStatus.Conflict)
            {
                throw Refusal.Of(response);
            }

            await new StorePuller(this).PullAsync(cancel).ConfigureAwait(false);
        }

        throw new ClientException(ClientError.Conflict, "Other devices kept changing the same stores. Nothing was changed; try again.");
    }

    /// <summary>Finishes a request of unknown outcome, if there is one.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        if (IntentStore.Find(Log) is not { } pending)
        {
            // Of a change that was never sent: nobody may ever take it for the state in force.
            Parts.Keys.Erase(KeyNamesOfMachine.Next(Udf));
            return;
        }

        using RequestIntent intent = pending.Intent;
        if (!intent.MayBeRepeated(Parts.Options.Time))
        {
            // The service may have forgotten the request: what it did is seen by synchronising, and edits that are still here are sent again.
            await AdoptNextIfInForceAsync(cancel).ConfigureAwait(false);
            await AbandonAsync().ConfigureAwait(false);
            return;
        }

        MeshResponse response = await RepeatAsync(intent.Request, cancel).ConfigureAwait(false);
        if (response.Status == MeshStatus.TooMany)
        {
            // Said before the service looks whether it has done that already.
            throw Refusal.Of(response);
        }

        await ConcludeAsync(intent.Request, response, pending.Edits).ConfigureAwait(false);

        Notices.Add(new SyncNotice(SyncNoticeKind.RequestSettled, intent.Request.Id, response.IsSuccess
            ? "A change that had been interrupted is saved."
            : "A change that had been interrupted was not accepted."));
    }

    /// <summary>Takes up another state of the membership, durably.</summary>
    public void Adopt(MembershipRecord record)
    {
        Membership next = Parts.OpenMembership(Udf, record);
        Parts.SaveMembership(KeyNamesOfMachine.Activation(Udf), record);
        Parts.KeepReading(Udf);
        Membership.Dispose();
        Membership = next;
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync().ConfigureAwait(false);
        _seal?.Dispose();
        Membership.Dispose();
        _lock.Dispose();
    }

    private async Task EraseAsync(CancellationToken cancel)
    {
        await Log.DisposeAsync().ConfigureAwait(false);
        await Removal.EraseAsync(Parts, Udf, cancel).ConfigureAwait(false);
    }

    private async Task<MeshResponse> TryAsync(ChangeSet change, CancellationToken cancel)
    {
        PreparedRequest request = PreparedRequest.Of(change.ToRequest(Membership.Address), Parts.Options.Random);
        if (change.Next is { } next)
        {
            Parts.SaveMembership(KeyNamesOfMachine.Next(Udf), next);
            Parts.Options.AfterStep("next membership");
        }

        await IntentStore.SaveAsync(Log, request, change.Edits, Parts.Options.Time, cancel).ConfigureAwait(false);
        Parts.Options.AfterStep("intent");
        MeshResponse response;
        try
        {
            response = await SendAsync(request, cancel).ConfigureAwait(false);
        }
        catch (ProtocolException e) when (e.Code is ProtocolError.NotDiscovered or ProtocolError.Unreachable or ProtocolError.Refused
            or ProtocolError.HostNotAccepted or ProtocolError.Configuration or ProtocolError.TooLarge)
        {
            await AbandonAsync().ConfigureAwait(false); // nothing was done
            throw;
        }

        Parts.Options.AfterStep("sent");
        await ConcludeAsync(request, response, change.Edits).ConfigureAwait(false);
        return response;
    }

    // A failure of the service is no refusal (Mesh account log, Writing): what became of the request is not known, and it stays to be repeated.
    private async Task ConcludeAsync(PreparedRequest request, MeshResponse response, IReadOnlyList<string> edits)
    {
        if (response.IsSuccess)
        {
            await CommitAsync(request, response, edits).ConfigureAwait(false);
        }
        else if (Refusal.IsFinal(response))
        {
            await AbandonAsync().ConfigureAwait(false);
        }
        else
        {
            throw Refusal.Unknown(response);
        }
    }

    // After a rotation that was carried out the old connection is refused; the next one, with the same key, is not.
    private async Task<MeshResponse> RepeatAsync(PreparedRequest request, CancellationToken cancel)
    {
        try
        {
            MeshResponse response = await SendAsync(request, cancel).ConfigureAwait(false);
            if (response.Status != MeshStatus.Refused || LoadNext() is null)
            {
                return response;
            }
        }
        catch (ProtocolException e) when (e.Code == ProtocolError.Refused && LoadNext() is not null)
        {
            Parts.Options.AfterStep("next identity");
        }

        return await RepeatAsNextAsync(request, cancel).ConfigureAwait(false);
    }

    // What is refused under the next connection as well was not carried out, and the membership stays the one that is in force.
    private async Task<MeshResponse> RepeatAsNextAsync(PreparedRequest request, CancellationToken cancel)
    {
        Membership held = Membership;
        Membership next = Parts.OpenMembership(Udf, LoadNext()!);
        Membership = next;
        bool inForce = false;
        try
        {
            MeshResponse response = await SendAsync(request, cancel).ConfigureAwait(false);
            inForce = response.IsSuccess;
            return response;
        }
        finally
        {
            Membership = inForce ? next : held;
            (inForce ? held : next).Dispose();
        }
    }

    private async Task AdoptNextIfInForceAsync(CancellationToken cancel)
    {
        MembershipRecord held = Membership.Record;
        var status = new StatusRequest { Account = Membership.Address };
        MeshResponse response = await RepeatAsync(PreparedRequest.Of(status, Parts.Options.Random), cancel).ConfigureAwait(false);
        if (!response.IsSuccess)
        {
            throw Refusal.Of(response);
        }

        if (!ReferenceEquals(Membership.Record, held))
        {
            Adopt(Membership.Record);
        }
    }

    private MembershipRecord? LoadNext()
    {
        using SecretBytes? secret = Parts.Keys.Load(KeyNamesOfMachine.Next(Udf));
        return secret is null ? null : MembershipRecord.Parse(secret);
    }

    /// <summary>Takes over what the service has accepted, and ends the intent, in one commit.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Alarm"/>: it confirms something else than it was sent; the intent stays.</exception>
    public async Task CommitAsync(PreparedRequest request, MeshResponse response, IReadOnlyList<string> edits)
    {
        var sent = (TransactRequest)MeshMessages.ReadRequest(request.Octets);
        var confirmation = new Confirmation(sent, (TransactResponse)response);
        confirmation.Require();
        if (LoadNext() is { } next)
        {
            Adopt(next);
            Parts.Options.AfterStep("membership");
            Parts.Keys.Erase(KeyNamesOfMachine.Next(Udf));
        }

        CommitResult result = await Log.CommitAsync(new LogTransaction
        {
            Updates = [.. sent.Updates.Select(ToStoreUpdate)],
            Records = [.. IntentStore.Removals(), .. edits.Select(EditStore.Removal)],
        }).ConfigureAwait(false);
        if (result.Outcome != CommitOutcome.Committed)
        {
            throw new ClientException(ClientError.Damaged, $"The account's log does not take what the service has accepted: {result.Outcome}.");
        }

        Parts.Options.AfterStep("committed");
        foreach (StoreStatus status in result.Stores.Concat(confirmation.Spools(Log, Roots, Membership.Grants)))
        {
            Roots.Remember(status);
        }

        Roots.Save();
    }

    private async Task AbandonAsync()
    {
        await IntentStore.DropAsync(Log).ConfigureAwait(false);
        Parts.Keys.Erase(KeyNamesOfMachine.Next(Udf));
    }

    private static StoreUpdate ToStoreUpdate(ContainerUpdate update) =>
        new(LogLabel.Parse(update.Container), [.. update.Envelopes.Select(e => StoreEntry.FromEnvelope(e))])
        {
            ExpectedCount = update.Index,
            ResultingRoot = update.Digest,
        };
}
