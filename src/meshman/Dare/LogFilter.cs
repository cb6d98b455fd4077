using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>Which entries of a log are wanted.</summary>
/// <param name="Key">Those with this key; null for all.</param>
/// <param name="Since">Those from this time on.</param>
/// <param name="Until">Those before this time.</param>
internal sealed record LogFilter(string? Key, DateTimeOffset? Since, DateTimeOffset? Until)
{
    /// <summary>Whether nothing is left out.</summary>
    public bool IsEverything => Key is null && Since is null && Until is null;

    /// <summary>Whether an entry is wanted. One that says no time is in no range of times.</summary>
    public bool Takes(JournalEntry entry) =>
        (Key is null || entry.Key == Key) && (Since is null || entry.Time >= Since) && (Until is null || entry.Time < Until);

    /// <summary>The entries that are wanted, oldest first.</summary>
    /// <param name="reader">The log.</param>
    /// <param name="last">How many, from the end; null for all.</param>
    public IEnumerable<JournalEntry> Of(JournalReader reader, int? last)
    {
        if (IsEverything)
        {
            return reader.From(last is { } count ? reader.StartOfLast(count) : 1);
        }

        IEnumerable<JournalEntry> found = Key is not null ? reader.WithKey(Key).Where(Takes)
            : reader.From(Since is { } since ? reader.StartOf(since) : 1).Where(Takes);
        return last is { } most ? found.TakeLast(most) : found;
    }
}
