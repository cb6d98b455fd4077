using System.Text.Json;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>A seed from which a set of keys is derived: <c>PrivateKeyUDF</c>.</summary>
public sealed class SeedParameters : PrivateParameters
{
    /// <summary>Takes over <paramref name="seed"/>.</summary>
    public SeedParameters(KeySeed seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        Seed = seed;
    }

    /// <summary>The seed; it lives as long as this object.</summary>
    public KeySeed Seed { get; }

    /// <inheritdoc/>
    public override void Dispose() => Seed.Dispose();

    /// <summary>The key type only.</summary>
    public override string ToString() => Seed.ToString();

    internal override void WriteTo(Utf8JsonWriter writer) => KeyJson.WriteSeed(writer, Seed);
}
