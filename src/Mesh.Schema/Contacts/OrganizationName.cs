namespace Mesh.Schema;

/// <summary>A name of an organisation (Mesh schema 8).</summary>
public sealed record OrganizationName
{
    /// <summary>True for a name no longer used.</summary>
    public bool? Inactive { get; init; }

    /// <summary>The registered name.</summary>
    public string? RegisteredName { get; init; }

    /// <summary>The name under which it does business.</summary>
    public string? DBA { get; init; }
}
