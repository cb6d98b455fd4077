namespace Mesh.Encoding;

/// <summary>The last arc of the object identifier 1.3.101.n of a curve (RFC 8410 section 3).</summary>
public enum KeyAlgorithmId : byte
{
    /// <summary>X25519, public keys of 32 octets.</summary>
    X25519 = 110,

    /// <summary>X448, public keys of 57 octets: u, then 80 where v is odd, else 00.</summary>
    X448 = 111,

    /// <summary>Ed25519, public keys of 32 octets.</summary>
    Ed25519 = 112,

    /// <summary>Ed448, public keys of 57 octets.</summary>
    Ed448 = 113,
}
