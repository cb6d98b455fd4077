using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>
/// What stands in <see cref="KeyData.PrivateParameters"/>: a private key, a seed or a share (Mesh schema 3.1). Erased on disposal.
/// </summary>
[JsonConverter(typeof(PrivateParametersConverter))]
public abstract class PrivateParameters : IDisposable
{
    private protected PrivateParameters()
    {
    }

    /// <summary>Erases it.</summary>
    public abstract void Dispose();

    internal abstract void WriteTo(Utf8JsonWriter writer);
}
