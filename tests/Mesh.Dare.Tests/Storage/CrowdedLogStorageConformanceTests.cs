namespace Mesh.Dare.Tests;

/// <summary>The conformance suite over account logs of which hardly any may stay open.</summary>
public class CrowdedLogStorageConformanceTests : AccountStorageConformance
{
    protected override StorageHarness Start() => new LogStorageHarness(maximumOpen: 1);
}
