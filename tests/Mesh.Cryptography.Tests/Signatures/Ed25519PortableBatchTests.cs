namespace Mesh.Cryptography.Tests.Signatures;

/// <summary>Batches of Ed25519 as they are verified on machines without AVX2.</summary>
public class Ed25519PortableBatchTests : Ed25519BatchTests
{
    protected override IBatch NewBatch() => NewBatch(byVectors: false);
}
