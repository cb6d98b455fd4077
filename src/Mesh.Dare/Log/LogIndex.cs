namespace Mesh.Dare;

/// <summary>
/// What is known of a log: its last verified frame, where the outer frames begin, its stores. Built from verified frames, or taken from
/// the side file and continued. Guarded by the lock of the log.
/// </summary>
internal sealed class LogIndex
{
    private readonly Rows<OuterStart> _outerStarts = new();
    private readonly Dictionary<string, StoreIndex> _stores = new(StringComparer.Ordinal);

    /// <summary>The last frame; null before frame zero.</summary>
    public LogTip? Tip { get; private set; }

    public IReadOnlyDictionary<string, StoreIndex> Stores => _stores;

    public Rows<OuterStart> OuterStarts => _outerStarts;

    public StoreIndex? Find(string label) => _stores.GetValueOrDefault(label);

    /// <summary>Takes up an outer frame that continues the log, if its records continue their stores.</summary>
    /// <returns>False, and nothing is changed, if they do not.</returns>
    public bool TryAdd(in OuterFrame frame, LogTip tip)
    {
        Dictionary<string, StoreStage> stages = new(StringComparer.Ordinal);
        List<LogIndexEntry> added = [];
        try
        {
            foreach ((LogRecord record, int offset) in frame.Records())
            {
                if (!stages.TryGetValue(record.Label, out StoreStage? stage))
                {
                    stage = StoreStage.Of(record.Label, Find(record.Label));
                    stages.Add(record.Label, stage);
                }

                StoreFacts facts = StoreFactsReader.Read(record.Frame);
                stage.Append(facts, record.Frame.Length);
                added.Add(new LogIndexEntry(record.Label, facts, tip.Start + offset, record.Frame.Length));
            }
        }
        catch (DareException)
        {
            return false;
        }

        if (stages.Values.Any(s => s.Tree.IsWhole && !s.RootAgrees()))
        {
            return false;
        }

        Publish(tip, added);
        SetTrees(stages.Values);
        return true;
    }

    /// <summary>Takes up an outer frame whose records were checked. The trees follow with <see cref="SetTrees"/>.</summary>
    public void Publish(LogTip tip, IEnumerable<LogIndexEntry> added)
    {
        foreach (LogIndexEntry entry in added)
        {
            if (!_stores.TryGetValue(entry.Label, out StoreIndex? store))
            {
                store = new StoreIndex(entry.Label, entry.Facts.Origin);
                _stores.Add(entry.Label, store);
            }

            store.Add(entry.Facts, entry.Offset, tip.Index, entry.Length);
        }

        _outerStarts.Add(new OuterStart(tip.Start));
        Tip = tip;
    }

    /// <summary>The trees of stores that got frames.</summary>
    public void SetTrees(IEnumerable<StoreStage> stages)
    {
        foreach (StoreStage stage in stages)
        {
            _stores[stage.Label].SetTree(stage.Tree);
        }
    }

    /// <summary>Takes up the content of a side file.</summary>
    public void Restore(LogTip tip, Rows<OuterStart> outerStarts, IEnumerable<StoreIndex> stores)
    {
        for (int i = 0; i < outerStarts.Count; i++)
        {
            _outerStarts.Add(outerStarts[i]);
        }

        foreach (StoreIndex store in stores)
        {
            store.MarkUnverified();
            _stores.Add(store.Label, store);
        }

        Tip = tip;
    }

    /// <summary>The first store whose tree cannot be formed because the digest of an erased salt is missing; null when there is none.</summary>
    public string? FirstBroken() => _stores.Values.FirstOrDefault(s => s.Root is null)?.Label;
}
