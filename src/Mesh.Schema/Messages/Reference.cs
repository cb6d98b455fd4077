namespace Mesh.Schema;

/// <summary>The new state of one message (Mesh schema 12).</summary>
public sealed record Reference
{
    /// <summary>The message.</summary>
    public required string MessageId { get; init; }

    /// <summary>The response that was sent, if one was.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Name of the state; see <see cref="MessageStates"/>.</summary>
    public required string Relationship { get; init; }
}
