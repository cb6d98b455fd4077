namespace Mesh.Dare.Tests;

/// <summary>The conformance suite over account logs.</summary>
public class LogStorageConformanceTests : AccountStorageConformance
{
    protected override StorageHarness Start() => new LogStorageHarness();
}
