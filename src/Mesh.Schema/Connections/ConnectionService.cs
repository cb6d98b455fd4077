using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// What a device shows to the service, and a host to its clients, in the handshake (Mesh schema 5). Kept small: the fingerprint of
/// the key is left out. Never shown to other accounts.
/// </summary>
public record ConnectionService : Connection
{
    /// <summary>UDF of the account; for a host, UDF of the host's own profile.</summary>
    [JsonPropertyOrder(-3)]
    public required string ProfileUdf { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<ProfileKey> Keys => [new(nameof(Authentication), KeyAlgorithm.X448, true, Authentication)];
}
