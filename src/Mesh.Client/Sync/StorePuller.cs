// Fetching (Mesh protocol 6.7, steps 1 to 4; Mesh sealing, section 5): what the service shows may grow, from the very frames that this device
// remembers, and do nothing else.

using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Brings profile, own entry and stores up to date.</summary>
internal sealed class StorePuller(AccountSession session)
{
    // Nothing is kept before the end is seen. A service gives 4,096 entries or 8 MiB at a time, and an account has 1 GiB where its provider gave it no more.
    private const int MostRounds = 1024;
    private const long MostOctets = 2L << 30;

    private Membership Membership => session.Membership;

    /// <returns>Entries fetched.</returns>
    public async Task<int> PullAsync(CancellationToken cancel)
    {
        StatusResponse status = await StatusAsync(cancel).ConfigureAwait(false);
        if (TakeUp(status))
        {
            // As the device that it is now: under a former connection the service shows nothing but the new one.
            status = await StatusAsync(cancel).ConfigureAwait(false);
            TakeUp(status);
        }

        Dictionary<string, Fetching> behind = Compare(status);
        for (int round = 0; behind.Values.FirstOrDefault(f => !f.IsComplete) is { } open; round++)
        {
            if (round == MostRounds || behind.Values.Sum(f => f.Octets) > MostOctets)
            {
                throw Alarm(open.Label.ToString(), "hands over entries without end, or in pieces that are far too small");
            }

            await FetchAsync(behind, cancel).ConfigureAwait(false);
        }

        int fetched = behind.Values.Sum(f => f.Envelopes.Count);
        Dictionary<string, Replica> next = behind.ToDictionary(f => f.Key, f => f.Value.Held.With(f.Value.Envelopes, Membership), StringComparer.Ordinal);
        Contrast(next);
        await CommitAsync(behind.Values, next).ConfigureAwait(false);
        await Mending.RunAsync(session, cancel).ConfigureAwait(false);
        Audit();
        return fetched;
    }

    private Task<StatusResponse> StatusAsync(CancellationToken cancel) => session.CallAsync<StatusResponse>(
        new StatusRequest
        {
            Account = Membership.Address,
            DeviceUdf = Membership.Device.Udf,
            CatalogedDeviceDigest = Membership.Record.Digest,
        },
        cancel);

    /// <returns>Whether the device's own entry changed.</returns>
    private bool TakeUp(StatusResponse status)
    {
        MembershipRecord held = Membership.Record;
        MembershipRecord next = held;
        try
        {
            if (status.EnvelopedProfileAccount?.As<ProfileUser>() is { } profile && !Same(profile, held.Profile))
            {
                ProfileValidator.ValidateUpdate(Membership.Account, profile);
                next = next with { Profile = profile, Former = [held.Profile, .. held.Former] };
            }

            if (status.EnvelopedCatalogedDevice is { } own)
            {
                next = TakeUp(own, next);
            }

            if (status.EnvelopedAccountHostAssignment is { } assignment && !Same(assignment, held.Assignment))
            {
                HostAssignmentValidator.Validate(assignment, Membership.Service, Membership.Address);
                next = next with { Assignment = assignment };
            }

            if (!ReferenceEquals(next, held))
            {
                session.Adopt(next);
            }

            return !ReferenceEquals(next.Device, held.Device);
        }
        catch (SchemaException e)
        {
            throw new ClientException(ClientError.Alarm, $"The service shows a profile or device entry that is not valid or not newer: {e.Message}.", e);
        }
    }

    private MembershipRecord TakeUp(Enveloped<CatalogedDevice> own, MembershipRecord next)
    {
        Verified<ProfileUser> account = ProfileValidator.ValidateAs(next.Profile, Membership.Udf);
        VerifiedDevice shown = DeviceEntryValidator.Open(own, Membership.AccountKeyring, account, session.Parts.Now);
        string digest = DeviceDigest.Compute(own);
        if (UdfText.Same(shown.Udf, Membership.Device.Udf) && shown.Entry.Updated == Membership.Device.Entry.Updated)
        {
            return next with { Digest = digest };
        }

        shown = DeviceEntryValidator.OpenUpdate(Membership.Device, own, Membership.AccountKeyring, account, session.Parts.Now);
        session.Notices.Add(new SyncNotice(SyncNoticeKind.DeviceChanged, shown.Udf, "The rights or keys of this device changed."));
        return next with
        {
            Device = shown.Entry,
            Digest = digest,
            Earlier = shown.Roles.Contains(Role.Super) ? Membership.ProfileKeySource : null,
        };
    }

