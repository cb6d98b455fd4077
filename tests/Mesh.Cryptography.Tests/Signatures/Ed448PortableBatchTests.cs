namespace Mesh.Cryptography.Tests.Signatures;

/// <summary>Batches of Ed448 as they are verified on machines without AVX2.</summary>
public class Ed448PortableBatchTests : Ed448BatchTests
{
    protected override IBatch NewBatch() => NewBatch(byVectors: false);
}
