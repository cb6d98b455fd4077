using Mesh.Keys;

namespace Mesh.Client;

/// <summary>A secret that shares gave, and how sure that is. Dispose it.</summary>
public sealed class RecoveredSecret : IDisposable
{
    private readonly SymmetricKey? _key;

    internal RecoveredSecret(SymmetricKey key, string? setId, int extra)
        : this(setId, isSigned: false, extra) => _key = key;

    internal RecoveredSecret(KeySeed seed, string? accountUdf, string? setId, bool isSigned, int extra)
        : this(setId, isSigned, extra)
    {
        Seed = seed;
        AccountUdf = accountUdf;
    }

    private RecoveredSecret(string? setId, bool isSigned, int extra)
    {
        SetId = setId;
        IsSigned = isSigned;
        Extra = extra;
    }

    /// <summary>The account of the seed; null where it is another secret.</summary>
    public string? AccountUdf { get; }

    /// <summary>The set against which every share was checked; null where there was none.</summary>
    public string? SetId { get; }

    /// <summary>Whether the set was signed by the account whose seed this is.</summary>
    public bool IsSigned { get; }

    /// <summary>How many good shares there were beyond what is needed; they agree.</summary>
    public int Extra { get; }

    /// <summary>
    /// Whether anything shows that no share was wrong: a set, or a share more than needed. That it reads as a seed shows nothing: an error
    /// in the last letters of a share changes the last octets alone.
    /// </summary>
    public bool IsChecked => SetId is not null || Extra > 0;

    internal KeySeed? Seed { get; }

    /// <summary>The text: <c>Z…</c> for a seed, <c>E…</c> for a key.</summary>
    public string RevealUdf() => Seed?.RevealUdf() ?? _key!.RevealUdf();

    /// <summary>Zeroes it.</summary>
    public void Dispose()
    {
        Seed?.Dispose();
        _key?.Dispose();
    }
}
