namespace Mesh.Protocol;

/// <summary>Rules for account names (Mesh protocol, section 3).</summary>
public sealed record PolicyAccount
{
    /// <summary>Fewest characters.</summary>
    public int? Minimum { get; init; }

    /// <summary>Most characters.</summary>
    public int? Maximum { get; init; }

    /// <summary>Characters that may not occur.</summary>
    public string? InvalidCharacters { get; init; }
}
