namespace Mesh.Dare;

/// <summary>
/// Checks transactions one after another against the log and against those staged before them, and makes their records (Mesh account log,
/// Writing). Used by the writer of a log alone, for one group; without a view where there is no log yet.
/// </summary>
internal sealed class LogStager(LogIndex index, LogOptions options, LogView? view)
{
    /// <summary>The key in <see cref="PrivateLabel.Account"/> whose record says that the account is blocked.</summary>
    public const string BlockedKey = "Blocked";

    private readonly Dictionary<string, RequestContent> _requests = new(StringComparer.Ordinal);
    private readonly long _now = options.Time.GetUtcNow().ToUnixTimeSeconds();
    private Dictionary<string, StoreStage> _stages = new(StringComparer.Ordinal);

    /// <summary>The stores that got frames.</summary>
    public IReadOnlyCollection<StoreStage> Stages => _stages.Values;

    /// <summary>Checks a transaction; what is refused leaves nothing behind.</summary>
    /// <exception cref="DareException">A frame that does not continue its store, or is not one; a transaction that says nothing.</exception>
    public StagedTransaction Stage(LogTransaction transaction)
    {
        if (transaction.Request is { } request && Recall(request.Key, request.Id, request.PayloadHash.Span) is { } known)
        {
            return StagedTransaction.Refused(known);
        }

        if (IsLive(PrivateLabel.Account, BlockedKey) && transaction.Blocks != false)
        {
            return StagedTransaction.Refused(new CommitResult { Outcome = CommitOutcome.Blocked });
        }

        if (transaction.Request is { } counted && IsOverQuota(counted))
        {
            return StagedTransaction.Refused(new CommitResult { Outcome = CommitOutcome.OverQuota });
        }

        List<StoreStatus> outdated = [.. transaction.Conditions.Select(c => Status(c.Label)).Zip(transaction.Conditions)
            .Where(pair => pair.First.Count != pair.Second.Count).Select(pair => pair.First)];
        if (outdated.Count > 0)
        {
            return StagedTransaction.Refused(new CommitResult { Outcome = CommitOutcome.Outdated, Stores = outdated });
        }

        List<StoreStatus> conflicts = [.. transaction.Updates.Where(u => !PreconditionHolds(u)).Select(u => Status(u.Label))];
        return conflicts.Count > 0
            ? StagedTransaction.Refused(new CommitResult { Outcome = CommitOutcome.Conflict, Stores = conflicts })
            : Take(transaction);
    }

    // What was staged in this group is not in the log yet.
    private CommitResult? Recall(string key, string id, ReadOnlySpan<byte> payloadHash) =>
        _requests.TryGetValue(RequestContent.Lookup(key, id), out RequestContent? staged) ? staged.Answer(key, id, payloadHash)
            : view is null ? null
            : new LogPrivateReader(view).Recall(key, id, payloadHash);

    private StagedTransaction Take(LogTransaction transaction)
    {
        Dictionary<string, StoreStage> forks = new(StringComparer.Ordinal);
        List<LogRecord> records = [];
        List<StoreFacts> facts = [];
        List<Erasure> erased = [];
        foreach (StoreUpdate update in transaction.Updates)
        {
            string label = update.Label.ToString();
            if (update.Entries.Count == 0 || !forks.TryAdd(label, Fork(label)))
            {
                throw new DareException(DareError.InvalidRequest, $"The transaction names {label} twice or has no frame for it.");
            }

            List<StoreFacts> appended = new StoreAppender(forks[label], update, transaction.Erasures, view).Run(records);
            erased.AddRange(transaction.Erasures.Where(e => e.Label == update.Label && appended.Any(f => f.Erases?.Index == e.Index)));
            facts.AddRange(appended);
        }

        if (transaction.Erasures.FirstOrDefault(e => !erased.Contains(e)) is { } stray)
        {
            throw NoEraseEntry(stray);
        }

        List<StoreStatus> stores = [.. transaction.Updates.Select(u => Status(u.Label, forks[u.Label.ToString()]))];
        var result = new CommitResult { Outcome = CommitOutcome.Committed, Stores = stores };
        if (transaction.Blocks is { } blocks)
        {
            PrivateRecord record = blocks
                ? new PrivateRecord(PrivateLabel.Account, BlockedKey, ReadOnlyMemory<byte>.Empty)
                : PrivateRecord.Removal(PrivateLabel.Account, BlockedKey);
            AppendRecord(forks, record, records, facts);
        }

        foreach (PrivateRecord record in transaction.Records)
        {
            AppendRecord(forks, record, records, facts);
        }

        RequestContent? content = null;
        if (transaction.Request is { } request)
        {
            result = result with { Response = request.Respond(result) };
            content = new RequestContent(request.Key, request.Id, request.PayloadHash, result.Response);
            AppendRecord(forks, RecordOf(request, content), records, facts);
        }

        CheckSize(records);
        foreach ((string label, StoreStage fork) in forks)
        {
            _stages[label] = fork;
        }

        if (content is not null)
        {
            _requests[RequestContent.Lookup(content.Key, content.Id)] = content;
        }

        return new StagedTransaction(result, records, facts);
    }

