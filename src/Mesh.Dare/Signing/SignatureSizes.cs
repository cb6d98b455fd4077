namespace Mesh.Dare;

/// <summary>Sizes of the parts of a signature entry (Mesh sealing, section 3).</summary>
internal static class SignatureSizes
{
    /// <summary>Octets of a signature by Ed448.</summary>
    public const int Ed448 = 114;

    /// <summary>Octets of a signature by Ed25519.</summary>
    public const int Ed25519 = 64;

    /// <summary>Octets of <c>witness</c>.</summary>
    public const int Witness = 32;
}
