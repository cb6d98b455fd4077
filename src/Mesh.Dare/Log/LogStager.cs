using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Checks transactions one after another against the log and against those staged before them, and makes their records (Mesh account log,
/// Writing). Used by the writer of a log alone, for one group.
/// </summary>
internal sealed class LogStager(LogIndex index, LogOptions options, Func<string, long, byte[]> readFrame)
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

        if (IsLive(PrivateLabel.Account, BlockedKey) && !transaction.Records.Any(EndsBlocking))
        {
            return StagedTransaction.Refused(new CommitResult { Outcome = CommitOutcome.Blocked });
        }

        if (transaction.Request is { } counted && IsOverQuota(counted))
        {
            return StagedTransaction.Refused(new CommitResult { Outcome = CommitOutcome.OverQuota });
        }

        List<StoreStatus> conflicts = [.. transaction.Updates.Where(u => !PreconditionHolds(u)).Select(u => Status(u.Label))];
        return conflicts.Count > 0
            ? StagedTransaction.Refused(new CommitResult { Outcome = CommitOutcome.Conflict, Stores = conflicts })
            : Take(transaction);
    }

    /// <summary>What a stored request answers; null where none is stored, or its time is over.</summary>
    public CommitResult? Recall(string key, string id, ReadOnlySpan<byte> payloadHash)
    {
        string lookup = RequestContent.Lookup(key, id);
        return !IsLive(PrivateLabel.Requests, lookup) ? null
            : (_requests.GetValueOrDefault(lookup) ?? RequestContent.Decode(Content(PrivateLabel.Requests, lookup)!)).Answer(key, id, payloadHash);
    }

    /// <summary>The content of the live record of a key; null where there is none. Not for what was staged in this group.</summary>
    public byte[]? Content(PrivateLabel label, string key)
    {
        if (index.Find(label.ToString()) is not { } store || !store.Keys.TryGetValue(key, out KeyEntry entry) || !entry.IsLive(_now))
        {
            return null;
        }

        Frame frame = Frame.Parse(readFrame(store.Label, entry.Index));
        return RequireSeal().Open(label, key, frame.Body.Span);
    }

    private static bool EndsBlocking(PrivateRecord record) =>
        record.Label == PrivateLabel.Account && record.Key == BlockedKey && record.Content is null;

    private StagedTransaction Take(LogTransaction transaction)
    {
        Dictionary<string, StoreStage> forks = new(StringComparer.Ordinal);
        List<LogRecord> records = [];
        List<StoreFacts> facts = [];
        foreach (StoreUpdate update in transaction.Updates)
        {
            string label = update.Label.ToString();
            if (update.Entries.Count == 0 || !forks.TryAdd(label, Fork(label)))
            {
                throw new DareException(DareError.InvalidRequest, $"The transaction names {label} twice or has no frame for it.");
            }

            int first = facts.Count;
            AppendEntries(forks[label], update, records, facts);
            CheckErasures(update, facts.GetRange(first, facts.Count - first), transaction.Erasures);
        }

        if (transaction.Erasures.FirstOrDefault(e => !transaction.Updates.Any(u => u.Label == e.Label)) is { } stray)
        {
            throw NoEraseEntry(stray);
        }

        List<StoreStatus> stores = [.. transaction.Updates.Select(u => Status(u.Label, forks[u.Label.ToString()]))];
        var result = new CommitResult { Outcome = CommitOutcome.Committed, Stores = stores };
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

    private static void AppendEntries(StoreStage stage, StoreUpdate update, List<LogRecord> records, List<StoreFacts> facts)
    {
        bool agrees = false;
        foreach (StoreEntry entry in update.Entries)
        {
            StoreFacts read = StoreFactsReader.Read(entry.Frame);
            CheckDigest(entry.Frame, read);
            stage.Append(read, entry.Frame.Length);
            agrees = stage.RootAgrees();
            if (!agrees && stage.Tree.IsWhole)
            {
                throw new DareException(DareError.TreeMismatch, $"Frame {read.Index} of {stage.Label} states another root than its store has.");
            }

            records.Add(new LogRecord(stage.Label, entry.Frame));
            facts.Add(read);
        }

        if (!agrees)
        {
            throw new DareException(
                DareError.TreeMismatch, $"{stage.Label} has a frame with an erased salt, and no Erase entry that gives the digest of it.");
        }

        if (update.ResultingRoot is { } root && !root.Span.SequenceEqual(stage.Tree.Root()))
        {
            throw new DareException(DareError.TreeMismatch, $"The frames for {stage.Label} do not lead to the root that was stated.");
        }
    }

    // An Erase entry and the erasure that it records commit together; one that comes with an erased frame, in a copied store, does not erase.
    private void CheckErasures(StoreUpdate update, List<StoreFacts> appended, IReadOnlyList<Erasure> erasures)
    {
        string label = update.Label.ToString();
        foreach (StoreFacts entry in appended.Where(f => f.Erases is not null))
        {
            (long erased, ReadOnlyMemory<byte> saltDigest) = entry.Erases!.Value;
            StoreFacts? target = erased >= entry.Index ? null
                : appended.FirstOrDefault(f => f.Index == erased) ?? StoreFactsReader.Read(readFrame(label, erased));
            bool asked = erasures.Any(e => e.Label == update.Label && e.Index == erased);
            if (target is null || (!target.IsSaltErased && !asked)
                || (!target.Leaf.SaltDigest.IsEmpty && !target.Leaf.SaltDigest.Span.SequenceEqual(saltDigest.Span)))
            {
                throw new DareException(
                    DareError.EntryRefused, $"An Erase entry of {label} names frame {erased}, which is not to be erased or has another salt.");
            }
        }

        if (erasures.FirstOrDefault(e => e.Label == update.Label && !appended.Any(f => f.Erases?.Index == e.Index)) is { } stray)
        {
            throw NoEraseEntry(stray);
        }
    }

    private static DareException NoEraseEntry(Erasure erasure) => new(
        DareError.EntryRefused, $"Frame {erasure.Index} of {erasure.Label} cannot be erased without an Erase entry in the same transaction.");

    // An erased body no longer has its digest; everything else that is taken up must.
    private static void CheckDigest(ReadOnlyMemory<byte> octets, StoreFacts facts)
    {
        ReadOnlySpan<byte> body = Frame.Parse(octets).Body.Span;
        if (facts.Leaf.DigestAlgorithm != "S512")
        {
            throw new DareException(DareError.UnsupportedAlgorithm, $"Frame {facts.Index} has another dig than S512, which every store has.");
        }

        if (!SHA512.HashData(body).AsSpan().SequenceEqual(facts.Leaf.PayloadDigest.Span) && body.ContainsAnyExcept((byte)0))
        {
            throw new DareException(DareError.DigestMismatch, $"The body of frame {facts.Index} does not have the digest of its trailer.");
        }
    }

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

        bool isNew = !(stage.Find(record.Key) ?? Indexed(label, record.Key) ?? default(KeyEntry) with { IsDelete = true }).IsLive(_now);
        byte[] body = record.Content is { } content ? RequireSeal().Seal(record.Label, record.Key, content.Span) : [];
        Add(PrivateFrame.Append(stage, PrivateFrame.Meta(record, isNew), body));

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
        index.Find(label) is { } store && store.Keys.TryGetValue(key, out KeyEntry entry) ? entry : null;

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
