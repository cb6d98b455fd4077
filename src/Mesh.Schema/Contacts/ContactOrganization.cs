using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>An organisation (Mesh schema 8).</summary>
public sealed record ContactOrganization : Contact
{
    /// <summary>Names, the preferred first.</summary>
    public ImmutableArray<OrganizationName> CommonNames { get => field.OrEmpty(); init; }
}
