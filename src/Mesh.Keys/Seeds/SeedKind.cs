namespace Mesh.Keys;

/// <summary>
/// The key type in a seed (draft-hallambaker-mesh-udf section 4.4): the low 14 bits of its two identifier octets. Types 1 to 10 fix
/// the algorithm of the one key they are for; the Mesh types are seeds of key sets, Ed448 and X448.
/// </summary>
public enum SeedKind
{
    /// <summary>Any key.</summary>
    Any = 0,

    /// <summary>One X25519 key.</summary>
    X25519 = 1,

    /// <summary>One X448 key.</summary>
    X448 = 2,

    /// <summary>One Ed25519 key.</summary>
    Ed25519 = 3,

    /// <summary>One Ed448 key.</summary>
    Ed448 = 4,

    /// <summary>One P-256 key; no key of this type is derived here.</summary>
    P256 = 5,

    /// <summary>One P-384 key; no key of this type is derived here.</summary>
    P384 = 6,

    /// <summary>One P-521 key; no key of this type is derived here.</summary>
    P521 = 7,

    /// <summary>One RSA key of 2048 bits; no key of this type is derived here.</summary>
    RSA2048 = 8,

    /// <summary>One RSA key of 3072 bits; no key of this type is derived here.</summary>
    RSA3072 = 9,

    /// <summary>One RSA key of 4096 bits; no key of this type is derived here.</summary>
    RSA4096 = 10,

    /// <summary>The profile of a device or host.</summary>
    MeshProfileDevice = 256,

    /// <summary>Reserved for device activations; published data uses <see cref="MeshActivationAccount"/> for them.</summary>
    MeshActivationDevice = 257,

    /// <summary>A user or group account.</summary>
    MeshProfileAccount = 258,

    /// <summary>The activation of a device in an account.</summary>
    MeshActivationAccount = 259,

    /// <summary>A service.</summary>
    MeshProfileService = 260,

    /// <summary>The activation of a host of a service.</summary>
    MeshActivationService = 261,
}