    private Dictionary<string, Fetching> Compare(StatusResponse status)
    {
        var behind = new Dictionary<string, Fetching>(StringComparer.Ordinal);
        var shownLabels = new HashSet<string>(StringComparer.Ordinal);
        foreach (ContainerStatus shown in status.ContainerStatus)
        {
            string label = StoreLabel.Canonical(shown.Container);
            if (!Membership.Grants.Of(label).HasFlag(StoreAccess.Read) || shown.Index == 0)
            {
                continue;
            }

            if (!shownLabels.Add(label))
            {
                throw Alarm(label, "shows it twice");
            }

            Fetching? fetching = Compare(LogLabel.Parse(label), shown);
            if (fetching is not null)
            {
                behind.Add(label, fetching);
            }
        }

        foreach (StoreStatus known in session.Roots.All)
        {
            string label = known.Label.ToString();
            if (Membership.Grants.Of(label).HasFlag(StoreAccess.Read) && !shownLabels.Contains(label))
            {
                throw Alarm(label, "no longer shows it");
            }
        }

        return behind;
    }

    private Fetching? Compare(LogLabel label, ContainerStatus shown)
    {
        StoreStatus? local = session.Log.Status(label);
        StoreStatus? remembered = session.Roots.Find(label);
        long count = local?.Count ?? 0;
        if (shown.Index < count || shown.Index < (remembered?.Count ?? 0))
        {
            throw Alarm(label.ToString(), "shows an older state than this device has seen");
        }

        if (shown.Index == count)
        {
            return local!.Root.Span.SequenceEqual(shown.Digest) ? null : throw Alarm(label.ToString(), "shows another history than this device has seen");
        }

        return new Fetching(label, Replica.Closed(session.Log, label.ToString()), shown, remembered);
    }

    private async Task FetchAsync(Dictionary<string, Fetching> behind, CancellationToken cancel)
    {
        Fetching[] open = [.. behind.Values.Where(f => !f.IsComplete)];
        DownloadResponse response = await session.CallAsync<DownloadResponse>(
            new DownloadRequest
            {
                Account = Membership.Address,
                Select = [.. open.Select(f => new ConstraintsSelect { Container = f.Label.ToString(), IndexMin = f.Next })],
            },
            cancel).ConfigureAwait(false);
        int before = open.Sum(f => f.Envelopes.Count);
        foreach (ContainerUpdate update in response.Updates)
        {
            if (behind.TryGetValue(StoreLabel.Canonical(update.Container), out Fetching? fetching) && !fetching.IsComplete && !update.Envelopes.IsEmpty)
            {
                fetching.Take(update);
            }
        }

        if (open.Sum(f => f.Envelopes.Count) == before)
        {
            throw Alarm(open[0].Label.ToString(), "does not hand over the entries that it says it has");
        }
    }

    private void Contrast(Dictionary<string, Replica> next)
    {
        try
        {
            Checkpoints.Compare(session, next);
        }
        catch (ClientException e) when (e.Code == ClientError.Alarm && session.GoesOnOverContradictions)
        {
            session.Contradiction = e.Message;
        }
    }

    private void Audit()
    {
        if (Membership.Administrator is null)
        {
            return;
        }

        session.Notices.RemoveAll(n => n.Kind == SyncNoticeKind.UnaccountedAccess); // of an earlier pull
        session.Notices.AddRange(AccessAudit.Notices(AccessAudit.Find(session.Devices(), session.Replica(StoreLabel.Access), Membership.Device)));
    }

    private async Task CommitAsync(Dictionary<string, Fetching>.ValueCollection fetched, Dictionary<string, Replica> next)
    {
        if (fetched.Count > 0)
        {
            Lazy<SignerPolicy> devices = Mending.Devices(session, next.GetValueOrDefault(StoreLabel.Device));
            CommitResult result = await session.Log.CommitAsync(
                new LogTransaction
                {
                    Updates = [.. fetched.Select(f => f.ToUpdate())],
                    Records = [.. fetched.SelectMany(f => Mending.Notes(session, next[f.Label.ToString()], f.From, devices))],
                }).ConfigureAwait(false);
            if (result.Outcome != CommitOutcome.Committed)
            {
                throw new ClientException(ClientError.Damaged, $"The account's log does not take what was fetched: {result.Outcome}.");
            }

            session.Parts.Options.AfterStep("fetched");
        }

        foreach (StoreStatus status in session.Log.Status())
        {
            session.Roots.Remember(status);
        }

        session.Roots.Save();
        foreach (Fetching fetching in fetched)
        {
            Replica replica = next[fetching.Label.ToString()];
            foreach (long refused in replica.Refused.Where(i => i >= fetching.From))
            {
                session.Notices.Add(new SyncNotice(
                    SyncNoticeKind.EntryRefused, replica.Label, $"Entry {refused} of {replica.Label} is not by whom it must be, and does not count."));
            }

            replica.Erase();
        }
    }

    private static bool Same<T>(Enveloped<T> left, Enveloped<T> right)
        where T : MeshObject => left.Envelope.Body.Span.SequenceEqual(right.Envelope.Body.Span);

    public static ClientException Alarm(string label, string what) => new(
        ClientError.Alarm,
        $"The service {what} ({label}). Nothing was taken over. Compare with another device, and ask your provider, before you go on.");
}