    private static DareException NoEraseEntry(Erasure erasure) => new(
        DareError.EntryRefused, $"Frame {erasure.Index} of {erasure.Label} cannot be erased without an Erase entry in the same transaction.");

    private void AppendRecord(Dictionary<string, StoreStage> forks, PrivateRecord record, List<LogRecord> records, List<StoreFacts> facts)
    {
        string label = record.Label.ToString();
        if (!forks.TryGetValue(label, out StoreStage? stage))
        {
            stage = Fork(label);
            forks.Add(label, stage);
        }

        if (stage.Count == 0)
        {
            Add(PrivateFrame.AppendZero(stage, options.Random));
        }

        bool isNew = (stage.Find(record.Key) ?? Indexed(label, record.Key)) is not { } known || !known.IsLive(_now);
        Add(PrivateFrame.Append(stage, record, isNew, RequireSeal()));

        void Add(byte[] frame)
        {
            records.Add(new LogRecord(label, frame));
            facts.Add(stage.Last);
        }
    }

    private PrivateRecord RecordOf(RequestRecord request, RequestContent content) =>
        new(PrivateLabel.Requests, RequestContent.Lookup(request.Key, request.Id), content.Encode())
        {
            Expires = DateTimeOffset.FromUnixTimeSeconds(_now) + RequestRecord.Retention,
            Group = RequestContent.Group(request.Quota),
        };

    private static void CheckSize(List<LogRecord> records)
    {
        if (records.Count == 0)
        {
            throw new DareException(DareError.InvalidRequest, "The transaction says nothing.");
        }

        if (records.Sum(OuterFrame.RecordSize) > LogLimits.Transaction)
        {
            throw new DareException(DareError.LimitExceeded, $"The transaction has more than {LogLimits.Transaction} octets.");
        }
    }

    private bool PreconditionHolds(StoreUpdate update)
    {
        StoreStatus status = Status(update.Label);
        return (update.ExpectedCount is not { } count || count == status.Count)
            && (update.ExpectedRoot is not { } root || root.Span.SequenceEqual(status.Root.Span));
    }

    private StoreStatus Status(StoreLabel label)
    {
        StoreStage? stage = _stages.GetValueOrDefault(label.ToString());
        return Status(label, stage ?? StoreStage.Of(label.ToString(), index.Find(label.ToString())));
    }

    private static StoreStatus Status(StoreLabel label, StoreStage stage) => new(label, stage.Count, stage.Tree.Root(), stage.Origin);

    private StoreStage Fork(string label) => _stages.TryGetValue(label, out StoreStage? stage)
        ? stage.Fork()
        : StoreStage.Of(label, index.Find(label));

    private bool IsLive(PrivateLabel label, string key) =>
        (_stages.GetValueOrDefault(label.ToString())?.Find(key) ?? Indexed(label.ToString(), key))?.IsLive(_now) ?? false;

    private KeyEntry? Indexed(string label, string key) =>
        index.Find(label)?.Keys.GetValueOrDefault(key);

    private bool IsOverQuota(RequestRecord request)
    {
        string group = RequestContent.Group(request.Quota);
        string label = PrivateLabel.Requests.ToString();
        int live = index.Find(label)?.Keys.Values.Count(e => e.Group == group && e.IsLive(_now)) ?? 0;
        live += _stages.GetValueOrDefault(label)?.Facts.Count(f => f.Group == group) ?? 0;
        return live >= request.QuotaLimit;
    }

    private IPrivateSeal RequireSeal() =>
        options.Seal ?? throw new DareException(DareError.InvalidRequest, "The log was opened without what seals private records.");
}
