using System.Text.Json;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>A private key: <c>PrivateKeyECDH</c>.</summary>
public sealed class PrivateKeyParameters : PrivateParameters
{
    /// <summary>Takes over <paramref name="key"/>.</summary>
    public PrivateKeyParameters(PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Key = key;
    }

    /// <summary>The key; it lives as long as this object.</summary>
    public PrivateKey Key { get; }

    /// <inheritdoc/>
    public override void Dispose() => Key.Dispose();

    /// <summary>Algorithm and fingerprint.</summary>
    public override string ToString() => Key.ToString();

    internal override void WriteTo(Utf8JsonWriter writer) => KeyJson.WritePrivate(writer, Key);
}
