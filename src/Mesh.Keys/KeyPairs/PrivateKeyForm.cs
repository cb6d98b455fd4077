namespace Mesh.Keys;

/// <summary>
/// What the octets of a private key are (Mesh threshold rules, section 1.2). Octets of one form read as the other are silently
/// another key, so they never travel without it: curve names with a final <c>z</c> are residues.
/// </summary>
public enum PrivateKeyForm
{
    /// <summary>An RFC 8032 seed, which is hashed, or an RFC 7748 scalar, which is clamped.</summary>
    Ordinary,

    /// <summary>An integer in [1, L-1], little endian, neither hashed nor clamped: a composite key or a share.</summary>
    Residue,
}
