using Mesh.Cryptography;

namespace Mesh.Dare.Tests;

/// <summary>Logs in a simulated file system, and stores to put into them.</summary>
internal static class TestLog
{
    public const string Path = "/accounts/test.log";

    public static LogOptions Options(IDurableFiles files, IRandomSource? random = null, TimeProvider? time = null) => new()
    {
        Files = files,
        Random = random ?? new SeededRandom("log"),
        Time = time ?? TimeProvider.System,
        Seal = Seal(),
        LockPatience = TimeSpan.Zero,
        IdleDelay = TimeSpan.FromDays(1),
    };

    /// <summary>What seals private records, under a secret that every test knows.</summary>
    public static PrivateSeal Seal()
    {
        using var secret = new SecretBytes(new SeededRandom("host").Bytes(PrivateSeal.SecretSize));
        return new PrivateSeal(secret, SystemRandom.Instance, TimeProvider.System);
    }

    public static StoreLabel Label(string text) => StoreLabel.Parse(text);

    /// <summary>A transaction of the vectors; frames of one store together, in order.</summary>
    public static LogTransaction Transaction(IEnumerable<LogRecord> records) => new()
    {
        Updates = [.. records.GroupBy(r => r.Label).Select(g => new StoreUpdate(Label(g.Key), [.. g.Select(r => StoreEntry.FromFrame(r.Frame))]))],
    };

    public static LogTransaction Append(TestStore store, params string[] bodies) => new() { Updates = [store.Update(bodies)] };

    public static string Describe(IEnumerable<StoreStatus> stores) =>
        string.Join(' ', stores.Select(s => $"{s.Label}:{s.Count}:{Convert.ToHexStringLower(s.Root.Span)}"));
}
