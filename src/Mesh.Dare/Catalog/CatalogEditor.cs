using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Changes to a catalog, made one after another for one transaction (DARE 5, D-25: a writer is strict). Each gives the envelope for the next
/// place. If the transaction is refused because the catalog has moved, a new editor over the new state makes them again.
/// </summary>
public sealed class CatalogEditor
{
    private readonly Catalog _catalog;
    private readonly CatalogSealer _sealer;
    private readonly PrimaryKeyRule _rule;

    // The index of the entry that this editor made live, or null for a key that it deleted.
    private readonly Dictionary<string, long?> _changed = new(StringComparer.Ordinal);

    /// <summary>An editor over the present state of <paramref name="catalog"/>.</summary>
    public CatalogEditor(Catalog catalog, CatalogSealer sealer, PrimaryKeyRule rule)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(sealer);
        ArgumentNullException.ThrowIfNull(rule);
        _catalog = catalog;
        _sealer = sealer;
        _rule = rule;
        NextIndex = catalog.NextIndex;
    }

    /// <summary>The index of the next entry.</summary>
    public long NextIndex { get; private set; }

    /// <summary>A new object.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: its key is live already.</exception>
    public UnverifiedEnvelope New(ReadOnlySpan<byte> body)
    {
        string key = KeyOf(body);
        return LiveIndex(key) is null
            ? Change(CatalogEvents.New, key, body)
            : throw CatalogEntry.Refused(NextIndex, "there is an entry with its key already");
    }

    /// <summary>Another state of an object.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: its key is not live.</exception>
    public UnverifiedEnvelope Update(ReadOnlySpan<byte> body)
    {
        string key = KeyOf(body);
        return LiveIndex(key) is not null
            ? Change(CatalogEvents.Update, key, body)
            : throw CatalogEntry.Refused(NextIndex, "there is no entry with its key");
    }

    /// <summary>A new object, or another state of one.</summary>
    public UnverifiedEnvelope Put(ReadOnlySpan<byte> body)
    {
        string key = KeyOf(body);
        return Change(LiveIndex(key) is null ? CatalogEvents.New : CatalogEvents.Update, key, body);
    }

    /// <summary>The end of an object.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: the key is not live.</exception>
    public UnverifiedEnvelope Delete(string key)
    {
        long live = LiveIndex(key) ?? throw CatalogEntry.Refused(NextIndex, "there is no entry with its key");
        UnverifiedEnvelope envelope = _sealer.SealDelete(Place(), key, live);
        _changed[key] = null;
        NextIndex++;
        return envelope;
    }

    private StorePlace Place() => new(_catalog.Head.Origin, NextIndex);

    private long? LiveIndex(string key) =>
        _changed.TryGetValue(key, out long? changed) ? changed : _catalog.Find(key)?.Index;

    private string KeyOf(ReadOnlySpan<byte> body)
    {
        byte[] copy = body.ToArray();
        try
        {
            return TaggedBody.Parse(copy, (tag, entry) => _rule(tag, entry))
                ?? throw CatalogEntry.Refused(NextIndex, "its body has no key of this catalog");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    private UnverifiedEnvelope Change(string @event, string key, ReadOnlySpan<byte> body)
    {
        UnverifiedEnvelope envelope = _sealer.SealChange(Place(), @event, key, body);
        _changed[key] = NextIndex;
        NextIndex++;
        return envelope;
    }
}
