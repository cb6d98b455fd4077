using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>What a device shows to other devices of its account (Mesh schema 5).</summary>
public sealed record ConnectionDevice : ConnectionService
{
    /// <summary>Names of the roles that the device has (Mesh schema 10.4).</summary>
    public ImmutableArray<string> Roles { get => field.OrEmpty(); init; }

    /// <summary>Ed448, the sum of both contributions.</summary>
    public required KeyData Signature { get; init; }

    /// <summary>X448, the sum of both contributions; recipient of what is for this device alone.</summary>
    public required KeyData Encryption { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<ProfileKey> Keys =>
    [
        .. base.Keys,
        new(nameof(Signature), KeyAlgorithm.Ed448, true, Signature),
        new(nameof(Encryption), KeyAlgorithm.X448, true, Encryption),
    ];
}
