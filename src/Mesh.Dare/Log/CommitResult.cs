namespace Mesh.Dare;

/// <summary>The result of a transaction, given when what it rests on is durable.</summary>
public sealed record CommitResult
{
    /// <summary>What became of it.</summary>
    public required CommitOutcome Outcome { get; init; }

    /// <summary>Committed: how the public stores that it changed now stand. Conflict and Outdated: how the stores that differ stand.</summary>
    public IReadOnlyList<StoreStatus> Stores { get; init; } = [];

    /// <summary>The response of the request, if there was one: new when committed, stored when repeated.</summary>
    public ReadOnlyMemory<byte> Response { get; init; }
}
