namespace Mesh.Encoding;

/// <summary>The digest algorithms of fingerprints, 64 octets each: SHA-2-512 and SHA-3-512 (FIPS 202 padding).</summary>
public enum UdfDigest
{
    /// <summary>SHA-2-512; what the Mesh writes.</summary>
    Sha2,

    /// <summary>SHA-3-512.</summary>
    Sha3,
}
