using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Protocol;

/// <summary>A version of the protocol (Mesh protocol, section 3).</summary>
public sealed record MeshVersion
{
    /// <summary>The version that this library speaks: 3.0 in JSON.</summary>
    public static MeshVersion Current { get; } = new()
    {
        Major = 3,
        Minor = 0,
        Encodings = [new MeshEncoding { Id = ["application/json"] }],
    };

    /// <summary>Major number.</summary>
    public required int Major { get; init; }

    /// <summary>Minor number.</summary>
    public required int Minor { get; init; }

    /// <summary>Encodings that are understood.</summary>
    public ImmutableArray<MeshEncoding> Encodings { get => field.OrEmpty(); init; }

    /// <summary>Where it is served.</summary>
    [JsonPropertyName("URI")]
    public ImmutableArray<string> Uri { get => field.OrEmpty(); init; }
}
