namespace Mesh.Dare;

/// <summary>Sizes of the parts of a signature entry (Mesh sealing, section 3).</summary>
internal static class SignatureSizes
{
    /// <summary>Octets of <c>witness</c>.</summary>
    public const int Witness = 32;
}
