namespace Mesh.Schema;

/// <summary>A change of state that counts.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="ResponseId">The response that was sent, if one was.</param>
/// <param name="State">The new state.</param>
public readonly record struct StateChange(string MessageId, string? ResponseId, MessageState State);
