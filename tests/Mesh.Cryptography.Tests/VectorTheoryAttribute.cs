namespace Mesh.Cryptography.Tests;

/// <summary>Tests of what runs on machines with AVX2 only.</summary>
public sealed class VectorTheoryAttribute : TheoryAttribute
{
    public VectorTheoryAttribute() => Skip = Field25519x4.IsSupported ? null : "This machine has no AVX2.";
}
