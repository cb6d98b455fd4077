using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>Binds a name to a profile (Mesh schema 4.6). Signed by the AdministratorSignature of that profile.</summary>
public sealed record CallsignBinding : Assertion
{
    /// <summary>The name in canonical form.</summary>
    public required string Canonical { get; init; }

    /// <summary>The name as its owner writes it.</summary>
    public string? Display { get; init; }

    /// <summary>The profile that the name stands for.</summary>
    public required string ProfileUdf { get; init; }

    /// <summary>Where services of the name are found.</summary>
    public ImmutableArray<NamedService> Services { get => field.OrEmpty(); init; }
}
