using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>One service of a name (Mesh schema 4.6).</summary>
public sealed record NamedService
{
    /// <summary>The IANA service name, such as <c>mmm</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>How the name maps to the service's own naming.</summary>
    public string? Mapping { get; init; }

    /// <summary>End points.</summary>
    public ImmutableArray<string> Endpoint { get => field.OrEmpty(); init; }
}
