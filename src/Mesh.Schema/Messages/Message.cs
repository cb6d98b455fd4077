using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>A message between accounts, or within one (Mesh schema 12). Every message is signed.</summary>
public abstract record Message : MeshObject
{
    /// <summary>Random for the first message of an interaction, otherwise derived from the message that it answers.</summary>
    [JsonPropertyOrder(-9)]
    public required string MessageId { get; init; }

    /// <summary>Account address of the sender, set by its device and checked by its service.</summary>
    [JsonPropertyOrder(-9)]
    public string? Sender { get; init; }

    /// <summary>Account address of the recipient of a message between accounts.</summary>
    [JsonPropertyOrder(-9)]
    public string? Recipient { get; init; }
}
