using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>A person's account (Mesh schema 4.3).</summary>
public sealed record ProfileUser : ProfileAccount
{
    /// <summary>Ed448. Signs messages and contact cards.</summary>
    public required KeyData CommonSignature { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<ProfileKey> Keys =>
    [
        new(nameof(ProfileSignature), KeyAlgorithm.Ed448, true, ProfileSignature),
        new(nameof(EscrowEncryption), KeyAlgorithm.X448, true, EscrowEncryption),
        new(nameof(AdministratorSignature), KeyAlgorithm.Ed448, true, AdministratorSignature),
        new(nameof(CommonEncryption), KeyAlgorithm.X448, true, CommonEncryption),
        new(nameof(CommonAuthentication), KeyAlgorithm.X448, true, CommonAuthentication),
        new(nameof(CommonSignature), KeyAlgorithm.Ed448, true, CommonSignature),
    ];
}
