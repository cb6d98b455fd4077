using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>A name of a person (Mesh schema 8).</summary>
public sealed record PersonName
{
    /// <summary>True for a name no longer used.</summary>
    public bool? Inactive { get; init; }

    /// <summary>The whole name as it is written.</summary>
    public string? FullName { get; init; }

    /// <summary>Before the name.</summary>
    public string? Prefix { get; init; }

    /// <summary>Given name.</summary>
    public string? First { get; init; }

    /// <summary>Middle names.</summary>
    public ImmutableArray<string> Middle { get => field.OrEmpty(); init; }

    /// <summary>Family name.</summary>
    public string? Last { get; init; }

    /// <summary>After the name.</summary>
    public string? Suffix { get; init; }

    /// <summary>Degrees and the like.</summary>
    public string? PostNominal { get; init; }
}
