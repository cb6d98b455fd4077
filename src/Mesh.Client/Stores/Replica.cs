// This device's copy of a store, read from the account log: frames, tree, and for catalogs the live entries (Mesh sealing, section 5).

using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>A store as this device has it. A snapshot.</summary>
internal sealed class Replica
{
    private readonly List<long> _refused = [];
    private readonly List<CatalogRecord> _history = [];
    private readonly List<CatalogRecord> _deleted = [];
    private readonly List<byte[]> _leaves = [];
    private readonly SaltDigests _erased;
    private MerkleTree? _whole;

    private Replica(string label, IReadOnlyList<StoreFrame> frames)
    {
        Label = label;
        Frames = frames;
        _erased = frames.Any(f => f.IsErased) ? SaltDigests.Collect(frames) : new SaltDigests();
        foreach (StoreFrame frame in frames)
        {
            _leaves.Add(_erased.LeafHash(frame, Tree));
            Tree.Append(_leaves[^1]);
        }
    }

    public string Label { get; }

    public IReadOnlyList<StoreFrame> Frames { get; }

    public MerkleFrontier Tree { get; } = new();

    /// <summary>The entries; null for spools and for what this device cannot open.</summary>
    public Catalog? Catalog { get; private set; }

    /// <summary>Entries that count for nothing, by index: not signed by whom they must be, out of place, not opened.</summary>
    public IReadOnlyList<long> Refused => _refused;

    /// <summary>Every entry that was ever taken.</summary>
    public IReadOnlyList<CatalogRecord> History => _history;

    /// <summary>What was live when a Delete ended it.</summary>
    public IReadOnlyList<CatalogRecord> Deleted => _deleted;

    public static Replica Load(AccountLog log, Membership membership, string label) => Load(log, membership.Reading(label), label);

    /// <exception cref="DareException">As <see cref="AccountLog.Read"/>; <see cref="DareError.TreeMismatch"/>: a frame was exchanged.</exception>
    public static Replica Load(AccountLog log, StoreReading? reading, string label)
    {
        Replica replica = Closed(log, label);
        return reading is null ? replica : replica.Opened(reading);
    }

    /// <summary>The frames alone; nothing is opened.</summary>
    /// <exception cref="DareException">As <see cref="Load(AccountLog, StoreReading, string)"/>.</exception>
    public static Replica Closed(AccountLog log, string label)
    {
        StoreRange? range = log.Read(LogLabel.Parse(label), 0);
        Replica replica = new Replica(label, [.. (range?.Frames ?? []).Select(StoreFrame.Parse)]).Mended(Mending.Of(log, label));
        return range is null || replica.IsWhole(range.Status.Root)
            ? replica
            : throw new DareException(
                DareError.TreeMismatch, $"{log.Path}: the entries of {label} are not those under its root. Restore the file from a backup.");
    }

    /// <summary>The store with other copies of entries, which are the same leaves.</summary>
    public Replica Mended(IReadOnlyDictionary<long, UnverifiedEnvelope> copies) => copies.Count == 0
        ? this
        : new Replica(Label, [.. Frames.Select(f => copies.TryGetValue(f.Index, out UnverifiedEnvelope? copy)
            ? StoreFrame.Parse(StoreFrameBuilder.Build(copy, f.Info, f.ApexDigest.Span, []))
            : f)]);

    /// <summary>The store with its entries opened, where this device can.</summary>
    public Replica Opened(Membership membership) => membership.Reading(Label) is { } reading ? Opened(reading) : this;

    /// <summary>What the store would be with further entries, before they are taken over.</summary>
    public Replica With(IEnumerable<UnverifiedEnvelope> further, Membership membership)
    {
        MerkleFrontier tree = Tree.Clone();
        List<StoreFrame> frames = [.. Frames];
        foreach (UnverifiedEnvelope envelope in further)
        {
            // The place in the file is not known yet, and no part of what an entry says.
            frames.Add(StoreFrame.Parse(StoreFrameBuilder.Append(envelope, tree.Count == 0 ? null : 0, tree)));
        }

        return new Replica(Label, frames).Opened(membership);
    }

    /// <summary>The root over the first frames.</summary>
    public byte[] RootOf(long count)
    {
        if (_whole is null)
        {
            _whole = new MerkleTree();
            _leaves.ForEach(leaf => _whole.Append(leaf));
        }

        return _whole.Root(count);
    }

    /// <summary>A store that begins: frame 0 and nothing else.</summary>
    public static Replica Begin(UnverifiedEnvelope head, Membership membership, string label)
    {
        var replica = new Replica(label, [StoreFrame.Parse(StoreFrameBuilder.Append(head, null, new MerkleFrontier()))]);
        if (membership.Reading(label) is { } reading)
        {
            replica.Replay(reading);
        }

        return replica;
    }

    /// <summary>Decodes the live entries of a class.</summary>
    public IEnumerable<T> Live<T>()
        where T : CatalogedEntry => (Catalog?.Live.Values ?? []).Where(r => r.Tag == typeof(T).Name).Select(r => SchemaJson.Decode<T>(r.Body));

    /// <summary>Erases what was opened. Keys and places stay known; bodies do not.</summary>
    public void Erase() => _history.ForEach(r => r.Entry.Erase());

    // The log was checked when it was written. Whoever exchanged something in it since cannot have done so under the root.
    private bool IsWhole(ReadOnlyMemory<byte> root) =>
        root.Span.SequenceEqual(Tree.Root())
        && Frames.All(f => DareDigest.S512.Compute(f.Envelope.Body.Span).AsSpan().SequenceEqual(f.Envelope.Trailer.PayloadDigest!.Value.Span)
            || (_erased.Names(f.Index) && !f.Envelope.Body.Span.ContainsAnyExcept((byte)0)));

    private Replica Opened(StoreReading reading)
    {
        if (Frames.Count > 0)
        {
            Replay(reading);
        }

        return this;
    }

    private void Replay(StoreReading reading)
    {
        var catalog = new Catalog(StoreHead.Read(Frames[0]), reading.Rules());
        var byName = new Dictionary<string, CatalogRecord>(StringComparer.Ordinal);
        foreach (StoreFrame frame in Frames.Skip(1))
        {
            try
            {
                if (catalog.Apply(frame) is { } record)
                {
                    byName[record.Name] = record;
                    _history.Add(record);
                }
                else if (ContentMeta.Parse(frame.Envelope.Header.ContentMetaData).UniqueId is { } name && byName.Remove(name, out CatalogRecord? ended))
                {
                    _deleted.Add(ended);
                }
            }
            catch (DareException)
            {
                // One bad entry must not hide the others; whoever synchronises is told of it.
                _refused.Add(frame.Index);
            }
        }

        Catalog = catalog;
    }
}
