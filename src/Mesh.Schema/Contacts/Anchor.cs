namespace Mesh.Schema;

/// <summary>A fingerprint that a contact is bound to (Mesh schema 8).</summary>
public sealed record Anchor
{
    /// <summary>The profile UDF.</summary>
    public required string Udf { get; init; }

    /// <summary>How it was learned: <c>Self</c>, <c>Direct</c>, <c>Remote</c>.</summary>
    public string? Validation { get; init; }
}
