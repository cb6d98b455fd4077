using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// A device before and apart from any account (Mesh schema 4.2). Immutable once issued; its keys are the device's contributions to
/// the keys that it gets in an account.
/// </summary>
public record ProfileDevice : Profile
{
    /// <summary>X448 base contribution; opens RespondConnection and ActivationAccount.</summary>
    public required KeyData Encryption { get; init; }

    /// <summary>Ed448 base contribution; signs RequestConnection.</summary>
    public required KeyData Signature { get; init; }

    /// <summary>X448 base contribution; authenticates the device before it is connected.</summary>
    public required KeyData Authentication { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<ProfileKey> Keys =>
    [
        new(nameof(ProfileSignature), KeyAlgorithm.Ed448, true, ProfileSignature),
        new(nameof(Encryption), KeyAlgorithm.X448, true, Encryption),
        new(nameof(Signature), KeyAlgorithm.Ed448, true, Signature),
        new(nameof(Authentication), KeyAlgorithm.X448, true, Authentication),
    ];
}
