using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>A person (Mesh schema 8).</summary>
public sealed record ContactPerson : Contact
{
    /// <summary>Names, the preferred first.</summary>
    public ImmutableArray<PersonName> CommonNames { get => field.OrEmpty(); init; }
}
