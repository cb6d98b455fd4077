using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>A web presence: the structure <c>Bookmark</c> of Mesh schema 8.</summary>
public sealed record ContactBookmark
{
    /// <summary>The URI.</summary>
    public string? Uri { get; init; }

    /// <summary>What it is called.</summary>
    public string? Title { get; init; }

    /// <summary>What it is for.</summary>
    public ImmutableArray<string> Role { get => field.OrEmpty(); init; }
}
