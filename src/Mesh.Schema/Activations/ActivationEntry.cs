using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// The keys of one store (Mesh schema 6). Three members are ours: <see cref="IndexKey"/> (Mesh sealing 5), <see cref="Generation"/>
/// and <see cref="PriorKeys"/> (Mesh rulings 5). A store key of generation 0 is derived from the account seed; when a device that
/// held it is removed, a random one takes its place, which opens the one before it, and so on down to 0. The index key, which only
/// hides primary keys, is never changed.
/// </summary>
public sealed record ActivationEntry : IDisposable
{
    /// <summary>The store label.</summary>
    public required string Resource { get; init; }

    /// <summary>The private key of the newest generation, or a share of it.</summary>
    public required KeyData Key { get; init; }

    /// <summary>32 octets: the key of the pseudonyms that stand for primary keys; absent for stores that the service reads.</summary>
    public IndexKey? IndexKey { get; init; }

    /// <summary>Generation of <see cref="Key"/>; left out when 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Generation { get; init; }

    /// <summary>Generations <see cref="Generation"/> − 1 to 0, in that order.</summary>
    public ImmutableArray<PriorKey> PriorKeys { get => field.OrEmpty(); init; }

    /// <summary>UDF of the service that holds the other share.</summary>
    public string? ServiceId { get; init; }

    /// <summary>Address of the account at that service.</summary>
    public string? ServiceAddress { get; init; }

    /// <summary>Erases every secret in it.</summary>
    public void Dispose()
    {
        Key.Dispose();
        IndexKey?.Dispose();
        foreach (PriorKey prior in PriorKeys)
        {
            prior.Dispose();
        }
    }
}
