namespace Mesh.Cryptography.Tests;

/// <summary>A test of what runs on machines with AVX2 only.</summary>
public sealed class VectorFactAttribute : FactAttribute
{
    public VectorFactAttribute() => Skip = Field25519x4.IsSupported ? null : "This machine has no AVX2.";
}
