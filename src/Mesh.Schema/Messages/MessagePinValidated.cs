using System.Text.Json.Serialization;
using Mesh.Dare;

namespace Mesh.Schema;

/// <summary>A message that may prove knowledge of a PIN (Mesh schema 12).</summary>
public abstract record MessagePinValidated : Message
{
    /// <summary>Octets of <see cref="ClientNonce"/>.</summary>
    public const int NonceLength = 16;

    /// <summary>What the proof binds: the sender's profile or card.</summary>
    [JsonPropertyOrder(-5)]
    public UnverifiedEnvelope? AuthenticatedData { get; init; }

    /// <summary>16 fresh random octets.</summary>
    [JsonPropertyOrder(-5)]
    public byte[]? ClientNonce { get; init; }

    /// <summary>Which PIN is meant.</summary>
    [JsonPropertyOrder(-5)]
    public string? PinId { get; init; }

    /// <summary>64 octets, the proof.</summary>
    [JsonPropertyOrder(-5)]
    public byte[]? PinWitness { get; init; }
}
