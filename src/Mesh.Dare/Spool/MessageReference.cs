namespace Mesh.Dare;

/// <summary>One reference of a MessageComplete (DARE 8.8).</summary>
/// <param name="MessageId">The message whose state changes.</param>
/// <param name="ResponseId">The message that answers it, if any.</param>
/// <param name="Relationship">The new state.</param>
public sealed record MessageReference(string MessageId, string? ResponseId, string Relationship);
