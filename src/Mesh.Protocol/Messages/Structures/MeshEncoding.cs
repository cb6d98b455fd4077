using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Protocol;

/// <summary>An encoding of messages (Mesh protocol, section 3).</summary>
public sealed record MeshEncoding
{
    /// <summary>Media types.</summary>
    [JsonPropertyName("ID")]
    public ImmutableArray<string> Id { get => field.OrEmpty(); init; }

    /// <summary>Dictionaries for compressed encodings.</summary>
    public ImmutableArray<string> Dictionary { get => field.OrEmpty(); init; }
}
