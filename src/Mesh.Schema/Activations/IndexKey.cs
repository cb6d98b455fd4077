using System.Text.Json.Serialization;
using Mesh.Cryptography;

namespace Mesh.Schema;

/// <summary>
/// The key of the pseudonyms that stand for primary keys in a store that the service may not read (Mesh sealing 5): 32 octets, derived
/// from the account seed and the store label, never changed.
/// </summary>
[JsonConverter(typeof(IndexKeyConverter))]
public sealed class IndexKey : IDisposable
{
    /// <summary>Octets of the key.</summary>
    public const int Length = 32;

    /// <summary>Takes over <paramref name="octets"/>.</summary>
    /// <exception cref="SchemaException">Another length than 32 (<see cref="SchemaError.RuleBroken"/>).</exception>
    public IndexKey(SecretBytes octets)
    {
        ArgumentNullException.ThrowIfNull(octets);
        Octets = octets.Length == Length
            ? octets
            : throw new SchemaException(SchemaError.RuleBroken, $"an index key has {Length} octets, not {octets.Length}");
    }

    /// <summary>The octets, for the catalog.</summary>
    public SecretBytes Octets { get; }

    /// <summary>Never the key.</summary>
    public override string ToString() => nameof(IndexKey);

    /// <summary>Erases the key.</summary>
    public void Dispose() => Octets.Dispose();
}
