namespace Mesh.Keys;

/// <summary>The algorithms of key pairs. Mesh identities are 448; 25519 is for applications and for reading.</summary>
public enum KeyAlgorithm
{
    /// <summary>Key agreement on curve448 (RFC 7748); public keys of 57 octets, with the sign of v.</summary>
    X448,

    /// <summary>Signature on edwards448 (RFC 8032); public keys of 57 octets.</summary>
    Ed448,

    /// <summary>Key agreement on curve25519 (RFC 7748); public keys of 32 octets.</summary>
    X25519,

    /// <summary>Signature on edwards25519 (RFC 8032); public keys of 32 octets.</summary>
    Ed25519,
}
