namespace Mesh.Dare;

/// <summary>Reads private records for the holder of a log: those that are flushed and live.</summary>
internal sealed class LogPrivateReader(LogView view)
{
    private readonly long _now = view.Options.Time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>The content of the live record of a key; null where there is none.</summary>
    public byte[]? Content(PrivateLabel label, string key)
    {
        if (view.ReadLatest(label.ToString(), key) is not { } latest || !latest.Entry.IsLive(_now))
        {
            return null;
        }

        IPrivateSeal seal = view.Options.Seal
            ?? throw new DareException(DareError.InvalidRequest, "The log was opened without what seals private records.");
        return seal.Open(label, StoreFrame.Parse(latest.Frame).Envelope);
    }

    /// <summary>Whether there is a live record of a key.</summary>
    public bool Has(PrivateLabel label, string key) => view.Look(index =>
        index.Find(label.ToString())?.Keys.GetValueOrDefault(key) is { } found && found.IsLive(_now));

    /// <summary>The keys of live records.</summary>
    public IReadOnlyList<string> Keys(PrivateLabel label) => view.Look<IReadOnlyList<string>>(index =>
    {
        List<string> live = [];
        if (index.Find(label.ToString()) is { } store)
        {
            foreach (KeyValuePair<string, KeyEntry> entry in store.Keys)
            {
                if (entry.Value.IsLive(_now))
                {
                    live.Add(entry.Key);
                }
            }
        }

        return live;
    });

    /// <summary>What a stored request answers; null where none is stored, or its time is over.</summary>
    public CommitResult? Recall(string key, string id, ReadOnlySpan<byte> payloadHash) =>
        Content(PrivateLabel.Requests, RequestContent.Lookup(key, id)) is { } content
            ? RequestContent.Decode(content).Answer(key, id, payloadHash)
            : null;
}
