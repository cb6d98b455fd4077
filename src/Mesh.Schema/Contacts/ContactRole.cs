using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>A position in an organisation: the structure <c>Role</c> of Mesh schema 8.</summary>
public sealed record ContactRole
{
    /// <summary>The organisation.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>Titles.</summary>
    public ImmutableArray<string> Titles { get => field.OrEmpty(); init; }

    /// <summary>Places of work.</summary>
    public ImmutableArray<Location> Locations { get => field.OrEmpty(); init; }
}
