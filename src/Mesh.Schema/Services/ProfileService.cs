using System.Text.Json.Serialization;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>A Mesh service (Mesh schema 4.4).</summary>
public sealed record ProfileService : Profile
{
    /// <summary>X448. Authenticates the service.</summary>
    public required KeyData ServiceAuthentication { get; init; }

    /// <summary>X448. What is sealed to the service as a whole.</summary>
    public required KeyData ServiceEncryption { get; init; }

    /// <summary>Ed448. Signs host connections, host assignments and acknowledgements.</summary>
    public required KeyData ServiceSignature { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IEnumerable<ProfileKey> Keys =>
    [
        new(nameof(ProfileSignature), KeyAlgorithm.Ed448, true, ProfileSignature),
        new(nameof(ServiceAuthentication), KeyAlgorithm.X448, true, ServiceAuthentication),
        new(nameof(ServiceEncryption), KeyAlgorithm.X448, true, ServiceEncryption),
        new(nameof(ServiceSignature), KeyAlgorithm.Ed448, true, ServiceSignature),
    ];
}
