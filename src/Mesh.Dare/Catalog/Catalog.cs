namespace Mesh.Dare;

/// <summary>
/// A catalog by replay of its entries (Mesh sealing, section 5; DARE 5): per key (New Update* Delete)*, the highest index wins. Entries are
/// opened, their visible name is recomputed from the true key in the body, and replay goes by the true key. The frames come from a
/// <see cref="StoreReader"/>, in order.
/// </summary>
public sealed class Catalog
{
    private readonly CatalogRules _rules;
    private readonly Dictionary<string, CatalogRecord> _live = new(StringComparer.Ordinal);
    private readonly List<CatalogNote> _notes = [];

    // Entries that nobody can open any more, by their visible name, as long as they are the latest of their key.
    private readonly Dictionary<string, long> _ghosts = new(StringComparer.Ordinal);
    private readonly SortedSet<long> _unprovenErasures = [];

    /// <summary>An empty catalog with this frame 0.</summary>
    public Catalog(StoreHead head, CatalogRules rules)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(rules);
        Head = head;
        _rules = rules;
    }

    /// <summary>What frame 0 says.</summary>
    public StoreHead Head { get; }

    /// <summary>The index of the next entry: one more than that of the last one seen, whether it was taken or refused.</summary>
    public long NextIndex { get; private set; } = 1;

    /// <summary>The live entries by their true key.</summary>
    public IReadOnlyDictionary<string, CatalogRecord> Live => _live;

    /// <summary>Entries that were taken but are odd.</summary>
    public IReadOnlyList<CatalogNote> Notes => _notes;

    /// <summary>
    /// Entries that are erased without a record by the administrator, so far: at the end of the catalog there may be none, or somebody
    /// destroyed what he had no right to.
    /// </summary>
    public IReadOnlyCollection<long> UnprovenErasures => _unprovenErasures;

    /// <summary>The live entry of a key, or null.</summary>
    public CatalogRecord? Find(string key) => _live.GetValueOrDefault(key);

    /// <summary>Replays a whole catalog; the first entry that is refused ends it.</summary>
    /// <exception cref="DareException">As <see cref="StoreReader.Next"/> and <see cref="Apply"/>.</exception>
    public static Catalog Replay(ReadOnlyMemory<byte> store, CatalogRules rules)
    {
        (StoreReader reader, IReadOnlyList<StoreFrame> frames) = StoreReader.ReadAll(store);
        var catalog = new Catalog(reader.Head, rules);
        foreach (StoreFrame frame in frames.Skip(1))
        {
            catalog.Apply(frame);
        }

        return catalog._unprovenErasures.Count == 0
            ? catalog
            : throw CatalogEntry.Refused(catalog._unprovenErasures.Min, "it was erased, and no administrator says so");
    }

    /// <summary>
    /// Applies the next entry. When it throws, the entry counts for nothing, and the caller decides whether to go on with the next one.
    /// </summary>
    /// <returns>The record that is now live; null after a Delete or an Erase.</returns>
    /// <exception cref="DareException">
    /// As <see cref="CatalogEntry.Read"/> and <see cref="EnvelopeOpener.Open"/>; <see cref="DareError.EntryRefused"/>: the body does not fit the
    /// metadata, or the event does not fit the state of the key.
    /// </exception>
    public CatalogRecord? Apply(StoreFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Index < NextIndex)
        {
            throw new DareException(DareError.InvalidRequest, $"The entries of a catalog are applied in order, {NextIndex} being next.");
        }

        NextIndex = frame.Index + 1;
        var place = new StorePlace(Head.Origin, frame.Index);
        CatalogEntry entry = CatalogEntry.Read(frame.Envelope, place);
        if (entry.Event == CatalogEvents.Erase)
        {
            ApplyErase(frame, place);
            return null;
        }

        if (frame.IsErased)
        {
            SkipErased(frame.Index, entry);
            return null;
        }

        OpenedEntry opened = OpenedEntry.Open(frame, place, entry, _rules);
        return opened.Deleted is { } deleted
            ? ApplyDelete(frame.Index, entry, opened.Key, deleted)
            : ApplyChange(frame.Index, entry, opened);
    }

    private CatalogRecord ApplyChange(long index, CatalogEntry entry, OpenedEntry opened)
    {
        bool live = _ghosts.Remove(entry.UniqueId) || _live.ContainsKey(opened.Key);
        if (live == (entry.Event == CatalogEvents.New))
        {
            _notes.Add(new CatalogNote(index, opened.Key, live ? CatalogOddity.NewOfLiveKey : CatalogOddity.UpdateOfAbsentKey));
        }

        var record = new CatalogRecord(opened.Key, entry.UniqueId, index, opened.Tag, opened.Envelope);
        _live[opened.Key] = record;
        return record;
    }

    private CatalogRecord? ApplyDelete(long index, CatalogEntry entry, string key, long deleted)
    {
        long? latest = _ghosts.TryGetValue(entry.UniqueId, out long ghost) ? ghost : Find(key)?.Index;
        if (latest != deleted)
        {
            throw CatalogEntry.Refused(index, $"it deletes entry {deleted}, which is not the live one of its key");
        }

        _ghosts.Remove(entry.UniqueId);
        _live.Remove(key);
        return null;
    }

    // Its key is unknown now, but its name is not: whatever it replaced is no longer live.
    private void SkipErased(long index, CatalogEntry entry)
    {
        _unprovenErasures.Add(index);
        RemoveLive(r => r.Name == entry.UniqueId);
        _ghosts.Remove(entry.UniqueId);
        if (entry.Event != CatalogEvents.Delete)
        {
            _ghosts.Add(entry.UniqueId, index);
        }
    }

    private void ApplyErase(StoreFrame frame, StorePlace place)
    {
        if (_rules.Administrators.Count == 0)
        {
            throw CatalogEntry.Refused(frame.Index, "it erases, and no administrator is known who could have signed that");
        }

        EnvelopeVerifier.Verify(frame.Envelope, _rules.Administrators, place);
        CatalogedErase erase = CatalogedErase.Parse(frame.Envelope.Body);
        if (erase.Index <= 0 || erase.Index >= frame.Index)
        {
            throw CatalogEntry.Refused(frame.Index, "it does not name an earlier entry");
        }

        // An erased key is as a deleted one, whether its entry has become unreadable already or not.
        _unprovenErasures.Remove(erase.Index);
        RemoveLive(r => r.Index == erase.Index);
        string? ghost = _ghosts.FirstOrDefault(g => g.Value == erase.Index).Key;
        if (ghost is not null)
        {
            _ghosts.Remove(ghost);
        }
    }

    private void RemoveLive(Predicate<CatalogRecord> matches)
    {
        CatalogRecord? record = _live.Values.FirstOrDefault(r => matches(r));
        if (record is not null)
        {
            _live.Remove(record.Key);
        }
    }
}
